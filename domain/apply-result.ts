import type { CaseAction, EffectResult } from './actions';
import { creditorDayOf, type Calendar } from './calendar';
import type { CaseState, PerformedStep } from './case-state';
import { copyState } from './copy-state';
import { channelOfTask, countFailure } from './failed-attempts';
import { heldDays, stageDayOf } from './holds';
import { REVIEW_STEP } from './next-action';
import { lastValidDay } from './offers/validity';
import type { Plan, PlanStep } from './plan';
import { addMinutes, minuteOf, MINUTES_PER_DAY, type EpochMinute } from './time';

/** A step of the plan that an effect just tried to perform. */
type PerformAction = Extract<CaseAction, { kind: 'perform' }>;

// Effects whose task counts as an attempt to reach the debtor (decisions 2.12).
const attemptEffects: readonly string[] = ['openCallTask', 'openVisitTask'];

/** The instant after which a task counts as ignored. */
export const taskDeadlineAt = (step: PlanStep, at: EpochMinute): EpochMinute | null =>
  step.task === null ? null : addMinutes(at, step.task.deadlineDays * MINUTES_PER_DAY);

function markPerformed(next: CaseState, action: PerformAction, calendar: Calendar, outcome: string): void {
  const on = creditorDayOf(calendar, next.now);
  const { id: step, severity, payBy, offer } = action.step;
  const day = stageDayOf(next.dueDay, next.held, on);
  const done: PerformedStep = { step, occurrence: action.occurrence, on, at: next.now, day, outcome };
  next.performed = [...next.performed, done];
  next.deferral = null;
  next.approved = null;
  if (next.awaitingAnswer) countFailure(next, next.awaitedChannel);
  next.awaitingAnswer = false;
  next.awaitedChannel = null;
  next.awaitingRead = null;
  if (action.step.id === REVIEW_STEP) next.reviews = action.occurrence;
  else next.nextIndex = action.index + 1;
  if (outcome === 'refused') return;
  next.lastOn = on;
  if (payBy !== undefined) next.deadline = { through: lastValidDay(calendar, payBy, on), severity };
  if (offer !== undefined) {
    const through = lastValidDay(calendar, offer.validity, on);
    next.offers = [...next.offers, { step, occurrence: action.occurrence, on, through }];
  }
  if (action.step.id !== REVIEW_STEP) next.stage = action.step.stage;
}

/** From now on the case waits for somebody to open the e-mail, where the policy says that another channel follows (S192). */
function awaitRead(next: CaseState, { step, occurrence }: PerformAction, channel: string): void {
  const { id, readWithin } = step;
  if (readWithin === undefined || channel !== 'email') return;
  next.awaitingRead = { step: id, occurrence, until: addMinutes(next.now, readWithin.hours * 60) };
}

function markTask(
  next: CaseState,
  action: PerformAction,
  calendar: Calendar,
  taskId: string,
  outcome: string | null,
): void {
  markPerformed(next, action, calendar, 'taskOpened');
  if (outcome !== null) {
    if (outcome === 'noAnswer' && attemptEffects.includes(action.step.effect)) countFailure(next, action.step.channel);
    return;
  }
  const { step, occurrence } = action;
  next.tasks = [
    ...next.tasks,
    {
      id: taskId,
      step: step.id,
      occurrence,
      deadlineAt: taskDeadlineAt(step, next.now),
      escalateTo: step.task?.escalateTo ?? null,
      blocks: step.task?.blocks ?? false,
    },
  ];
}

// What waits for a person of ours is still wanted when they have seen it.
const seenFirst: readonly string[] = ['proposal', 'headsUp'];

/** Folds what came of a performed step. Pure: the given state is not changed. */
export function applyStepResult(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  action: PerformAction,
  result: EffectResult,
): CaseState {
  const next = copyState(state);
  // Asked for once: what comes of it is the answer, unless people have to see it first.
  if (result.kind !== 'deferredUntil' || !seenFirst.includes(result.reason.code)) next.requested = null;
  switch (result.kind) {
    case 'sent':
    case 'coveredBy':
      markPerformed(next, action, calendar, result.kind);
      next.awaitingAnswer = true;
      next.awaitedChannel = result.kind === 'sent' ? result.channel : action.step.channel;
      awaitRead(next, action, next.awaitedChannel);
      break;
    case 'unknown':
      markPerformed(next, action, calendar, 'unknown');
      // It may have gone out: it blocks what follows until somebody knows (decisions 4.3).
      next.deferral = {
        until: addMinutes(next.now, plan.unknownAfterHours * 60),
        reason: { code: 'unknownSend', step: action.step.id },
      };
      break;
    case 'deferredUntil':
      next.deferral = { until: minuteOf(result.until), reason: result.reason };
      break;
    case 'refused':
      markPerformed(next, action, calendar, 'refused');
      break;
    case 'taskOpened':
      markTask(next, action, calendar, result.taskId, result.outcome);
      break;
    case 'approvalRequested':
    case 'promiseJudged':
      break;
  }
  return next;
}

/** Folds the answer to a request for approval: open, or granted or refused at once. */
export function applyApproval(
  plan: Plan,
  state: CaseState,
  request: {
    readonly approvalId: string;
    readonly step: string;
    readonly occurrence: number;
    readonly decision: 'approved' | 'refused' | null;
  },
): CaseState {
  const next = copyState(state);
  const { approvalId, step, occurrence, decision } = request;
  next.approval = decision === null ? { id: approvalId, step, occurrence } : null;
  if (decision === 'approved') next.approved = { step, occurrence };
  if (decision === 'refused') {
    const index = plan.steps.findIndex((row) => row.id === step && row.occurrence === occurrence);
    next.nextIndex = Math.max(next.nextIndex, index + 1);
  }
  return next;
}

/** Folds the verdict on the open promise; a broken one is remembered and counts as unanswered no longer. */
export function applyVerdict(state: CaseState, verdict: 'kept' | 'partlyKept' | 'broken'): CaseState {
  const next = copyState(state);
  if (next.promise !== null) {
    // The days it protected stay held: the stage clock must not jump back when the promise is gone (decisions 1.3).
    const { id, madeOn, holdUntil } = next.promise;
    next.holds = [...next.holds, { id, kind: 'promise', from: madeOn, until: holdUntil, partMinor: null }];
  }
  next.promise = null;
  if (verdict === 'broken') next.brokenPromises += 1;
  next.held = heldDays(next.holds, next.promise, next.balances);
  return next;
}

/** Folds an ignored task: a failed attempt (decisions 2.4). */
export function applyIgnoredTask(plan: Plan, state: CaseState, taskId: string): CaseState {
  const next = copyState(state);
  const ignored = next.tasks.find((task) => task.id === taskId);
  next.tasks = next.tasks.filter((task) => task.id !== taskId);
  countFailure(next, channelOfTask(plan, ignored));
  next.escalations += 1;
  return next;
}

/** Folds an escalation that staff asked for. */
export function applyEscalation(state: CaseState): CaseState {
  const next = copyState(state);
  next.escalateTo = null;
  next.escalations += 1;
  return next;
}
