import { creditorDayOf, startOfCreditorDay, type Calendar } from './calendar';
import type { CaseState } from './case-state';
import { nextInWindow, windowOf } from './contact-window';
import { dayOfStage, heldUntil, stageDayOf } from './holds';
import type { ContactWindow, Plan, PlanStep } from './plan';
import { dayForPayment, mayWaitForPayDay, type PayDayShift } from './pay-days';
import { addDays, epochDay, epochMinute, MINUTES_PER_DAY, OPEN_ENDED, type EpochDay, type EpochMinute } from './time';

/** A look-up's answer: an instant, or no instant while a hold without end stands, or the calendar must reach further. */
export type Moment =
  | { readonly kind: 'at'; readonly at: EpochMinute }
  | { readonly kind: 'held' }
  | { readonly kind: 'needCalendar'; readonly through: EpochDay };

/** The hours of a step: its own window or its channel's, within the debtor's own routine where the two meet (S180, X9). */
export function windowOfStep(plan: Plan, state: CaseState, step: PlanStep): ContactWindow {
  const own = step.window === undefined ? undefined : plan.windows[step.window];
  return windowOf(own ?? plan.windows[step.channel], state.facts.contactHours);
}

/** The first instant at or after `from` that is inside the step's window and outside every hold (decisions 2.15). */
export function firstAllowed(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  step: PlanStep,
  from: EpochMinute,
): Moment {
  const window = windowOfStep(plan, state, step);
  let candidate = from;
  for (;;) {
    const inWindow = nextInWindow(calendar, window, candidate);
    if (typeof inWindow !== 'number') return { kind: 'needCalendar', through: inWindow.needCalendarThrough };
    const until = heldUntil(state.held, creditorDayOf(calendar, inWindow));
    if (until === null) return { kind: 'at', at: inWindow };
    if (until >= OPEN_ENDED) return { kind: 'held' };
    if (until > calendar.slice.through) return { kind: 'needCalendar', through: epochDay(until) };
    candidate = startOfCreditorDay(calendar, epochDay(until));
  }
}

/**
 * The stage day from which a step may be performed: its own or so many after what it follows (S58), not before the gap after
 * the last one, nor before the deadline that a milder one set has passed (R30) or the offer that it needs has expired (S69).
 */
export const eligibleStageDay = (plan: Plan, state: CaseState, step: PlanStep): number =>
  eligibleFrom(plan, state, step, ownStageDay(state, step));

function eligibleFrom(plan: Plan, state: CaseState, step: PlanStep, ownDay: number): number {
  let stageDay = ownDay;
  if (state.lastOn !== null) {
    stageDay = Math.max(stageDay, stageDayOf(state.dueDay, state.held, state.lastOn) + plan.minGapDays);
  }
  const waitedFor = dayAfterPatience(state, step);
  return waitedFor === null ? stageDay : Math.max(stageDay, stageDayOf(state.dueDay, state.held, waitedFor));
}

/** The step's own day, or the day that it keeps behind the last step that it follows. */
function ownStageDay(state: CaseState, { day, after }: PlanStep): number {
  if (after === undefined) return day;
  const followed = state.performed.findLast((done) => after.steps.includes(done.step));
  return followed === undefined ? day : stageDayOf(state.dueDay, state.held, followed.on) + after.days;
}

/** The first day on which neither a deadline nor an offer asks the step to wait any more; null when nothing does. */
export function dayAfterPatience({ deadline, offers }: CaseState, step: PlanStep): EpochDay | null {
  let through = deadline !== null && step.severity > deadline.severity ? deadline.through : null;
  if (step.requires?.includes('offerExpired') === true) {
    for (const offer of offers) if (through === null || offer.through > through) through = offer.through;
  }
  return through === null ? null : addDays(through, 1);
}

/** When the step follows the e-mail that nobody has opened; null where it follows none, or it was opened (S192). */
export function unreadSince(
  { awaitingRead = null }: CaseState,
  { unreadOf, occurrence }: PlanStep,
): EpochMinute | null {
  if (awaitingRead === null || unreadOf === undefined) return null;
  return awaitingRead.step === unreadOf.step && awaitingRead.occurrence === occurrence ? awaitingRead.until : null;
}

/** What follows an unopened e-mail keeps no gap to it: it is the same message by another way. */
function unreadSlot(plan: Plan, state: CaseState, calendar: Calendar, step: PlanStep): Moment {
  const since = unreadSince(state, step);
  if (since === null) return { kind: 'held' };
  const { from, through } = calendar.slice;
  if (since < from * MINUTES_PER_DAY) return { kind: 'at', at: since };
  const lastDay = Math.floor(since / MINUTES_PER_DAY) + 1;
  if (lastDay > through) return { kind: 'needCalendar', through: epochDay(lastDay) };
  return firstAllowed(plan, state, calendar, step, since);
}

/** A step's slot: the first allowed instant from 00:00 (creditor's zone) of its eligible date. It does not depend on now. */
export const slotOf = (plan: Plan, state: CaseState, calendar: Calendar, step: PlanStep): Moment =>
  step.unreadOf === undefined
    ? slotFrom(plan, state, calendar, step, ownStageDay(state, step))
    : unreadSlot(plan, state, calendar, step);

/**
 * The day of a step that may wait for the debtor's payment days (S178, S189). A step before the due date never waits until then:
 * it would be missed.
 */
export function dayToSpeak(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  step: PlanStep,
  day: EpochDay,
): PayDayShift {
  const { payDays = null } = state.facts;
  if (payDays === null || plan.payDays === undefined || !mayWaitForPayDay(step)) return day;
  if (day < calendar.slice.from || day > calendar.slice.through) return day;
  const later = dayForPayment(calendar, plan.payDays, payDays, day);
  return typeof later === 'number' && step.day < 0 && later >= state.dueDay ? day : later;
}

/** The slot of a step whose own day is `ownDay` of the stage clock, whatever the plan says. */
export function slotFrom(plan: Plan, state: CaseState, calendar: Calendar, step: PlanStep, ownDay: number): Moment {
  const eligible = dayOfStage(state.dueDay, state.held, eligibleFrom(plan, state, step, ownDay));
  if (eligible === null) return { kind: 'held' };
  const day = dayToSpeak(plan, state, calendar, step, eligible);
  if (typeof day !== 'number') return { kind: 'needCalendar', through: day.needCalendarThrough };
  // A date before the slice is past: its slot has come, and when to act is asked from now on.
  if (day < calendar.slice.from) return { kind: 'at', at: epochMinute(day * MINUTES_PER_DAY) };
  if (day > calendar.slice.through) return { kind: 'needCalendar', through: day };
  return firstAllowed(plan, state, calendar, step, startOfCreditorDay(calendar, day));
}
