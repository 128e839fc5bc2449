import type { Occasion, Plan, PlanCare, StepCondition } from '../plan';
import type { EpochDay } from '../time';

/** A feast and its day. */
export interface OccasionDay {
  readonly occasion: Occasion;
  readonly day: EpochDay;
}

/** Care that is due, and the feast for which it is. */
export interface DueCare {
  readonly care: PlanCare;
  readonly occasionDay: EpochDay;
}

/**
 * The care that a plan wants today for one debtor: from `daysBefore` a feast up to its eve, where the conditions hold (S373).
 * On the feast itself it is too late.
 */
export function careDueOn(
  plan: Pick<Plan, 'care'>,
  feasts: readonly OccasionDay[],
  today: EpochDay,
  holds: (when: readonly StepCondition[]) => boolean,
): readonly DueCare[] {
  return (plan.care ?? []).flatMap((care) =>
    feasts
      .filter(({ occasion, day }) => occasion === care.occasion && day - care.daysBefore <= today && today < day)
      .filter(() => holds(care.when))
      .map(({ day }) => ({ care, occasionDay: day })),
  );
}
