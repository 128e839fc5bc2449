import type { CaseAction } from './actions';
import type { CaseState } from './case-state';
import type { Reason } from './reasons';
import { instantOf } from './time';

/** The read model of a case: its stage and what comes next, when, through what, and why (decisions 3.3). */
export interface CaseRow {
  readonly stage: string | null;
  readonly nextStep: string | null;
  readonly nextOccurrence: number | null;
  readonly nextEffect: string | null;
  readonly nextChannel: string | null;
  readonly nextSeverity: number | null;
  /** UTC instant, or null when nothing is scheduled. */
  readonly nextAt: string | null;
  readonly nextReason: Reason;
}

/** The row that `state` shows while `action` is what comes next. */
export function rowOf(state: CaseState, action: CaseAction): CaseRow {
  const { stage } = state;
  const nothing = {
    stage,
    nextStep: null,
    nextOccurrence: null,
    nextEffect: null,
    nextChannel: null,
    nextSeverity: null,
    nextAt: null,
  };
  if (action.kind === 'wait' && action.next !== null) {
    const { step, occurrence, at } = action.next;
    return { ...stepFields(stage, step, occurrence), nextAt: instantOf(at), nextReason: action.reason };
  }
  if (action.kind === 'perform' || action.kind === 'requestApproval') {
    const { step, occurrence, reason } = action;
    return { ...stepFields(stage, step, occurrence), nextAt: instantOf(state.now), nextReason: reason };
  }
  return { ...nothing, nextReason: action.reason };
}

function stepFields(
  stage: string | null,
  step: { readonly id: string; readonly effect: string; readonly channel: string; readonly severity: number },
  occurrence: number,
) {
  const { id: nextStep, effect: nextEffect, channel: nextChannel, severity: nextSeverity } = step;
  return { stage, nextStep, nextOccurrence: occurrence, nextEffect, nextChannel, nextSeverity };
}

/** Whether two rows say the same, so that nothing needs to be published. */
export const isSameRow = (a: CaseRow | null, b: CaseRow): boolean =>
  a !== null && JSON.stringify(a) === JSON.stringify(b);
