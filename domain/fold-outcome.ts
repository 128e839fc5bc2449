import type { CaseAction, EffectResult } from './actions';
import { applyApproval, applyEscalation, applyIgnoredTask, applyStepResult, applyVerdict } from './apply-result';
import type { Calendar } from './calendar';
import { rowOf, type CaseRow } from './case-row';
import type { CaseState } from './case-state';
import { assertNever, DomainError } from './errors';
import { nextAction } from './next-action';
import type { Plan } from './plan';

/** Actions that have an effect in the world, and a result to fold. */
export type EffectAction = Exclude<CaseAction, { kind: 'wait' | 'close' | 'extendCalendar' }>;

/** Folds what came of an effect. Pure; the one reducer of results for every engine. */
export function foldOutcome(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  action: EffectAction,
  result: EffectResult,
): CaseState {
  switch (action.kind) {
    case 'perform':
      return applyStepResult(plan, state, calendar, action, result);
    case 'requestApproval': {
      if (result.kind !== 'approvalRequested') throw unexpected(action, result);
      const { step, occurrence } = action;
      return applyApproval(plan, state, {
        approvalId: result.approvalId,
        step: step.id,
        occurrence,
        decision: result.decision,
      });
    }
    case 'escalate':
      return applyEscalation(state);
    case 'escalateIgnoredTask':
      return applyIgnoredTask(plan, state, action.taskId);
    case 'judgePromise':
      return applyVerdict(state, action.verdict);
    default:
      return assertNever(action, 'effect');
  }
}

function unexpected(action: EffectAction, result: EffectResult): DomainError {
  return new DomainError('unexpectedResult', `Effect ${action.kind} answered ${result.kind}`);
}

// Ids that only the activity knows; they do not show in a row.
const PENDING_ID = 'pending';

/** The result that an effect has when nothing stands in its way. */
function expectedResult(action: EffectAction): EffectResult {
  if (action.kind === 'perform') {
    return action.step.effect === 'sendReminder' || action.step.effect === 'sendLetter'
      ? { kind: 'sent', contactId: PENDING_ID, channel: action.step.channel }
      : { kind: 'taskOpened', taskId: PENDING_ID, outcome: null };
  }
  if (action.kind === 'requestApproval') return { kind: 'approvalRequested', approvalId: PENDING_ID, decision: null };
  if (action.kind === 'judgePromise') return { kind: 'promiseJudged' };
  return { kind: 'taskOpened', taskId: PENDING_ID, outcome: null };
}

/** Whether `result` leads to the row that was expected, so that the activity wrote it and nothing is left to publish. */
export function isAsExpected(result: EffectResult): boolean {
  switch (result.kind) {
    case 'sent':
    case 'coveredBy':
    case 'promiseJudged':
      return true;
    case 'taskOpened':
      return result.outcome === null;
    case 'approvalRequested':
      return result.decision === null;
    case 'deferredUntil':
    case 'refused':
    case 'unknown':
      return false;
    default:
      return assertNever(result, 'result');
  }
}

/** The read-model row that holds if `action` ends as expected (decisions 3.3). */
export function expectedRow(plan: Plan, state: CaseState, calendar: Calendar, action: EffectAction): CaseRow {
  const next = foldOutcome(plan, state, calendar, action, expectedResult(action));
  return rowOf(next, nextAction(plan, next, calendar, next.now));
}
