import type { Client } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';

const { EventType, ResetReapplyExcludeType } = proto.api.enums.v1;

/** A case that stands still, because its workflow task fails again and again. */
export interface ParkedCase {
  readonly workflowId: string;
  readonly runId: string;
}

// The server marks a run whose workflow task fails two (embedded server) or five times in a row, until one succeeds.
const PARKED = `WorkflowType = 'collectionCase' AND ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL`;

/** Cases that cannot go on (F8), at most `limit`: by a message that cannot be decoded, or by a fault in our code. */
export async function listParkedCases(client: Client, limit: number): Promise<ParkedCase[]> {
  const parked: ParkedCase[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query: PARKED })) {
    if (parked.length === limit) break;
    parked.push({ workflowId, runId });
  }
  return parked;
}

/**
 * Takes a parked case back to where it last worked, without the messages since then. Those that we sent are not marked as applied
 * in our database, so the relay sends them again; what the case had begun since then is begun again, idempotent by its keys.
 *
 * @returns false when the case never worked at all, so that there is nothing to go back to
 */
export async function resetParkedCase(client: Client, { workflowId, runId }: ParkedCase): Promise<boolean> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const completed = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
  const last = (events ?? []).filter(({ eventType }) => eventType === completed).at(-1)?.eventId;
  if (last === undefined || last === null) return false;
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason: 'parked: its workflow task failed again and again',
    workflowTaskFinishEventId: last,
    // Asked for twice it is done once.
    requestId: `${runId}/${last.toString()}`,
    resetReapplyExcludeTypes: [
      ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL,
      ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE,
    ],
  });
  return true;
}
