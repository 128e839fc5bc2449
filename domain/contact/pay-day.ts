import { type Calendar, coversDay, nearestCreditorDay, startOfCreditorDay } from '../calendar';
import { type PayDays, dayForPayment, mayWaitForPayDay } from '../pay-days';
import type { Plan, PlanStep } from '../plan';
import type { EpochDay, EpochMinute } from '../time';

/** The payment days for which a message waits, and the day before which it has to go out all the same; null: none. */
export interface PayDayWait extends PayDays {
  readonly before: EpochDay | null;
}

/** The payment days of a debtor as facts of the gate: left out where the step does not wait for them (S178, S189). */
export function payDayFacts(
  plan: Plan,
  step: PlanStep,
  dueDay: EpochDay,
  payDays: PayDays | null,
): { readonly payDays?: PayDayWait } {
  // What follows an e-mail that nobody has opened is the same message by another way: it does not wait again.
  const waits = mayWaitForPayDay(step) && step.unreadOf === undefined;
  if (payDays === null || plan.payDays === undefined || !waits) return {};
  return { payDays: { ...payDays, before: step.day < 0 ? dueDay : null } };
}

/**
 * The start of the day before a payment for a message that cannot go out before `until`, by the rule by which the planner
 * places a step; null where `until` stays, as it does where the calendar cannot tell.
 */
export function payDayAfter(calendar: Calendar, plan: Plan, wait: PayDayWait, until: EpochMinute): EpochMinute | null {
  const day = nearestCreditorDay(calendar, until);
  if (plan.payDays === undefined || !coversDay(calendar, day)) return null;
  const later = dayForPayment(calendar, plan.payDays, wait, day);
  if (typeof later !== 'number' || later <= day || (wait.before !== null && later >= wait.before)) return null;
  return startOfCreditorDay(calendar, later);
}
