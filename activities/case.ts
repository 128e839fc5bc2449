import { extendCalendar, openCase, type OpenCaseDeps } from '../services/open-case';
import { closeCase, publishNext } from '../services/publish-row';
import { ApplicationFailure } from '@temporalio/activity';
import type { ReadActivities, RecordActivities } from './interfaces';

export interface CaseActivityDeps extends OpenCaseDeps {
  /** Whether this worker may run cases in virtual time: simulations, demos and tests only (decisions 1.1). */
  readonly virtualTime: boolean;
}

/** Opening, publishing and closing of cases: reads and idempotent writes to our own database. */
export const createCaseActivities = (deps: CaseActivityDeps): ReadActivities & RecordActivities => ({
  async openCase(input) {
    if (input.clockOffsetMs !== 0 && !deps.virtualTime) {
      const message = `Case ${input.caseId} asks for a clock offset of ${input.clockOffsetMs} ms; only simulations may have one`;
      throw ApplicationFailure.nonRetryable(message, 'VirtualTimeRefused');
    }
    return openCase(deps, input);
  },
  extendCalendar: (input) => extendCalendar(deps, input),
  publishNext: (input) => publishNext(deps.db, input),
  closeCase: (input) => closeCase(deps.db, input),
});
