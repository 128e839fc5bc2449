import { compileCalendar, type CalendarSlice } from '../calendar';
import type { PlannedCase } from '../case-view';
import { applyApproval } from '../apply-result';
import { wakeAt } from '../decisions';
import { nextAction } from '../next-action';
import type { Reason } from '../reasons';
import { instantOf, type EpochDay, type EpochMinute } from '../time';

/** What a case does next by itself, and why not earlier. */
export interface NextStep {
  /** Null: nothing until a message comes. */
  readonly step: string | null;
  readonly occurrence: number | null;
  readonly channel: string | null;
  /** UTC instant; that of the question when the step is due. */
  readonly at: string | null;
  readonly reason: Reason;
}

/** A longer calendar of the same case. */
export type LongerSlice = (asOf: EpochMinute, through: EpochDay) => CalendarSlice;

/** What the planner answers at `now`, as the case itself will when it wakes then. Pure. */
export function nextStepOf(planned: PlannedCase, now: EpochMinute, longer: LongerSlice): NextStep {
  const { plan } = planned;
  const state = wakeAt(planned.state, now);
  let slice = planned.slice;
  for (;;) {
    const action = nextAction(plan, state, compileCalendar(slice), state.now);
    const none = { step: null, occurrence: null, channel: null, at: null, reason: action.reason };
    switch (action.kind) {
      case 'extendCalendar':
        slice = longer(state.now, action.through);
        break;
      case 'perform':
      case 'requestApproval': {
        const { step, occurrence, reason } = action;
        return { step: step.id, occurrence, channel: step.channel, at: instantOf(state.now), reason };
      }
      case 'wait': {
        if (action.next === null) return none;
        const { step, occurrence, at } = action.next;
        return { step: step.id, occurrence, channel: step.channel, at: instantOf(at), reason: action.reason };
      }
      default:
        return none;
    }
  }
}

/** The case with an open approval granted at once, as previews have it (decisions 2.8). Pure. */
export function withApprovalGranted(planned: PlannedCase): PlannedCase {
  const { plan, state } = planned;
  if (state.approval === null) return planned;
  const { id: approvalId, step, occurrence } = state.approval;
  return { ...planned, state: applyApproval(plan, state, { approvalId, step, occurrence, decision: 'approved' }) };
}
