import type { CaseHold, OpenPromise } from './case-state';
import { heldUntil, type DayRanges } from './holds';

/** What of a case says whether and why its whole claim is held. */
export interface HeldClaim {
  readonly held: DayRanges;
  readonly holds: readonly CaseHold[];
  readonly promise: OpenPromise | null;
}

/** The kind of the hold that covers the whole claim on `day`, or null when messages may go out. */
export function claimHeldBy({ held, holds, promise }: HeldClaim, day: number): string | null {
  if (heldUntil(held, day) === null) return null;
  const today = holds.filter((hold) => hold.from <= day && day < hold.until);
  const whole = today.find((hold) => hold.partMinor === null);
  if (whole !== undefined) return whole.kind;
  if (promise !== null && promise.madeOn <= day && day < promise.holdUntil) return 'promise';
  // Only parts are left, which together cover the claim.
  return today[0]?.kind ?? 'manual';
}
