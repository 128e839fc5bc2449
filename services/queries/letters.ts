import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { RECALL_LETTER } from '../contact/recall-letters';
import { isoDateOfColumn } from '../columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withDispatch = {
  debtor: { select: { number: true, name: true } },
  dispatch: true,
  recallTasks: { where: { kind: RECALL_LETTER, status: 'open' }, select: { id: true } },
} as const;

type LetterRecord = Prisma.ContactGetPayload<{ include: typeof withDispatch }>;

const dateText = (column: Date | null): string | null => (column === null ? null : isoDateOfColumn(column));

function itemOf({ id, debtor, documentId, state, sentAt, dispatch, recallTasks }: LetterRecord) {
  return {
    id,
    debtor: debtor.number,
    debtorName: debtor.name,
    documentId,
    state,
    writtenAt: sentAt?.toISOString() ?? null,
    carrier: dispatch?.carrier ?? null,
    trackingNo: dispatch?.trackingNo ?? null,
    remark: dispatch?.remark ?? null,
    handedOverOn: dateText(dispatch?.handedOverOn ?? null),
    deliveredOn: dateText(dispatch?.deliveredOn ?? null),
    returnedOn: dateText(dispatch?.returnedOn ?? null),
    recallTaskId: recallTasks[0]?.id ?? null,
    unstoppableAt: dispatch?.unstoppableAt?.toISOString() ?? null,
  };
}

/** A letter and its journey. */
export type LetterItem = ReturnType<typeof itemOf>;

/** Letters of the creditor's book, newest first; `waiting` admits those that nobody has handed to a carrier yet. */
export async function listLetters(
  db: Db,
  query: { readonly creditorId: string; readonly waiting: boolean | undefined; readonly page: PageRequest },
): Promise<Page<LetterItem>> {
  const { creditorId, waiting, page } = query;
  const dispatch = waiting === undefined ? {} : { dispatch: waiting ? { is: null } : { isNot: null } };
  const where = { channel: 'letter', state: { in: ['sent', 'delivered', 'bounced'] }, debtor: { creditorId } };
  const rows = await db.contact.findMany({
    where: { ...where, ...dispatch, ...createdBefore(page.after) },
    include: withDispatch,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}
