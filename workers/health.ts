import { hostname } from 'node:os';
import { temporal as proto } from '@temporalio/proto';
import { connectTemporal } from '../clients/temporal';
import { loadConfig, requireServers } from '../config';
import { CASES_QUEUE } from '../domain/workflow-ids';

// The server lists a poller for five minutes after it is gone; a live one asks again within one.
const seenWithinMs = 90_000;

/**
 * Whether the worker of this host (in a container: of this container) polls the task queue of the cases. For the health check
 * of a container: exit code 0 or 1.
 *
 * @throws Error when Temporal does not answer.
 */
async function isPolling(): Promise<boolean> {
  const { temporal } = requireServers(loadConfig());
  const { connection, close } = await connectTemporal(temporal);
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: temporal.namespace,
      taskQueue: { name: CASES_QUEUE },
      taskQueueType: proto.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    });
    return pollers.some(({ identity, lastAccessTime }) => {
      const seenMs = Number(lastAccessTime?.seconds ?? 0) * 1000;
      // The SDK's default identity is pid@hostname.
      return identity?.endsWith(`@${hostname()}`) === true && Date.now() - seenMs < seenWithinMs;
    });
  } finally {
    await close();
  }
}

isPolling().then(
  (polls) => {
    if (!polls)
      console.error(
        `No worker of ${hostname()} has polled the task queue ${CASES_QUEUE} within ${seenWithinMs / 1000} s.`,
      );
    process.exitCode = polls ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
