import type { CaseAction } from './actions';
import type { CaseState, Decision } from './case-state';
import { copyState } from './copy-state';
import { nearestCreditorDay, type Calendar } from './calendar';
import { stageDayOf } from './holds';
import { laterOf, type EpochMinute } from './time';

// Queries answer from these; the whole list is in the history and in evidence. Keeps the carried state small.
const KEPT_DECISIONS = 50;

const stepIdOf = (action: CaseAction): string | null => {
  if (action.kind === 'perform' || action.kind === 'requestApproval') return action.step.id;
  return action.kind === 'wait' ? (action.next?.step.id ?? null) : null;
};

/** The instant of a waking: the later of what the case already knows and the workflow's clock (decisions 2.20). */
export function wakeAt(state: CaseState, clock: EpochMinute): CaseState {
  if (clock <= state.now) return state;
  const next = copyState(state);
  next.now = laterOf(state.now, clock);
  return next;
}

/** Adds what the planner answered at this waking, with its inputs and reason, also "nothing, because …". */
export function recordDecision(
  state: CaseState,
  calendar: Calendar,
  action: CaseAction,
  messages: readonly string[],
): CaseState {
  const next = copyState(state);
  const decision: Decision = {
    seq: state.decisionSeq + 1,
    at: state.now,
    action: action.kind,
    step: stepIdOf(action),
    until: action.kind === 'wait' ? action.until : null,
    reason: action.reason,
    openBalanceMinor: state.openBalanceMinor,
    dueDay: state.dueDay,
    stageDay: stageDayOf(state.dueDay, state.held, nearestCreditorDay(calendar, state.now)),
    messages,
    ...(action.kind === 'perform' && action.passedOver.length > 0 ? { passedOver: action.passedOver } : {}),
  };
  next.decisionSeq = decision.seq;
  next.decisions = [...state.decisions.slice(1 - KEPT_DECISIONS), decision];
  return next;
}

/** Decisions that no activity has copied into evidence yet (decisions 3.4). */
export const unevidenced = (state: CaseState): readonly Decision[] =>
  state.decisions.filter((decision) => decision.seq > state.evidencedSeq);

/** Marks everything decided so far as copied into evidence. */
export function markEvidenced(state: CaseState): CaseState {
  const next = copyState(state);
  next.evidencedSeq = state.decisionSeq;
  return next;
}

/**
 * A short fingerprint of a decision for activity ids, so that a replay notices a changed one: FNV-1a over its JSON, 32 bits in
 * hexadecimal. Not for security.
 */
export function decisionHash({ passedOver: _explanation, ...decision }: Decision): string {
  // What a decision leaves out follows from the rest: histories from before it was recorded keep their ids.
  const text = JSON.stringify(decision);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** Instant of the step that a case now waits for or performs; what `asOf` carries when the clock is at most an hour past it. */
export function plannedInstant(planned: EpochMinute | null, clock: EpochMinute, toleranceMinutes: number): EpochMinute {
  return planned !== null && clock >= planned && clock - planned <= toleranceMinutes ? planned : clock;
}
