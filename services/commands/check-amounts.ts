import type { Db } from '../../clients/prisma';
import { reconcilers, type Reconciler } from '../../domain/conversations/outcome';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { isUniqueViolation, type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';

/** A department says that shipments, returns and invoices of a debtor agree, before somebody visits it (S231). */
export interface CheckAmounts {
  readonly creditorId: string;
  readonly taskId: string;
  readonly department: Reconciler;
  /** What was compared, for people. */
  readonly note: string;
  readonly actor: string;
  readonly at: Date;
}

/** Keeps the check of a department with an open visit, once for each department and each person: two departments are two people. */
export async function checkAmounts({ db }: { readonly db: Db }, command: CheckAmounts): Promise<Accepted | Refused> {
  const { creditorId, taskId, department, note, actor, at } = command;
  const task = await db.task.findFirst({ where: { id: taskId, debtor: { creditorId } } });
  if (task === null) return refused('unknownTask', `There is no task ${taskId}`);
  const { debtorId, caseId, kind, status } = task;
  if (kind !== 'visit' || status !== 'open')
    return refused('otherStep', `Task ${taskId} is a ${kind} and ${status}; expected an open visit`);
  try {
    return await db.$transaction(async (tx) => {
      await lockDebtors(tx, [debtorId]);
      await tx.taskCheck.create({ data: { taskId, department, actor, at } });
      const { contentHash: noteHash } = await keepText(tx, { debtorId, caseId }, note);
      const content = { taskId, department, actor, noteHash };
      await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'amountsChecked', at, content }]);
      return { ok: true, messageIds: [] };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const others = reconcilers.join(' and ');
    return refused('alreadyDecided', `Task ${taskId}: expected ${others}, each by another person and once`);
  }
}
