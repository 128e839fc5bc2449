import { type CallCause, RISK_REPORT, followUps, riskReading } from '../../domain/call-causes';
import type { MessageOf } from '../../domain/messages';
import type { Db, Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { workingDayEnd } from '../working-day-end';
import { type Accepted, keepText } from './command';

/** What came of a task: a call, a visit, a review, a repaired address. */
export interface RecordCall {
  readonly taskId: string;
  readonly outcome: MessageOf<'recordCall'>['outcome'];
  /** What was said, for people. */
  readonly note?: string;
  /** What stands in the way of the payment (S43). */
  readonly cause?: CallCause;
  readonly actor: string;
  readonly at: Date;
}

/**
 * Closes an open task with its outcome and tells its case, if it has one that is open. A cause opens the work that follows from
 * it, due at the end of the working day in the creditor's zone (S41); a risk report that is written goes to finance (S42).
 */
export async function recordCall(
  deps: { readonly db: Db },
  command: RecordCall,
): Promise<(Accepted & { readonly caseId: string | null }) | Refused> {
  const { taskId } = command;
  return deps.db.$transaction(async (tx) => {
    const seen = await tx.task.findUnique({ where: { id: taskId }, select: { debtorId: true } });
    if (seen === null) return refused('unknownTask', `There is no task ${taskId}`);
    await lockDebtors(tx, [seen.debtorId]);
    const task = await tx.task.findUniqueOrThrow({
      where: { id: taskId },
      include: {
        case: { select: { endedAt: true } },
        debtor: { select: { creditor: { select: { zone: true, country: true } } } },
      },
    });
    if (task.status !== 'open') {
      return refused(
        'alreadyClosed',
        `Task ${taskId} is ${task.status} (${task.outcome ?? 'no outcome'}); expected an open one`,
      );
    }
    const report = task.kind === RISK_REPORT ? (command.note ?? '') : null;
    if (report === '') return refused('noteNeeded', `Task ${taskId} is a risk report; expected a note with the report`);
    const isCaseOpen = task.case !== null && task.case.endedAt === null;
    const accepted = await close(tx, command, { ...task, isCaseOpen });
    if (command.cause !== undefined) await followUp(tx, command.cause, command.at, task);
    if (report !== null) await sendReport(tx, report, command.at, task);
    return accepted;
  });
}

async function close(
  tx: Tx,
  command: RecordCall,
  task: {
    readonly debtorId: string;
    readonly caseId: string | null;
    readonly kind: string;
    readonly isCaseOpen: boolean;
  },
): Promise<Accepted & { readonly caseId: string | null }> {
  const { taskId, outcome, note, cause = null, actor, at } = command;
  const { debtorId, caseId } = task;
  const closed = { status: 'closed', closedAt: at, closedBy: actor, outcome, note: note ?? null };
  await tx.task.update({ where: { id: taskId }, data: closed });
  const noteHash = note === undefined ? null : (await keepText(tx, { debtorId, caseId }, note)).contentHash;
  const messageIds =
    caseId === null || !task.isCaseOpen
      ? []
      : [await enqueueMessage(tx, caseId, 'recordCall', at, { taskId, outcome })];
  const chain = caseId === null ? ({ kind: 'debtor', id: debtorId } as const) : ({ kind: 'case', id: caseId } as const);
  const content = { taskId, taskKind: task.kind, outcome, cause, actor, noteHash };
  await appendEvidence(tx, [{ chain, kind: 'taskClosed', at, content }]);
  return { ok: true, messageIds, caseId };
}

interface ClosedTask {
  readonly id: string;
  readonly debtorId: string;
  readonly caseId: string | null;
  readonly invoiceId: string | null;
  readonly stepId: string | null;
  readonly debtor: { readonly creditor: { readonly zone: string; readonly country: string } };
}

async function followUp(tx: Tx, cause: CallCause, at: Date, task: ClosedTask): Promise<void> {
  const { debtorId, caseId, invoiceId } = task;
  const { kind, role } = followUps[cause];
  const deadlineAt = workingDayEnd(task.debtor.creditor, at);
  const id = newId();
  const why = { code: 'due', step: task.stepId ?? '', detail: cause };
  await tx.task.create({ data: { id, debtorId, caseId, invoiceId, kind, role, why, at, deadlineAt } });
  const content = { taskId: id, taskKind: kind, cause, after: task.id };
  await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'taskOpened', at, content }]);
}

/** The report is finance's to read from now on. */
async function sendReport(tx: Tx, note: string, at: Date, task: ClosedTask): Promise<void> {
  const { debtorId, caseId, invoiceId } = task;
  const { kind, role } = riskReading;
  const id = newId();
  const why = { code: 'due', step: RISK_REPORT };
  await tx.task.create({ data: { id, debtorId, caseId, invoiceId, kind, role, why, at, note } });
  const content = { taskId: id, taskKind: kind, after: task.id };
  await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'taskOpened', at, content }]);
}
