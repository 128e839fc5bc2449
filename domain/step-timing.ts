import { creditorDayOf, startOfCreditorDay, type Calendar } from './calendar';
import type { CaseState } from './case-state';
import { nextInWindow } from './contact-window';
import { dayOfStage, heldUntil, stageDayOf } from './holds';
import type { Plan, PlanStep } from './plan';
import { epochDay, epochMinute, MINUTES_PER_DAY, OPEN_ENDED, type EpochDay, type EpochMinute } from './time';

/** A look-up's answer: an instant, or no instant while a hold without end stands, or the calendar must reach further. */
export type Moment =
  | { readonly kind: 'at'; readonly at: EpochMinute }
  | { readonly kind: 'held' }
  | { readonly kind: 'needCalendar'; readonly through: EpochDay };

/** The first instant at or after `from` that is inside the step's window and outside every hold (decisions 2.15). */
export function firstAllowed(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  step: PlanStep,
  from: EpochMinute,
): Moment {
  let candidate = from;
  for (;;) {
    const inWindow = nextInWindow(calendar, plan.windows[step.channel], candidate);
    if (typeof inWindow !== 'number') return { kind: 'needCalendar', through: inWindow.needCalendarThrough };
    const until = heldUntil(state.held, creditorDayOf(calendar, inWindow));
    if (until === null) return { kind: 'at', at: inWindow };
    if (until >= OPEN_ENDED) return { kind: 'held' };
    if (until > calendar.slice.through) return { kind: 'needCalendar', through: epochDay(until) };
    candidate = startOfCreditorDay(calendar, epochDay(until));
  }
}

/** The stage day from which a step may be performed: its own, the gap after the last one, and what it follows (S58). */
export function eligibleStageDay(plan: Plan, state: CaseState, step: PlanStep): number {
  let stageDay = step.day;
  if (state.lastOn !== null) {
    stageDay = Math.max(stageDay, stageDayOf(state.dueDay, state.held, state.lastOn) + plan.minGapDays);
  }
  const after = step.after;
  const followed = after === undefined ? undefined : state.performed.find((done) => done.step === after.step);
  if (after !== undefined && followed !== undefined) {
    stageDay = Math.max(stageDay, stageDayOf(state.dueDay, state.held, followed.on) + after.days);
  }
  return stageDay;
}

/** A step's slot: the first allowed instant from 00:00 (creditor's zone) of its eligible date. It does not depend on now. */
export function slotOf(plan: Plan, state: CaseState, calendar: Calendar, step: PlanStep): Moment {
  const day = dayOfStage(state.dueDay, state.held, eligibleStageDay(plan, state, step));
  if (day === null) return { kind: 'held' };
  // A date before the slice is past: its slot has come, and when to act is asked from now on.
  if (day < calendar.slice.from) return { kind: 'at', at: epochMinute(day * MINUTES_PER_DAY) };
  if (day > calendar.slice.through) return { kind: 'needCalendar', through: day };
  return firstAllowed(plan, state, calendar, step, startOfCreditorDay(calendar, day));
}
