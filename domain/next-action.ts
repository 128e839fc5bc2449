import type { CaseAction, UpcomingStep } from './actions';
import { mayTakeNow } from './apply-request';
import { creditorDayOf, startOfCreditorDay, type Calendar } from './calendar';
import type { CaseState, OpenPromise, OpenTask } from './case-state';
import { chooseStep, passedOverBefore, type StepChoice } from './choose-step';
import { dayOfStage, heldUntil, stageDayOf } from './holds';
import type { Plan, PlanStep } from './plan';
import type { Reason, ReasonCode } from './reasons';
import { dayAfterPatience, dayToSpeak, eligibleStageDay, firstAllowed, slotFrom } from './step-timing';
import { epochDay, MINUTES_PER_DAY, type EpochDay, type EpochMinute } from './time';

/** Id of the review step that every exhausted ladder repeats (decisions 2.5). */
export const REVIEW_STEP = 'review';

// A plan never changes, and half of what a long case asks for are reviews.
const reviewsByPlan = new WeakMap<Plan, PlanStep>();

/** Reviews as a step of the plan, so that window, hold and gap rules are the same for them. */
function reviewStepOf(plan: Plan): PlanStep {
  const known = reviewsByPlan.get(plan);
  if (known !== undefined) return known;
  const step: PlanStep = {
    id: REVIEW_STEP,
    occurrence: 1,
    day: 0,
    stage: plan.stages[plan.stages.length - 1] ?? REVIEW_STEP,
    effect: 'openReviewTask',
    channel: 'internal',
    fallback: [],
    role: plan.review.role,
    addressee: 'none',
    severity: 0,
    formal: false,
    entry: false,
    template: null,
    when: [],
    approval: null,
    task: { deadlineDays: plan.review.deadlineDays, escalateTo: null, blocks: false },
    sources: [],
  };
  reviewsByPlan.set(plan, step);
  return step;
}

/** The instant at which the open promise is judged: 00:00 of the first day after date + grace (K9). */
const promiseDueAt = ({ promise }: CaseState, calendar: Calendar): EpochMinute | null =>
  promise === null ? null : startOfCreditorDay(calendar, promise.holdUntil);

function verdictOf(promise: OpenPromise, openBalanceMinor: number): 'kept' | 'partlyKept' | 'broken' {
  const paidMinor = promise.balanceMinorWhenMade - openBalanceMinor;
  if (paidMinor <= 0) return 'broken';
  return promise.amountMinor !== null && paidMinor >= promise.amountMinor ? 'kept' : 'partlyKept';
}

/** An open task and when it counts as ignored. */
type DatedTask = OpenTask & { readonly deadlineAt: EpochMinute };

const isDated = (task: OpenTask): task is DatedTask => task.deadlineAt !== null;

/** The task whose deadline comes first; of several the one with the first id. */
function earliestDeadline(tasks: readonly OpenTask[]): DatedTask | null {
  let first: DatedTask | null = null;
  for (const task of tasks) {
    if (!isDated(task)) continue;
    const isEarlier =
      first === null ||
      task.deadlineAt < first.deadlineAt ||
      (task.deadlineAt === first.deadlineAt && task.id < first.id);
    if (isEarlier) first = task;
  }
  return first;
}

/** The review that follows an exhausted ladder, `reviewEveryDays` stage days after the last thing that was done. */
function chooseReview(plan: Plan, state: CaseState, calendar: Calendar, now: EpochMinute): StepChoice {
  const step = reviewStepOf(plan);
  const base = state.lastOn ?? state.dueDay;
  const day = stageDayOf(state.dueDay, state.held, base) + plan.reviewEveryDays;
  const slot = slotFrom(plan, state, calendar, step, day);
  if (slot.kind !== 'at') return slot;
  const moment = slot.at >= now ? slot : firstAllowed(plan, state, calendar, step, now);
  if (moment.kind !== 'at') return moment;
  return { kind: 'step', step, index: plan.steps.length, at: moment.at, entry: false };
}

/** Why the ladder stands still whatever the day: an approval or a blocking task is open. */
function standstill(state: CaseState): Reason | null {
  if (state.approval !== null) return { code: 'approval', step: state.approval.step };
  const blocking = state.tasks.find((task) => task.blocks);
  return blocking === undefined ? null : { code: 'taskOpen', step: blocking.step };
}

function occurrenceOf(state: CaseState, step: PlanStep): number {
  return step.id === REVIEW_STEP ? state.reviews + 1 : step.occurrence;
}

