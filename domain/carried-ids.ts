import type { CaseState } from './case-state';
import { copyState } from './copy-state';

// Enough that no repetition by the relay (seconds) is forgotten, small enough for the input of the next run.
const IDS_CARRIED = 200;
// Ids are about 40 bytes: a thousand of them are 40 kB in the state, well below the 2 MiB limit of a payload.
const IDS_AT_MOST = 1000;

/** Whether the ids of applied messages outgrow what a run should hold: reason for continue-as-new (decisions 3.5). */
export const hasTooManyIds = (state: CaseState): boolean => state.seen.length > IDS_AT_MOST;

/** The state for the next run, with the newest ids. All are marked applied in the database, so the relay does not repeat older ones. */
export function carriedIds(state: CaseState): CaseState {
  const next = copyState(state);
  next.seen = state.seen.slice(-IDS_CARRIED);
  return next;
}
