import { ApplicationFailure } from '@temporalio/activity';
import type { ReadActivities, RecordActivities } from './interfaces';

/** The use cases behind these activities; `workers/` supplies them. */
export type CaseServices = ReadActivities & RecordActivities;

/**
 * Opening, publishing and closing of cases. Effect class: reads and idempotent writes to our own database.
 *
 * @param virtualTime whether this worker may run cases in virtual time: simulations, demos and tests only (decisions 1.1)
 */
export const createCaseActivities = (services: CaseServices, virtualTime: boolean): CaseServices => ({
  async openCase(input) {
    if (input.clockOffsetMs !== 0 && !virtualTime) {
      const message = `Case ${input.caseId} asks for a clock offset of ${input.clockOffsetMs} ms; only simulations may have one`;
      throw ApplicationFailure.nonRetryable(message, 'VirtualTimeRefused');
    }
    return services.openCase(input);
  },
  extendCalendar: (input) => services.extendCalendar(input),
  readPlan: (input) => services.readPlan(input),
  publishNext: (input) => services.publishNext(input),
  closeCase: (input) => services.closeCase(input),
});