/** Whether an offer that the step must outlast is still open (S69). */
const waitsForOffer = ({ offers }: CaseState, step: PlanStep, today: EpochDay): boolean =>
  step.requires?.includes('offerExpired') === true && offers.some(({ through }) => through >= today);

const waitFor = (code: ReasonCode, { step, at }: UpcomingStep): Reason => ({ code, step: step.id, until: at });

/** Why the announced step is not performed at once: the first of the things that stand before it. */
function waitReason(plan: Plan, state: CaseState, calendar: Calendar, next: UpcomingStep): Reason {
  const { step, at } = next;
  if (state.deferral !== null && state.deferral.until > state.now)
    return { ...state.deferral.reason, step: step.id, until: at };
  if (state.promise !== null) return waitFor('promise', next);
  if (step.unreadOf !== undefined) return waitFor('awaitingRead', next);
  const today = creditorDayOf(calendar, state.now);
  const eligible = eligibleStageDay(plan, state, step);
  const date = dayOfStage(state.dueDay, state.held, eligible);
  if (heldUntil(state.held, today) !== null) return waitFor('hold', next);
  const spoken = date === null ? null : dayToSpeak(plan, state, calendar, step, date);
  if (date !== null && spoken !== date && typeof spoken === 'number' && spoken > today) return waitFor('payDay', next);
  if (date !== null && date <= today) return waitFor('window', next);
  const patience = dayAfterPatience(state, step);
  if (patience !== null && date !== null && date <= patience)
    return waitFor(waitsForOffer(state, step, today) ? 'offerOpen' : 'deadlineOpen', next);
  return eligible > step.day ? waitFor('gap', next) : { code: 'notYet', step: step.id, until: at, day: step.day };
}

/** Whether staff asked for this step before its day. */
const isRequested = ({ requested }: CaseState, { step }: StepChoice & { kind: 'step' }): boolean =>
  requested !== undefined &&
  requested !== null &&
  requested.step === step.id &&
  requested.occurrence === step.occurrence;

const reasonCodeOf = ({ step, entry }: StepChoice & { kind: 'step' }) =>
  step.id === REVIEW_STEP ? 'exhausted' : entry ? 'entry' : 'due';

/** Whatever is not waiting. */
type Act = Exclude<CaseAction, { kind: 'wait' }>;

const none: readonly never[] = [];

function performOrAsk(state: CaseState, choice: StepChoice & { kind: 'step' }, occurrence: number): Act {
  const { step, index } = choice;
  const approved =
    state.approved !== null && state.approved.step === step.id && state.approved.occurrence === occurrence;
  if (step.approval !== null && !approved) {
    return { kind: 'requestApproval', step, occurrence, reason: { code: 'approval', step: step.id } };
  }
  const code = isRequested(state, choice) ? 'requested' : reasonCodeOf(choice);
  return { kind: 'perform', step, occurrence, index, passedOver: none, reason: { code, step: step.id, day: step.day } };
}

function chooseStepOrReview(plan: Plan, state: CaseState, calendar: Calendar, now: EpochMinute): StepChoice {
  const chosen = chooseStep(plan, state, calendar, now);
  return chosen.kind === 'exhausted' ? chooseReview(plan, state, calendar, now) : chosen;
}

const chosenBefore = ({ step, index, at, entry }: UpcomingStep): StepChoice => ({
  kind: 'step',
  step,
  index,
  at,
  entry,
});

/** A wait of which nobody has asked yet why: for `next`, for what stands in its way, or for a hold where there is neither. */
interface PlannedWait {
  readonly kind: 'wait';
  readonly until: EpochMinute | null;
  readonly next: UpcomingStep | null;
  readonly standing: Reason | null;
}

/** An action, with the reason of a wait and the steps that it passes over left out. */
export type PlannedAction = Act | PlannedWait;

