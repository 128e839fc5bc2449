import { plannedInstant } from '../domain/decisions';
import { epochMinute, minuteOf, type EpochMinute } from '../domain/time';
import type { CaseInput } from '../domain/case-input';

// In virtual time the clock runs on at wall speed between two jumps: up to an hour past the planned instant counts as it (decisions 2.20).
const VIRTUAL_TOLERANCE_MINUTES = 60;
// Live, a timer that fires within the minute is on time; more is a late worker, and windows are judged by the real instant (decisions 1.1).
const LIVE_TOLERANCE_MINUTES = 1;

/** The only reader of time in workflow code: workflow time plus the input's offset, in whole minutes. */
export interface CaseClock {
  /** The instant of a waking that was planned for `planned`, or null for an unplanned one. */
  now(planned: EpochMinute | null): EpochMinute;
  /** Milliseconds from now to `target`; at least 1. */
  millisecondsTo(target: EpochMinute): number;
}

/** The clock of one case. */
export function createClock(input: Pick<CaseInput, 'clockOffsetMs' | 'openAt'>): CaseClock {
  const nowMs = () => Date.now() + input.clockOffsetMs;
  const tolerance = input.openAt === null ? LIVE_TOLERANCE_MINUTES : VIRTUAL_TOLERANCE_MINUTES;
  return {
    now: (planned) => plannedInstant(planned, epochMinute(Math.floor(nowMs() / 60_000)), tolerance),
    millisecondsTo: (target) => Math.max(1, target * 60_000 - nowMs()),
  };
}

/** The planned instant of opening: that of the input, else now. */
export const openingInstant = (input: CaseInput, clock: CaseClock): EpochMinute =>
  input.openAt === null ? clock.now(null) : minuteOf(input.openAt);
