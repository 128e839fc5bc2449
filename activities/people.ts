import { escalateCase, judgePromise, openStepTask, requestApproval, type PeopleDeps } from '../services/people-steps';
import type { PeopleActivities } from './interfaces';

/** Work for people. Idempotent by (invoice, step, occurrence): a retry finds the task that is already open. */
export const createPeopleActivities = (deps: PeopleDeps): PeopleActivities => ({
  openCallTask: (call) => openStepTask(deps, call, 'call'),
  openVisitTask: (call) => openStepTask(deps, call, 'visit'),
  escalateToManager: (call) => openStepTask(deps, call, 'managerReview'),
  instructLawyer: (call) => openStepTask(deps, call, 'lawyer'),
  openReviewTask: (call) => openStepTask(deps, call, 'review'),
  requestApproval: (call) => requestApproval(deps, call),
  escalateCase: (call) => escalateCase(deps, call),
  judgePromise: (call) => judgePromise(deps, call),
});