/** What comes of the ladder now: perform a step, wait for one, or stand still. */
function ladderAction(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  now: EpochMinute,
  announced: UpcomingStep | null,
): PlannedAction {
  const standing = standstill(state);
  if (standing !== null) return { kind: 'wait', until: null, next: null, standing };
  const choice =
    announced !== null && announced.at === now
      ? chosenBefore(announced)
      : chooseStepOrReview(plan, state, calendar, now);
  if (choice.kind === 'needCalendar') {
    return { kind: 'extendCalendar', through: choice.through, reason: { code: 'notYet' } };
  }
  if (choice.kind !== 'step') return { kind: 'wait', until: null, next: null, standing: null };
  const occurrence = occurrenceOf(state, choice.step);
  const isPutOff = state.deferral !== null && state.deferral.until > now;
  const isWanted = !isPutOff && isRequested(state, choice) && mayTakeNow(state, choice.step, calendar, now);
  if (choice.at <= now || isWanted) return performOrAsk(state, choice, occurrence);
  const { step, index, at, entry } = choice;
  const next: UpcomingStep = { step, occurrence, index, at, entry };
  return { kind: 'wait', until: at, next, standing: null };
}

/** Acts that do not belong to the ladder and are due now: a promise to judge, an ignored task, an escalation by staff. */
function overdueAct(
  state: CaseState,
  promiseAt: EpochMinute | null,
  task: DatedTask | null,
  now: EpochMinute,
): Act | null {
  if (state.escalateTo !== null) {
    return {
      kind: 'escalate',
      role: state.escalateTo,
      occurrence: state.escalations + 1,
      reason: { code: 'escalated' },
    };
  }
  if (state.promise !== null && promiseAt !== null && promiseAt <= now) {
    return {
      kind: 'judgePromise',
      promiseId: state.promise.id,
      verdict: verdictOf(state.promise, state.openBalanceMinor),
      reason: { code: 'promiseDue' },
    };
  }
  if (task !== null && task.deadlineAt <= now) {
    return {
      kind: 'escalateIgnoredTask',
      taskId: task.id,
      role: task.escalateTo,
      occurrence: state.escalations + 1,
      reason: { code: 'taskIgnored', step: task.step },
    };
  }
  return null;
}

/** The earlier of two instants of which each may be missing. */
const earlierOf = (a: EpochMinute | null, b: EpochMinute | null): EpochMinute | null =>
  a === null || (b !== null && b < a) ? b : a;

/**
 * What a case does next: pure and total. Facts come from `state`, the policy from `plan`, days and windows from `calendar`;
 * `now` is the instant of the waking. The same inputs give the same action on any machine, in any year.
 *
 * @param announced what the answer before announced, told only if nothing but time has passed since. A wait is a fixpoint
 *   (decisions 2.17), so that the answer is the same with it: at that very instant the step is not chosen again.
 */
export function nextAction(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  now: EpochMinute,
  announced: UpcomingStep | null = null,
): CaseAction {
  const action = plannedAction(plan, state, calendar, now, announced);
  if (action.kind === 'perform' && action.step.id !== REVIEW_STEP) {
    const today = { plan, state, day: creditorDayOf(calendar, now) };
    return { ...action, passedOver: passedOverBefore(today, action.index) };
  }
  if (action.kind !== 'wait') return action;
  const { kind, until, next, standing } = action;
  const reason = standing ?? (next === null ? { code: 'hold' } : waitReason(plan, state, calendar, next));
  return { kind, until, next, reason };
}

/** `nextAction` for one who asks neither why it waits nor what it passes over: in a simulation the first alone cost 7 of some 58 µs an invoice. */
export function plannedAction(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  now: EpochMinute,
  announced: UpcomingStep | null,
): PlannedAction {
  if (state.ending !== null) return { kind: 'close', outcome: state.ending, reason: { code: 'cancelled' } };
  if (state.openBalanceMinor <= 0) return { kind: 'close', outcome: 'settled', reason: { code: 'paid' } };
  // A case that slept beyond its calendar, under a hold without end for one, needs to know today first.
  const today = Math.floor(now / MINUTES_PER_DAY);
  if (today > calendar.slice.through) {
    return { kind: 'extendCalendar', through: epochDay(today + 1), reason: { code: 'notYet' } };
  }
  if (state.promise !== null && state.promise.holdUntil > calendar.slice.through) {
    return { kind: 'extendCalendar', through: epochDay(state.promise.holdUntil), reason: { code: 'promise' } };
  }
  const promiseAt = promiseDueAt(state, calendar);
  const task = earliestDeadline(state.tasks);
  const act = overdueAct(state, promiseAt, task, now);
  if (act !== null) return act;
  const ladder = ladderAction(plan, state, calendar, now, announced);
  if (ladder.kind !== 'wait') return ladder;
  const { kind, next, standing } = ladder;
  return { kind, until: earlierOf(earlierOf(ladder.until, promiseAt), task?.deadlineAt ?? null), next, standing };
}
