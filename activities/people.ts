import type { EffectResult } from '../domain/actions';
import type { StepCall } from '../domain/case-input';
import type { PeopleActivities } from './interfaces';

/** The use cases behind these activities; `workers/` supplies them. */
export interface PeopleServices extends Pick<PeopleActivities, 'requestApproval' | 'escalateCase' | 'judgePromise'> {
  openStepTask(call: StepCall, kind: string): Promise<EffectResult>;
}

/** Work for people. Effect class: idempotent by (invoice, step, occurrence); a retry finds the task that is already open. */
export const createPeopleActivities = (services: PeopleServices): PeopleActivities => ({
  openCallTask: (call) => services.openStepTask(call, 'call'),
  openVisitTask: (call) => services.openStepTask(call, 'visit'),
  escalateToManager: (call) => services.openStepTask(call, 'managerReview'),
  instructLawyer: (call) => services.openStepTask(call, 'lawyer'),
  openReviewTask: (call) => services.openStepTask(call, 'review'),
  requestApproval: (call) => services.requestApproval(call),
  escalateCase: (call) => services.escalateCase(call),
  judgePromise: (call) => services.judgePromise(call),
});
