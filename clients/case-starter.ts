import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { CaseInput } from '../domain/case-input';
import { searchAttributeNames } from '../domain/search-attributes';
import { CASES_QUEUE, caseWorkflowId } from '../domain/workflow-ids';

const keywords = {
  debtorId: defineSearchAttributeKey(searchAttributeNames.debtorId, 'KEYWORD'),
  currency: defineSearchAttributeKey(searchAttributeNames.currency, 'KEYWORD'),
} as const;

/** What the start of a case needs to know. */
export interface CaseStart {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly currency: string;
  readonly runNo: number;
  readonly previousRunId: string | null;
}

/** The input of a case that lives by the real clock. */
export const liveCaseInput = (start: CaseStart): CaseInput => ({
  v: 1,
  id: `${start.caseId}.${start.runNo}`,
  caseId: start.caseId,
  invoiceId: start.invoiceId,
  debtorId: start.debtorId,
  runNo: start.runNo,
  previousRunId: start.previousRunId,
  clockOffsetMs: 0,
  openAt: null,
  carried: null,
});

/** Starts the workflows of cases; starting one that runs already answers its run id, so that a repeated start is no second one. */
export function createCaseStarter(client: Client) {
  return {
    async start(
      start: CaseStart,
      input: CaseInput = liveCaseInput(start),
    ): Promise<{ readonly workflowRunId: string }> {
      const workflowId = caseWorkflowId(start.invoiceId);
      try {
        const handle = await client.workflow.start('collectionCase', {
          workflowId,
          taskQueue: CASES_QUEUE,
          args: [input],
          // Only reopening starts another run, after the first has ended (decisions 2.6).
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'FAIL',
          typedSearchAttributes: new TypedSearchAttributes([
            { key: keywords.debtorId, value: start.debtorId },
            { key: keywords.currency, value: start.currency },
          ]),
        });
        return { workflowRunId: handle.firstExecutionRunId };
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        const running = await client.workflow.getHandle(workflowId).describe();
        return { workflowRunId: running.runId };
      }
    },
  };
}
