import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = {
  contact: {
    select: {
      at: true,
      language: true,
      template: true,
      sample: true,
      debtor: { select: { number: true, name: true, creditor: { select: { zone: true } } } },
      steps: { select: { stepId: true, caseId: true, invoice: { select: { number: true } } } },
    },
  },
} as const;

type OutboxRecord = Prisma.OutboxMessageGetPayload<{ include: typeof withContext }>;

function itemOf(row: OutboxRecord) {
  return {
    id: row.id,
    contactId: row.contactId,
    channel: row.channel,
    recipient: row.recipient,
    subject: row.subject,
    body: row.body,
    why: row.why,
    debtor: row.contact.debtor.number,
    debtorName: row.contact.debtor.name,
    language: row.contact.language,
    template: row.contact.template,
    sample: row.contact.sample,
    covers: row.contact.steps.map((step) => ({ caseId: step.caseId, invoice: step.invoice.number, step: step.stepId })),
    zone: row.contact.debtor.creditor.zone,
    at: row.contact.at.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

/** A message that did not leave the machine, with the reason, and the steps that it covers. */
export type OutboxItem = ReturnType<typeof itemOf>;

/** A page of the creditor's unsent messages, newest first. */
export async function listOutbox(
  db: Db,
  query: {
    readonly creditorId: string;
    readonly channel: string | undefined;
    readonly debtor: string | undefined;
    readonly page: PageRequest;
  },
): Promise<Page<OutboxItem>> {
  const { creditorId, channel, debtor, page } = query;
  const rows = await db.outboxMessage.findMany({
    where: {
      ...(channel === undefined ? {} : { channel }),
      contact: { debtor: { creditorId, ...(debtor === undefined ? {} : { number: debtor }) } },
      ...createdBefore(page.after),
    },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}
