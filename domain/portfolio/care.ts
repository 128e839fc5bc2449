import type { Occasion, Plan, PlanCare, PlanStep, StepCondition } from '../plan';
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

/** The words of a care task as those of a visit outside the ladder: a friendly one, to whoever pays (S374). Null: it has none. */
export function careStepOf({ id, role, template, when }: PlanCare): PlanStep | null {
  if (template === undefined) return null;
  const place = { id, occurrence: 1, day: 0, stage: 'care', severity: 1, formal: false, entry: false } as const;
  const way = { effect: 'openVisitTask', channel: 'visit', fallback: [], tone: 'friendly' } as const;
  return {
    ...place,
    ...way,
    role,
    addressee: 'accountsPayable',
    template,
    when,
    approval: null,
    task: null,
    sources: [],
  };
}
