import type { Plan, PlanStep } from '../plan';
import { type EpochDay, addDays } from '../time';
import { isLegal } from './ladder';

/** What a message knows of its case and itself. */
export interface Announcing {
  readonly step: string;
  readonly today: EpochDay;
  readonly stageDay: number;
  /** The debtor's motive; null or left out: unclassified. */
  readonly motive?: string | null;
  /** The last day of the deadline that the message sets: harder steps wait for its end (R30). */
  readonly payBy?: EpochDay | null;
}

/**
 * The first date on which the legal step that follows `step` can really be taken, when `step` is performed `today` on
 * `stageDay` and nothing changes: a message may announce this date and no other (X1, S393). Legal steps for another motive
 * are not this case's. It counts the least gap after each unconditional step between, so that a case that entered the ladder
 * late announces no date that has passed, and the message's own deadline. Null when no legal step follows.
 */
export function announcedLegalDay(plan: Plan, message: Announcing): EpochDay | null {
  const { step, today, stageDay, motive = null, payBy = null } = message;
  const first = plan.steps.findIndex((row) => row.id === step);
  if (first < 0) return null;
  const later = plan.steps.slice(first + 1);
  const legal = later.find((row) => isLegal(row) && isForMotive(row, motive));
  if (legal === undefined) return null;
  let reached = stageDay;
  for (const row of later.slice(0, later.indexOf(legal) + 1)) {
    const replaced = legal.instead?.includes(row.id) === true;
    // What follows an e-mail that nobody opens may not come.
    if (row === legal || (row.when.length === 0 && !replaced && row.unreadOf === undefined))
      reached = Math.max(reached + plan.minGapDays, row.day);
  }
  const day = addDays(today, reached - stageDay);
  return payBy !== null && payBy >= day ? addDays(payBy, 1) : day;
}

const isForMotive = ({ when }: PlanStep, motive: string | null): boolean =>
  when.every(
    ({ fact, in: any, notIn: none }) =>
      fact !== 'motive' || (motive !== null && any?.includes(motive) !== false && none?.includes(motive) !== true),
  );
