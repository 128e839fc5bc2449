import type { Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import type { StepCall } from '../../domain/case-input';
import { isConversation, recordedOutcome } from '../../domain/conversations/outcome';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { decisionEvidence, writeCaseRow } from '../publish-row';

/**
 * One debtor is one conversation (K6): where a call or visit to the debtor is still to be made by the same role, a further one
 * becomes a line of it, and its outcome is told to all of their cases. Under the debtor's lock, in the transaction that would
 * open the task. Null: there is nothing to join. Idempotent by (invoice, step, occurrence, kind).
 */
export async function joinConversation(tx: Tx, call: StepCall, kind: string): Promise<EffectResult | null> {
  if (!isConversation(kind)) return null;
  const { debtorId, caseId, invoiceId, step: stepId, occurrence, role } = call;
  await lockDebtors(tx, [debtorId]);
  const key = { invoiceId, stepId, occurrence, kind };
  const own = await tx.taskCase.findUnique({
    where: { invoiceId_stepId_occurrence_kind: key },
    include: { task: { select: { status: true, outcome: true } } },
  });
  if (own !== null) {
    const { status, outcome } = own.task;
    return { kind: 'taskOpened', taskId: own.taskId, outcome: status === 'open' ? null : recordedOutcome(outcome) };
  }
  if ((await tx.task.count({ where: key })) > 0) return null;
  const open = await tx.task.findFirst({
    where: { debtorId, kind, role, status: 'open', caseId: { not: caseId }, covers: { none: { caseId } } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  if (open === null) return null;
  const at = new Date(call.asOf);
  await tx.taskCase.create({ data: { taskId: open.id, caseId, ...key, day: call.day, at } });
  await writeCaseRow(tx, call);
  const content = { taskId: open.id, taskKind: kind, step: stepId, occurrence, role };
  await appendEvidence(tx, [
    ...decisionEvidence(call),
    { chain: { kind: 'case', id: caseId }, kind: 'taskJoined', at, content },
  ]);
  return { kind: 'taskOpened', taskId: open.id, outcome: null };
}
