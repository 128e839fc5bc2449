import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { amountText, instantText } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = { case: { select: { invoice: { select: { number: true } } } } } as const;

type ApprovalRecord = Prisma.ApprovalGetPayload<{ include: typeof withContext }>;

function itemOf(row: ApprovalRecord) {
  return {
    id: row.id,
    caseId: row.caseId,
    invoice: row.case.invoice.number,
    step: row.stepId,
    occurrence: row.occurrence,
    kind: row.kind,
    role: row.role,
    amount: row.currency === null || row.amountMinor === null ? null : amountText(row.amountMinor, row.currency),
    currency: row.currency,
    status: row.status,
    at: row.at.toISOString(),
    decidedAt: instantText(row.decidedAt),
    decidedBy: row.decidedBy,
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A strong act that waits, or waited, for the right person's yes. */
export type ApprovalItem = ReturnType<typeof itemOf>;

/** A page of the approvals in the creditor's book, newest first. */
export async function listApprovals(
  db: Db,
  query: { readonly creditorId: string; readonly status: string | undefined; readonly page: PageRequest },
): Promise<Page<ApprovalItem>> {
  const { creditorId, status, page } = query;
  const rows = await db.approval.findMany({
    where: { case: { creditorId }, ...(status === undefined ? {} : { status }), ...createdBefore(page.after) },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}

/** The case of an approval in the creditor's book; null when there is none such. */
export async function caseOfApproval(db: Db, creditorId: string, id: string): Promise<string | null> {
  const row = await db.approval.findFirst({ where: { id, case: { creditorId } }, select: { caseId: true } });
  return row?.caseId ?? null;
}
