import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';

/** Moves the virtual clocks of single workflows on a server that skips time (Server >= 1.32, experimental upstream). */
export interface VirtualTime {
  /** Notes that the workflow's clock runs from now on, at wall speed, `offsetMs` away from the simulated time. */
  begin(workflowId: string, offsetMs: number): void;
  /** Moves the simulated time of a workflow to `targetMs`; resolves when it is there and the workflow sleeps, or has ended. */
  advance(workflowId: string, targetMs: number): Promise<'sleeping' | 'ended'>;
  /** Resolves when the workflow has nothing to do, or has ended. */
  settle(workflowId: string): Promise<'sleeping' | 'ended'>;
}

// A simulated case skips a few times a month for at most some years; the server's default of 200 would end long ladders.
const SKIPS_AT_MOST = 100_000;
// A case works for milliseconds between two sleeps: asking much more often would only load the server.
const POLL_MS = 5;
// A case that does not come to rest in this time hangs; the simulation must say so instead of waiting for ever.
const SETTLE_TIMEOUT_MS = 20_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const Status = temporal.api.enums.v1.WorkflowExecutionStatus;
const Polled = temporal.api.enums.v1.FastForwardPollingResult;

/** Control of virtual time over one connection. */
export function createVirtualTime(connection: Connection, namespace: string): VirtualTime {
  const service = connection.workflowService;
  // Virtual clock of each workflow at some wall instant; between two jumps it runs at wall speed.
  const clocks = new Map<string, { virtualMs: number; wallMs: number; offsetMs: number }>();
  let jumps = 0;

  const settle = async (workflowId: string): Promise<'sleeping' | 'ended'> => {
    const deadline = Date.now() + SETTLE_TIMEOUT_MS;
    for (;;) {
      const found = await service.describeWorkflowExecution({ namespace, execution: { workflowId } });
      if (found.workflowExecutionInfo?.status !== Status.WORKFLOW_EXECUTION_STATUS_RUNNING) return 'ended';
      if (!found.pendingWorkflowTask && (found.pendingActivities ?? []).length === 0) return 'sleeping';
      if (Date.now() > deadline) {
        const busy = found.pendingActivities?.[0];
        const why =
          busy === undefined
            ? 'its workflow task does not end'
            : `${busy.activityType?.name}: ${busy.lastFailure?.message ?? 'runs'}`;
        throw new Error(`Workflow ${workflowId} did not come to rest within ${SETTLE_TIMEOUT_MS / 1000} s: ${why}`);
      }
      await pause(POLL_MS);
    }
  };

  const jump = async (workflowId: string, milliseconds: number): Promise<void> => {
    const id = `jump-${++jumps}`;
    const duration = msToTs(Math.floor(milliseconds));
    await service.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution: { workflowId },
      updateMask: { paths: ['time_skipping_config'] },
      workflowExecutionOptions: {
        timeSkippingConfig: { enabled: true, maxSessionSkipCount: SKIPS_AT_MOST, fastForwardConfig: { id, duration } },
      },
    });
    for (;;) {
      // A long poll of 20 s that may come back empty-handed.
      const polled = await service.pollWorkflowExecutionTimeSkipping({
        namespace,
        workflowExecution: { workflowId },
        fastForwardId: id,
      });
      if (polled.fastForwardPollingResult !== Polled.FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT) return;
    }
  };

  return {
    begin(workflowId, offsetMs) {
      const wallMs = Date.now();
      clocks.set(workflowId, { virtualMs: wallMs, wallMs, offsetMs });
    },
    async advance(workflowId, targetMs) {
      const clock = clocks.get(workflowId);
      if (clock === undefined) throw new Error(`The virtual clock of ${workflowId} was not begun`);
      const wallMs = Date.now();
      const distance = targetMs - clock.offsetMs - (clock.virtualMs + wallMs - clock.wallMs);
      if (distance > 0) {
        await jump(workflowId, distance);
        clocks.set(workflowId, { virtualMs: targetMs - clock.offsetMs, wallMs: Date.now(), offsetMs: clock.offsetMs });
      }
      return settle(workflowId);
    },
    settle,
  };
}
