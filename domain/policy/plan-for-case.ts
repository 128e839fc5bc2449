import { halfTermDay } from '../due-date';
import type { CaseTiming, Plan, PlanStep } from '../plan';
import type { EpochDay } from '../time';

/** The days of a case on which steps may depend; an event that did not happen yet is null. */
export interface CaseDays {
  readonly invoiceDay: EpochDay;
  readonly dueDay: EpochDay;
  readonly orderCompletedDay: EpochDay | null;
  readonly invoiceDispatchedDay: EpochDay | null;
  /** When the debtor said that it has not received the invoice (S35). */
  readonly receiptDeniedDay?: EpochDay | null;
}

/**
 * The plan as a case pins it: steps timed by half of the term (calendar days from the invoice date, rounded up: S28, Y11) or
 * by an event (S29, S49) get their day, and all are in the order of their days. Steps whose event did not happen are left
 * out, and so is a half-term step whose term is shorter than two days.
 */
export function planForCase(plan: Plan, days: CaseDays): Plan {
  if (!plan.steps.some((step) => step.timing !== undefined)) return plan;
  const steps = plan.steps.flatMap((step) => placed(step, days)).sort((a, b) => a.day - b.day);
  return { ...plan, steps };
}

function placed(step: PlanStep, days: CaseDays): readonly PlanStep[] {
  const { timing, ...rest } = step;
  if (timing === undefined) return [step];
  const day = dayOfTiming(timing, days);
  return day === null ? [] : [{ ...rest, day }];
}

const eventDays = (days: CaseDays) => ({
  orderCompleted: days.orderCompletedDay,
  invoiceDispatched: days.invoiceDispatchedDay,
  receiptDenied: days.receiptDeniedDay ?? null,
});

function dayOfTiming(timing: CaseTiming, days: CaseDays): number | null {
  if (timing.kind === 'halfTerm') {
    const half = halfTermDay(days.invoiceDay, days.dueDay);
    return half === null ? null : half - days.dueDay;
  }
  const on = eventDays(days)[timing.event];
  return on === null ? null : on + timing.days - days.dueDay;
}
