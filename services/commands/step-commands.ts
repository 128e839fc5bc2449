import type { Db, Tx } from '../../clients/prisma';
import { REVIEW_STEP } from '../../domain/next-action';
import type { Reason } from '../../domain/reasons';
import { dayOf, instantOf } from '../../domain/time';
import { dayOfColumn } from '../columns';
import { gateNow } from '../contact/gate-now';
import { withdrawOfCase } from '../contact/proposals';
import { appendEvidence } from '../evidence';
import { localDateIn } from '../local-day';
import type { PlanSource } from '../open-case';
import { type Refused, refused } from '../problems';
import { explain, reasonOf } from '../queries/explain';
import { enqueueMessage } from '../signal-outbox';
import { type Accepted, type CaseCommand, type LockedCase, keepText, onOpenCase } from './command';

/** A command on the next step of a case; `step` guards against one that has come since somebody looked. */
export interface StepCommand extends CaseCommand {
  readonly step?: string;
}

export type StepAccepted = Accepted & { readonly step: string };

interface NextStep {
  readonly step: string;
  readonly occurrence: number;
  readonly effect: string | null;
  readonly reason: Reason | null;
  readonly at: Date | null;
}

/** What comes next by the case's own row, or the step that waits for somebody's yes. */
async function nextStepOf(tx: Tx, { caseId, step: expected }: StepCommand): Promise<NextStep | Refused> {
  const row = await tx.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
  const awaited = await tx.approval.findFirst({ where: { caseId, status: 'open', kind: 'step' } });
  const step = row.nextStep ?? awaited?.stepId ?? null;
  if (step === null || step === REVIEW_STEP)
    return refused('otherStep', `Case ${caseId} announces no step of its ladder; expected one that comes next`);
  if (expected !== undefined && expected !== step)
    return refused('otherStep', `Case ${caseId} announces ${step} next, not ${expected}`);
  const occurrence = row.nextOccurrence ?? awaited?.occurrence ?? 1;
  return { step, occurrence, effect: row.nextEffect, reason: reasonOf(row.nextReason), at: row.nextAt };
}

const messageEffects: readonly (string | null)[] = ['sendReminder', 'sendLetter'];

// The planner keeps what the last demand promised, whatever a person asks for (R30, S69).
const patience: readonly string[] = ['deadlineOpen', 'offerOpen'];

/** Why the step cannot be taken now, in words with the instant at which it can; null when the gate permits it. */
async function barOf(tx: Tx, plans: PlanSource, { caseId, at }: StepCommand, next: NextStep): Promise<string | null> {
  const { step, occurrence, effect, reason } = next;
  if (!messageEffects.includes(effect)) return `${step} is work for a person, not a message`;
  const when = next.at === null ? '' : `, not before ${next.at.toISOString()}`;
  if (reason !== null && patience.includes(reason.code)) return `${explain(reason, 'en', 'UTC')}${when}`;
  const { decision, context } = await gateNow(plans, tx, { caseId, step, occurrence, at });
  if (context === null) return `${step} is not in the plan of the case any more`;
  const { rows, own } = context;
  if (rows.proposal?.state === 'waiting') return `a proposal of this message waits: release ${rows.proposal.id}`;
  const today = dayOf(localDateIn(rows.creditor.zone, at));
  if (context.step.day > 0 && today <= dayOfColumn(own.dueDate)) return 'it speaks of a debt that is not past due yet';
  if (decision.kind === 'send') return null;
  const until = decision.kind === 'defer' ? `, not before ${instantOf(decision.until)}` : '';
  return `${explain(decision.reason, 'en', 'UTC')}${until}`;
}

/**
 * Takes the next step, a message, now instead of on its day, where the gate permits it; else says why not and when. The message
 * passes the gate again when its case takes the step.
 */
export async function sendNow(
  { db, plans }: { readonly db: Db; readonly plans: PlanSource },
  command: StepCommand,
): Promise<StepAccepted | Refused> {
  return onOpenCase(db, command, async (tx, found) => {
    const next = await nextStepOf(tx, command);
    if ('ok' in next) return next;
    const { caseId } = command;
    const bar = await barOf(tx, plans, command, next);
    if (bar !== null) return refused('notNow', `Case ${caseId} cannot take ${next.step} now: ${bar}`);
    return record(tx, command, found, next, 'sendNow');
  });
}

/** Skips the next step for good, with a reason: it is recorded as skipped, and the ladder goes on without it. */
export async function skipStep({ db }: { readonly db: Db }, command: StepCommand): Promise<StepAccepted | Refused> {
  return onOpenCase(db, command, async (tx, found) => {
    const next = await nextStepOf(tx, command);
    if ('ok' in next) return next;
    const { caseId, at, actor } = command;
    const { step: stepId, occurrence } = next;
    const { invoiceId } = found;
    const where = { invoiceId, stepId, occurrence, definitelyFailed: false };
    if ((await tx.contactStep.count({ where })) > 0)
      return refused('alreadyDecided', `Case ${caseId}: the message of ${stepId} is on its way`);
    await tx.stepSkip.createMany({
      data: [{ caseId, invoiceId, stepId, occurrence, actor, at }],
      skipDuplicates: true,
    });
    await tx.approval.updateMany({
      where: { caseId, stepId, occurrence, status: 'open' },
      data: { status: 'skipped', decidedAt: at, decidedBy: actor },
    });
    const withdrawn = await withdrawOfCase(tx, { caseId, why: 'otherStep', at, by: actor });
    const accepted = await record(tx, command, found, next, 'skipStep');
    return { ...accepted, messageIds: [...accepted.messageIds, ...withdrawn] };
  });
}

const evidenceKinds = { sendNow: 'sendNowRequested', skipStep: 'stepSkipped' } as const;

async function record(
  tx: Tx,
  { caseId, actor, at, reason }: StepCommand,
  { debtorId }: LockedCase,
  { step, occurrence }: NextStep,
  kind: 'sendNow' | 'skipStep',
): Promise<StepAccepted> {
  const { documentId, contentHash } = await keepText(tx, { debtorId, caseId }, reason);
  const messageId = await enqueueMessage(tx, caseId, kind, at, { stepId: step, occurrence, reason: documentId });
  const content = { step, occurrence, actor, reasonHash: contentHash };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: evidenceKinds[kind], at, content }]);
  return { ok: true, messageIds: [messageId], step };
}
