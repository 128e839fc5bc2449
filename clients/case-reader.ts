import { QueryNotRegisteredError, QueryRejectedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { PlannedCase } from '../domain/case-view';
import { caseWorkflowId } from '../domain/workflow-ids';

// A query is answered in milliseconds, by a worker that must replay first in some hundred; then its worker is away.
const ANSWER_WITHIN_MS = 10_000;

/** Reads running cases as they are: plan, state and calendar, without a trace in their histories. */
export function createCaseReader(client: Client) {
  return {
    /** Null when no workflow runs for the invoice, or none that knows the question. */
    async read(invoiceId: string): Promise<PlannedCase | null> {
      const handle = client.workflow.getHandle(caseWorkflowId(invoiceId));
      try {
        return await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
          handle.query<PlannedCase | null>('plannedCase'),
        );
      } catch (error) {
        const unanswerable = [WorkflowNotFoundError, QueryNotRegisteredError, QueryRejectedError];
        if (unanswerable.some((kind) => error instanceof kind)) return null;
        throw error;
      }
    },
  };
}
