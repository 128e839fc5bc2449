import type { Db, Tx } from '../clients/prisma';
import { followUpKinds } from '../domain/call-causes';
import { lockDebtors } from './debtor-lock';
import { appendEvidence } from './evidence';
import { newId } from './ids';

// More wait for the next look.
const MOST_AT_ONCE = 200;

/** The role that hears of work that nobody did in time. */
const superior = 'manager';

/**
 * Tells a superior of work that a call left behind and that nobody did in time, such as the risk report of the same day (S42):
 * one escalation for each, while the work itself stays open. Steps of the ladder escalate by their own plan. Safe to repeat.
 */
export async function escalateLateWork({ db, now }: { readonly db: Db; readonly now: Date }): Promise<number> {
  const late = await db.task.findMany({
    where: { status: 'open', kind: { in: [...followUpKinds] }, deadlineAt: { lte: now }, escalatedAt: null },
    select: { id: true, debtorId: true },
    orderBy: { deadlineAt: 'asc' },
    take: MOST_AT_ONCE,
  });
  let told = 0;
  for (const { id, debtorId } of late) told += await db.$transaction((tx) => escalate(tx, id, debtorId, now));
  return told;
}

async function escalate(tx: Tx, taskId: string, debtorId: string, at: Date): Promise<number> {
  await lockDebtors(tx, [debtorId]);
  const { count } = await tx.task.updateMany({
    where: { id: taskId, status: 'open', escalatedAt: null },
    data: { escalatedAt: at },
  });
  if (count === 0) return 0;
  const { caseId, invoiceId, kind } = await tx.task.findUniqueOrThrow({ where: { id: taskId } });
  const id = newId();
  const why = { code: 'taskIgnored', step: kind };
  const task = { id, debtorId, caseId, invoiceId, kind: 'escalation', role: superior };
  await tx.task.create({ data: { ...task, why, at } });
  const content = { taskId, taskKind: kind, escalationId: id, role: superior };
  await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'taskEscalated', at, content }]);
  return 1;
}
