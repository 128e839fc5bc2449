import type { PolicyStep } from './schema';

/** Day of each step by id on the stage clock; a step after another one has that one's day plus its own distance (S58). */
export function ladderDays(steps: readonly PolicyStep[]): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  for (const { id, day, after } of steps) {
    const followed = after === undefined ? undefined : days.get(after.step);
    if (day !== undefined) days.set(id, day);
    else if (after !== undefined && followed !== undefined) days.set(id, followed + after.days);
  }
  return days;
}

/** Steps that put words before the debtor. */
export const isMessage = ({ effect }: Pick<PolicyStep, 'effect'>): boolean =>
  effect === 'sendReminder' || effect === 'sendLetter';

/** Steps that call in a lawyer or the courts: what a message may announce only on their real day (X1, S393). */
export const isLegal = ({ effect }: Pick<PolicyStep, 'effect'>): boolean => effect === 'instructLawyer';
