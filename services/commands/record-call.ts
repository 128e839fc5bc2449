import { type CallCause, RISK_REPORT, followUps, riskReading } from '../../domain/call-causes';
import { outcomeForCase } from '../../domain/conversations/outcome';
import type { Db, Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence, type EvidenceEntry } from '../evidence';
import { openTask } from '../open-task';
import { type Refused, refused } from '../problems';
import { enqueueMessages } from '../signal-outbox';
import { workingDayEnd } from '../working-day-end';
import { type CallReport, type CheckedReport, checkReport, learnOfNumber } from './call-report';
import { type Accepted, keepText } from './command';

/** What came of a task: a call, a visit, a review, a repaired address. */
export interface RecordCall extends CallReport {
  readonly taskId: string;
  /** What stands in the way of the payment (S43). */
  readonly cause?: CallCause;
}

/**
 * Closes an open task with its outcome and tells every case that it is for and that is open (K6). A conversation is on record
 * with its key points, its end, the number and whether it was the debtor (S195, S198, S210); a number of somebody else is
 * blocked at once (S228). A cause opens the work that follows from it, due at the end of the working day in the creditor's
 * zone (S41); a risk report that is written goes to finance (S42).
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
        covers: { select: { caseId: true } },
        checks: { select: { department: true } },
        debtor: { select: { creditor: { select: { zone: true, country: true } } } },
      },
    });
    if (task.status !== 'open') {
      return refused(
        'alreadyClosed',
        `Task ${taskId} is ${task.status} (${task.outcome ?? 'no outcome'}); expected an open one`,
      );
    }
    if (task.letterId !== null)
      return refused(
        'otherStep',
        `Task ${taskId} is about letter ${task.letterId}; expected what became of that letter`,
      );
    const report = task.kind === RISK_REPORT ? (command.note ?? '') : null;
    if (report === '') return refused('noteNeeded', `Task ${taskId} is a risk report; expected a note with the report`);
    const checked = await checkReport(tx, task, command);
    if (!checked.ok) return checked;
    const { accepted, entries } = await close(tx, command, task, checked);
    if (command.cause !== undefined) entries.push(await followUp(tx, command.cause, command.at, task));
    if (report !== null) entries.push(await sendReport(tx, report, command.at, task));
    await appendEvidence(tx, entries);
    return accepted;
  });
}

async function close(
  tx: Tx,
  command: RecordCall,
  task: ClosedTask & Parameters<typeof learnOfNumber>[1],
  checked: CheckedReport,
): Promise<{ accepted: Accepted & { readonly caseId: string | null }; entries: EvidenceEntry[] }> {
  const { taskId, outcome, note, cause = null, actor, at } = command;
  const { debtorId, caseId } = task;
  const closed = { status: 'closed', closedAt: at, closedBy: actor, outcome, note: note ?? null };
  await tx.task.update({ where: { id: taskId }, data: { ...closed, ...checked.columns } });
  const noteHash = note === undefined ? null : (await keepText(tx, { debtorId, caseId }, note)).contentHash;
  const caseIds = [...new Set([caseId ?? [], task.covers.map((cover) => cover.caseId)].flat())].sort();
  const open = await tx.collectionCase.findMany({
    where: { id: { in: caseIds }, endedAt: null },
    select: { id: true },
  });
  const body = { taskId, outcome: outcomeForCase(outcome) };
  const news = open.map(({ id }) => ({ caseId: id, kind: 'recordCall', body }) as const);
  const messageIds = await enqueueMessages(tx, at, news);
  const content = { taskId, taskKind: task.kind, outcome, cause, actor, noteHash, ...checked.content };
  const chains: EvidenceEntry['chain'][] =
    caseIds.length === 0 ? [{ kind: 'debtor', id: debtorId }] : caseIds.map((id) => ({ kind: 'case', id }));
  const entries = chains.map((chain): EvidenceEntry => ({ chain, kind: 'taskClosed', at, content }));
  entries.push(...(await learnOfNumber(tx, task, command, checked)));
  return { accepted: { ok: true, messageIds, caseId }, entries };
}

interface ClosedTask {
  readonly id: string;
  readonly debtorId: string;
  readonly caseId: string | null;
  readonly invoiceId: string | null;
  readonly stepId: string | null;
  readonly covers: readonly { readonly caseId: string }[];
  readonly debtor: { readonly creditor: { readonly zone: string; readonly country: string } };
}

async function followUp(tx: Tx, cause: CallCause, at: Date, task: ClosedTask): Promise<EvidenceEntry> {
  const { debtorId, caseId, invoiceId } = task;
  const deadlineAt = workingDayEnd(task.debtor.creditor, at);
  const why = { code: 'due', step: task.stepId ?? '', detail: cause };
  const work = { debtorId, caseId, invoiceId, ...followUps[cause], why, at, deadlineAt };
  return openTask(tx, work, { cause, after: task.id });
}

/** The report is finance's to read from now on. */
async function sendReport(tx: Tx, note: string, at: Date, task: ClosedTask): Promise<EvidenceEntry> {
  const { debtorId, caseId, invoiceId } = task;
  const why = { code: 'due', step: RISK_REPORT };
  return openTask(tx, { debtorId, caseId, invoiceId, ...riskReading, why, at, note }, { after: task.id });
}
