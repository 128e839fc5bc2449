import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { CASES_QUEUE, ENROLMENT_SWEEP_ID } from '../domain/workflow-ids';

/** The enrolment sweep as a client sees it. */
export function createEnrolmentSweep(client: Client) {
  return {
    /** Starts a sweep; `started` is false when one was running already and that one is meant. */
    async trigger(): Promise<{ readonly started: boolean }> {
      try {
        await client.workflow.start('enrolmentSweep', {
          workflowId: ENROLMENT_SWEEP_ID,
          taskQueue: CASES_QUEUE,
          args: [{ v: 1, id: ENROLMENT_SWEEP_ID }],
          workflowIdConflictPolicy: 'FAIL',
        });
        return { started: true };
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return { started: false };
        throw error;
      }
    },
    /** Whether a sweep runs now, and why the last one failed. */
    async state(): Promise<{ readonly running: boolean; readonly failure: string | null }> {
      try {
        const { status } = await client.workflow.getHandle(ENROLMENT_SWEEP_ID).describe();
        const over = ['COMPLETED', 'RUNNING', 'CONTINUED_AS_NEW'].includes(status.name);
        return { running: status.name === 'RUNNING', failure: over ? null : `the last sweep ended ${status.name}` };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return { running: false, failure: null };
        throw error;
      }
    },
  };
}
