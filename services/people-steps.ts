import type { Db, Tx } from '../clients/prisma';
import type { EffectResult } from '../domain/actions';
import type { ApprovalCall, CaseCall, EscalationCall, RowUpdate, StepCall, VerdictCall } from '../domain/case-input';
import type { Reason } from '../domain/reasons';
import { recordedOutcome } from '../domain/conversations/outcome';
import { openFileTask } from './contact/call-file';
import type { ConversationGate } from './contact/conversations';
import { joinConversation } from './contact/join-conversation';
import { lockDebtors } from './debtor-lock';
import { appendEvidence, type EvidenceEntry } from './evidence';
import { decisionEvidence, writeCaseRow } from './publish-row';

/** Who answers tasks and approvals: people, or in a simulation nobody at all times (decisions 2.8). */
export type PeopleMode = 'live' | 'noAnswer' | 'absent';

export interface PeopleDeps {
  readonly db: Db;
  readonly people: PeopleMode;
  /** Keeps the limits of conversations; absent in simulations, where nobody talks. */
  readonly conversations?: ConversationGate;
}

const caseEntry = (call: CaseCall, kind: string, content: unknown): EvidenceEntry => ({
  chain: { kind: 'case', id: call.caseId },
  kind,
  at: new Date(call.asOf),
  content,
});

interface NewTask {
  readonly stepId: string;
  readonly occurrence: number;
  readonly kind: string;
  readonly role: string;
  readonly why: Reason;
  readonly deadlineAt: string | null;
}

/** Opens a task once: a repeated call finds the first one by (invoice, step, occurrence, kind), and is not new. */
async function openTask(
  tx: Tx,
  call: CaseCall & RowUpdate,
  task: NewTask,
  people: PeopleMode,
): Promise<{ readonly result: EffectResult; readonly isNew: boolean }> {
  const { debtorId, caseId, invoiceId } = call;
  const { stepId, occurrence, kind, role } = task;
  const at = new Date(call.asOf);
  const closed =
    people === 'noAnswer' ? { status: 'done', closedAt: at, closedBy: 'simulation', outcome: 'noAnswer' } : {};
  const created = await tx.task.createMany({
    data: [
      {
        debtorId,
        caseId,
        invoiceId,
        stepId,
        occurrence,
        kind,
        role,
        why: { ...task.why },
        day: call.day,
        at,
        deadlineAt: task.deadlineAt === null ? null : new Date(task.deadlineAt),
        ...closed,
      },
    ],
    skipDuplicates: true,
  });
  const row = await tx.task.findUniqueOrThrow({
    where: { invoiceId_stepId_occurrence_kind: { invoiceId, stepId, occurrence, kind } },
  });
  const result: EffectResult = {
    kind: 'taskOpened',
    taskId: row.id,
    outcome: row.status === 'open' ? null : recordedOutcome(row.outcome),
  };
  return { result, isNew: created.count > 0 };
}

/**
 * Performs a step that is work for a person: call, visit, manager, lawyer, review. A conversation that is still to be had with
 * the debtor takes it in (K6). Idempotent by (invoice, step, occurrence).
 */
export async function openStepTask(
  { db, people, conversations }: PeopleDeps,
  call: StepCall,
  kind: string,
): Promise<EffectResult> {
  return db.$transaction(async (tx) => {
    const joined = conversations === undefined ? null : await joinConversation(tx, call, kind);
    if (joined !== null) return joined;
    const bar = (await conversations?.(tx, call, kind)) ?? null;
    if (bar !== null) return bar;
    const { step: stepId, occurrence, role, reason: why, deadlineAt } = call;
    const { result, isNew } = await openTask(tx, call, { stepId, occurrence, kind, role, why, deadlineAt }, people);
    if (!isNew) return result;
    if (kind === 'call' && people === 'live') await openFileTask(tx, call);
    if (result.kind === 'taskOpened' && result.outcome === null) await writeCaseRow(tx, call);
    await appendEvidence(tx, [
      ...decisionEvidence(call),
      caseEntry(call, 'taskOpened', { step: stepId, occurrence, taskKind: kind, role, result }),
    ]);
    return result;
  });
}

/** Asks for the right person's yes; in a simulation it is given at once. Idempotent by (case, step, occurrence). */
export async function requestApproval({ db, people }: PeopleDeps, call: ApprovalCall): Promise<EffectResult> {
  return db.$transaction(async (tx) => {
    const { caseId, step: stepId, occurrence, role } = call;
    const at = new Date(call.asOf);
    const granted = people === 'noAnswer' ? { status: 'approved', decidedAt: at, decidedBy: 'simulation' } : {};
    const asked = await tx.approval.createMany({
      data: [{ caseId, stepId, occurrence, kind: 'step', role, at, ...granted }],
      skipDuplicates: true,
    });
    const row = await tx.approval.findUniqueOrThrow({
      where: { caseId_stepId_occurrence_kind: { caseId, stepId, occurrence, kind: 'step' } },
    });
    const decision = row.status === 'approved' || row.status === 'refused' ? row.status : null;
    const result: EffectResult = { kind: 'approvalRequested', approvalId: row.id, decision };
    if (asked.count === 0) return result;
    if (decision === null) await writeCaseRow(tx, call);
    await appendEvidence(tx, [
      ...decisionEvidence(call),
      caseEntry(call, 'approvalRequested', { approvalId: row.id, step: stepId, occurrence, role }),
    ]);
    return result;
  });
}

/** Hands the case to a role: because staff asked for it, or because a task was ignored, which is then closed as such. */
export async function escalateCase({ db, people }: PeopleDeps, call: EscalationCall): Promise<EffectResult> {
  return db.$transaction(async (tx) => {
    const { ignoredTaskId, role, occurrence } = call;
    const at = new Date(call.asOf);
    if (ignoredTaskId !== null) {
      await tx.task.updateMany({
        where: { id: ignoredTaskId, status: 'open' },
        data: { status: 'ignored', closedAt: at, closedBy: 'system', outcome: 'ignored' },
      });
    }
    const why: Reason = { code: ignoredTaskId === null ? 'escalated' : 'taskIgnored' };
    const { result, isNew } = await openTask(
      tx,
      call,
      { stepId: 'escalation', occurrence, kind: 'escalation', role, why, deadlineAt: null },
      people,
    );
    if (!isNew) return result;
    await writeCaseRow(tx, call);
    await appendEvidence(tx, [
      ...decisionEvidence(call),
      caseEntry(call, 'caseEscalated', { role, ignoredTaskId, result }),
    ]);
    return result;
  });
}

/** Writes the verdict on a promise that fell due. Idempotent: a promise is judged once. */
export async function judgePromise({ db }: PeopleDeps, call: VerdictCall): Promise<EffectResult> {
  return db.$transaction(async (tx) => {
    await lockDebtors(tx, [call.debtorId]);
    const { promiseId, verdict } = call;
    const judged = await tx.promiseToPay.updateMany({
      where: { id: promiseId, status: 'open' },
      data: { status: verdict, judgedAt: new Date(call.asOf) },
    });
    if (judged.count === 0) return { kind: 'promiseJudged' };
    await writeCaseRow(tx, call);
    await appendEvidence(tx, [...decisionEvidence(call), caseEntry(call, 'promiseJudged', { promiseId, verdict })]);
    return { kind: 'promiseJudged' };
  });
}
