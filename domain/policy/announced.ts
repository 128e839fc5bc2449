import type { Plan } from '../plan';
import { type EpochDay, addDays } from '../time';
import { isLegal } from './ladder';

/**
 * The first date on which the legal step that follows `step` can really be taken, when `step` is performed `today` on
 * `stageDay` and nothing changes: a message may announce this date and no other (X1, S393). It counts the least gap after
 * each unconditional step between, so that a case that entered the ladder late announces no date that has passed. Null when
 * no legal step follows.
 */
export function announcedLegalDay(
  plan: Plan,
  { step, today, stageDay }: { readonly step: string; readonly today: EpochDay; readonly stageDay: number },
): EpochDay | null {
  const first = plan.steps.findIndex((row) => row.id === step);
  if (first < 0) return null;
  let reached = stageDay;
  for (const later of plan.steps.slice(first + 1)) {
    const legal = isLegal(later);
    if (legal || later.when.length === 0) reached = Math.max(reached + plan.minGapDays, later.day);
    if (legal) return addDays(today, reached - stageDay);
  }
  return null;
}
