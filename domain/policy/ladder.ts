import type { PolicyStep } from './schema';

/** Ids of the steps that a step may follow; none for a step with a day of its own. */
export const followedBy = ({ after }: Pick<PolicyStep, 'after'>): readonly string[] =>
  after === undefined ? [] : typeof after.step === 'string' ? [after.step] : after.step;

/**
 * Day of each step by id on the stage clock; a step after others stands behind the last of them by its own distance (S58).
 * Steps whose day only the case knows are left out.
 */
export function ladderDays(steps: readonly PolicyStep[]): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  for (const step of steps) {
    const followed = followedBy(step)
      .map((id) => days.get(id))
      .filter((day) => day !== undefined);
    if (step.day !== undefined) days.set(step.id, step.day);
    else if (step.after !== undefined && followed.length > 0)
      days.set(step.id, Math.max(...followed) + step.after.days);
  }
  return days;
}

/** Steps that put words before the debtor. */
export const isMessage = ({ effect }: Pick<PolicyStep, 'effect'>): boolean =>
  effect === 'sendReminder' || effect === 'sendLetter';

/** Steps that call in a lawyer or the courts: what a message may announce only on their real day (X1, S393). */
export const isLegal = ({ effect }: Pick<PolicyStep, 'effect'>): boolean => effect === 'instructLawyer';

/** Whether every case meets the step once: no condition, no repetition. */
export const isMilestone = (step: Pick<PolicyStep, 'when' | 'repeat'>): boolean =>
  step.when.length === 0 && step.repeat === undefined;
