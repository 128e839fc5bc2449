import type { CaseHold, OpenPromise } from './case-state';
import { addDays, epochDay, OPEN_ENDED, type EpochDay } from './time';

/** Half-open day ranges, sorted, disjoint and not touching. */
export type DayRanges = readonly (readonly [number, number])[];

/** The union of half-open ranges; empty and reversed ones vanish. */
export function mergeRanges(ranges: DayRanges): DayRanges {
  const sorted = ranges.filter(([from, until]) => from < until).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: [number, number][] = [];
  for (const [from, until] of sorted) {
    const last = merged[merged.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], until);
    else merged.push([from, until]);
  }
  return merged;
}

/** The open balance in minor units by day: each entry holds from its day to the next one's, the first for all days before as well. */
export type BalanceByDay = readonly (readonly [from: number, openMinor: number])[];

/** `balances` with another balance from `day` on; news of an earlier day than the last known count from that day. */
export function changeBalance(balances: BalanceByDay, day: number, openMinor: number): BalanceByDay {
  const last = balances[balances.length - 1];
  if (last === undefined || day > last[0]) return [...balances, [day, openMinor]];
  return [...balances.slice(0, -1), [last[0], openMinor]];
}

const balanceOn = (balances: BalanceByDay, day: number): number =>
  (balances.findLast(([from]) => from <= day) ?? balances[0])?.[1] ?? 0;

/** Days on which held parts together cover the whole open balance of that day (decisions 2.1); a paid day is not held. */
function coveredByParts(parts: readonly CaseHold[], balances: BalanceByDay): DayRanges {
  const changes = balances.map(([from]) => from);
  const edges = [...new Set([...changes, ...parts.flatMap((part) => [part.from, part.until])])].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  edges.forEach((from, index) => {
    const until = edges[index + 1];
    if (until === undefined) return;
    const heldMinor = parts.reduce(
      (sum, part) => (part.from <= from && until <= part.until ? sum + (part.partMinor ?? 0) : sum),
      0,
    );
    if (heldMinor > 0 && heldMinor >= balanceOn(balances, from)) ranges.push([from, until]);
  });
  return ranges;
}

/**
 * The days on which the stage clock stands: the union of whole holds, of the open promise, and of days on which held parts
 * cover the whole open balance of that day, each counted once (decisions 1.3): what is paid later changes no day before.
 */
export function heldDays(holds: readonly CaseHold[], promise: OpenPromise | null, balances: BalanceByDay): DayRanges {
  const whole: (readonly [number, number])[] = holds
    .filter((hold) => hold.partMinor === null)
    .map((hold) => [hold.from, hold.until]);
  if (promise !== null) whole.push([promise.madeOn, promise.holdUntil]);
  const parts = holds.filter((hold) => hold.partMinor !== null);
  return mergeRanges(parts.length === 0 ? whole : [...whole, ...coveredByParts(parts, balances)]);
}

/** The first day after `day` that no hold covers when `day` itself is held; null when it is not; OPEN_ENDED when there is no end. */
export function heldUntil(held: DayRanges, day: number): number | null {
  for (const [from, until] of held) {
    if (day < from) return null;
    if (day < until) return until;
  }
  return null;
}

/** The stage clock on `day`: before the due date the days to it (negative), after it the days past due that no hold covers. */
export function stageDayOf(dueDay: EpochDay, held: DayRanges, day: EpochDay): number {
  if (day <= dueDay) return day - dueDay;
  let heldAfterDue = 0;
  for (const [from, until] of held) {
    // Days x with dueDay < x <= day: the half-open range [dueDay + 1, day + 1).
    heldAfterDue += Math.max(0, Math.min(until, day + 1) - Math.max(from, dueDay + 1));
  }
  return day - dueDay - heldAfterDue;
}

/** The first day on which the stage clock shows `stageDay`; null while a hold without end stands before it. */
export function dayOfStage(dueDay: EpochDay, held: DayRanges, stageDay: number): EpochDay | null {
  if (stageDay <= 0) return addDays(dueDay, stageDay);
  let day = dueDay + stageDay;
  for (const [from, until] of held) {
    if (until <= dueDay + 1) continue;
    const start = Math.max(from, dueDay + 1);
    if (start > day) break;
    if (until >= OPEN_ENDED) return null;
    day += until - start;
  }
  return epochDay(day);
}

/** What is claimed now: the open balance less the parts held on `day`. Never negative. */
export function claimedMinor(openBalanceMinor: number, holds: readonly CaseHold[], day: EpochDay): number {
  const held = holds.reduce(
    (sum, hold) => (hold.partMinor !== null && hold.from <= day && day < hold.until ? sum + hold.partMinor : sum),
    0,
  );
  return Math.max(0, openBalanceMinor - held);
}
