import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { instantText } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = {
  debtor: { select: { number: true, name: true, creditor: { select: { zone: true } } } },
  case: { select: { invoice: { select: { number: true } } } },
} as const;

type ReplyRecord = Prisma.ReplyGetPayload<{ include: typeof withContext }>;

function itemOf(row: ReplyRecord) {
  return {
    id: row.id,
    debtor: row.debtor.number,
    debtorName: row.debtor.name,
    caseId: row.caseId,
    invoice: row.case?.invoice.number ?? null,
    contactId: row.contactId,
    taskId: row.taskId,
    channel: row.channel,
    suggestions: row.suggestions,
    receivedAt: row.receivedAt.toISOString(),
    pausedUntil: row.pausedUntil.toISOString(),
    meaning: row.meaning,
    classifiedAt: instantText(row.classifiedAt),
    classifiedBy: row.classifiedBy,
    zone: row.debtor.creditor.zone,
    createdAt: row.createdAt.toISOString(),
  };
}

/** What a debtor answered, without its words. */
export type ReplyItem = ReturnType<typeof itemOf>;

/** A page of the replies in the creditor's book, newest first; `unread` admits those that wait for a person. */
export async function listReplies(
  db: Db,
  query: {
    readonly creditorId: string;
    readonly unread: boolean | undefined;
    readonly debtor: string | undefined;
    readonly page: PageRequest;
  },
): Promise<Page<ReplyItem>> {
  const { creditorId, unread, debtor, page } = query;
  const meaning = unread === undefined ? {} : { meaning: unread ? null : { not: null } };
  const rows = await db.reply.findMany({
    where: {
      debtor: { creditorId, ...(debtor === undefined ? {} : { number: debtor }) },
      ...meaning,
      ...createdBefore(page.after),
    },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}

/** One reply of the creditor's book with sender and words; null when there is none such. Personal data. */
export async function findReply(
  db: Db,
  creditorId: string,
  id: string,
): Promise<(ReplyItem & { readonly sender: string; readonly text: string }) | null> {
  const row = await db.reply.findFirst({
    where: { id, debtor: { creditorId } },
    include: { ...withContext, document: { select: { content: true } } },
  });
  if (row === null) return null;
  return { ...itemOf(row), sender: row.sender, text: Buffer.from(row.document.content).toString('utf8') };
}
