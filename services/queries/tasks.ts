import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { instantText } from './columns';
import { explain, reasonOf, type Language } from './explain';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = {
  debtor: { select: { number: true, name: true, creditor: { select: { zone: true } } } },
  invoice: { select: { number: true } },
} as const;

type TaskRecord = Prisma.TaskGetPayload<{ include: typeof withContext }>;

function itemOf(row: TaskRecord, language: Language) {
  const reason = reasonOf(row.why);
  return {
    id: row.id,
    kind: row.kind,
    role: row.role,
    status: row.status,
    caseId: row.caseId,
    invoice: row.invoice?.number ?? null,
    debtor: row.debtor.number,
    debtorName: row.debtor.name,
    step: row.stepId,
    occurrence: row.occurrence,
    why: reason === null ? null : explain(reason, language, row.debtor.creditor.zone),
    at: row.at.toISOString(),
    deadlineAt: instantText(row.deadlineAt),
    escalatedAt: instantText(row.escalatedAt),
    closedAt: instantText(row.closedAt),
    closedBy: row.closedBy,
    outcome: row.outcome,
    note: row.note,
    zone: row.debtor.creditor.zone,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Work for a person, with the reason for it. */
export type TaskItem = ReturnType<typeof itemOf>;

/** A page of the tasks in the creditor's book, newest first. */
export async function listTasks(
  db: Db,
  query: {
    readonly creditorId: string;
    readonly status: string | undefined;
    readonly kind: string | undefined;
    readonly debtor: string | undefined;
    readonly page: PageRequest;
    readonly language: Language;
  },
): Promise<Page<TaskItem>> {
  const { creditorId, status, kind, debtor, page, language } = query;
  const rows = await db.task.findMany({
    where: {
      debtor: { creditorId, ...(debtor === undefined ? {} : { number: debtor }) },
      ...(status === undefined ? {} : { status }),
      ...(kind === undefined ? {} : { kind }),
      ...createdBefore(page.after),
    },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, (row) => itemOf(row, language));
}

/** One task of the creditor's book by id; null when there is none such. */
export async function findTask(
  db: Db,
  query: { readonly creditorId: string; readonly id: string; readonly language: Language },
): Promise<TaskItem | null> {
  const row = await db.task.findFirst({
    where: { id: query.id, debtor: { creditorId: query.creditorId } },
    include: withContext,
  });
  return row === null ? null : itemOf(row, query.language);
}
