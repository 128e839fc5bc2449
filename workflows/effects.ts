import type { EffectResult } from '../domain/actions';
import { taskDeadlineAt } from '../domain/apply-result';
import type { CaseCall, RowUpdate, StepCall } from '../domain/case-input';
import { decisionHash, markEvidenced } from '../domain/decisions';
import { assertNever } from '../domain/errors';
import { expectedRow, foldOutcome, isAsExpected, type EffectAction } from '../domain/fold-outcome';
import { instantOf } from '../domain/time';
import { callOf, type LiveCase } from './live-case';
import { people, sends } from './proxies';
import { takeRowNumber } from './row-number';

type PerformAction = Extract<EffectAction, { kind: 'perform' }>;

/** Activity id: what, and a fingerprint of the decision behind it, so that a replay notices a changed decision (design 7). */
function activityIdOf(live: LiveCase, what: string): string {
  const decision = live.state.decisions[live.state.decisions.length - 1];
  return `${what}@${live.state.decisionSeq}-${decision === undefined ? 'none' : decisionHash(decision)}`;
}

function performStep(live: LiveCase, action: PerformAction, base: CaseCall & RowUpdate): Promise<EffectResult> {
  const { step, occurrence, reason } = action;
  const deadline = taskDeadlineAt(step, live.state.now);
  const call: StepCall = {
    ...base,
    step: step.id,
    occurrence,
    effect: step.effect,
    policyHash: live.plan.hash,
    role: step.role,
    reason,
    deadlineAt: deadline === null ? null : instantOf(deadline),
  };
  const options = {
    activityId: activityIdOf(live, `${step.id}.${occurrence}`),
    summary: `${step.id}, day ${step.day}`,
  };
  const effect = step.effect;
  switch (effect) {
    case 'sendReminder':
    case 'sendLetter':
      return sends(step.channel)[effect].executeWithOptions(options, [call]);
    case 'openCallTask':
    case 'openVisitTask':
    case 'escalateToManager':
    case 'instructLawyer':
    case 'openReviewTask':
      return people[effect].executeWithOptions(options, [call]);
    default:
      return assertNever(effect, 'effect');
  }
}

function callActivity(live: LiveCase, action: EffectAction, base: CaseCall & RowUpdate): Promise<EffectResult> {
  switch (action.kind) {
    case 'perform':
      return performStep(live, action, base);
    case 'requestApproval': {
      const { step, occurrence } = action;
      const options = { activityId: activityIdOf(live, `approval.${step.id}.${occurrence}`) };
      return people.requestApproval.executeWithOptions(options, [
        { ...base, step: step.id, occurrence, role: step.approval?.role ?? step.role },
      ]);
    }
    case 'escalate': {
      const options = { activityId: activityIdOf(live, `escalate.${action.occurrence}`) };
      return people.escalateCase.executeWithOptions(options, [
        { ...base, role: action.role, occurrence: action.occurrence, ignoredTaskId: null },
      ]);
    }
    case 'escalateIgnoredTask': {
      const options = { activityId: activityIdOf(live, `ignored.${action.occurrence}`) };
      return people.escalateCase.executeWithOptions(options, [
        {
          ...base,
          role: action.role ?? live.plan.review.role,
          occurrence: action.occurrence,
          ignoredTaskId: action.taskId,
        },
      ]);
    }
    case 'judgePromise': {
      const options = { activityId: activityIdOf(live, 'judgePromise') };
      return people.judgePromise.executeWithOptions(options, [
        { ...base, promiseId: action.promiseId, verdict: action.verdict },
      ]);
    }
    default:
      return assertNever(action, 'effect');
  }
}

/** Performs one effect through its named activity and folds the result into the state. */
export async function performEffect(live: LiveCase, action: EffectAction): Promise<void> {
  const row = expectedRow(live.plan, live.state, live.calendar, action);
  const rowSeq = takeRowNumber(live);
  const call = callOf(live);
  live.state = markEvidenced(live.state);
  const result = await callActivity(live, action, { ...call, row, rowSeq });
  live.state = foldOutcome(live.plan, live.state, live.calendar, action, result);
  if (isAsExpected(result)) live.publishedRow = row;
}
