import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { workflowBundle } from './temporal';

const { EventType } = temporal.api.enums.v1;

/** One run of a case: its events, and the workflow id that they belong to. */
export interface RunHistory {
  readonly workflowId: string;
  readonly history: History;
}

/** The histories of a run and of all runs that it went on with by continue-as-new, in order. */
export async function historiesOf(client: Client, workflowId: string, firstRunId: string): Promise<RunHistory[]> {
  const found: RunHistory[] = [];
  for (let runId: string | null = firstRunId; runId !== null;) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    found.push({ workflowId, history });
    const last = history.events?.at(-1);
    runId = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? null;
  }
  return found;
}

/** Replays histories with the current bundle: one worker for all of them. */
export interface Replayer {
  /** @throws ReplayError when the code of today does something else than the history says. */
  replay(run: RunHistory): Promise<void>;
  close(): Promise<void>;
}

/** Starts the worker that replays. It needs no server. */
export async function startReplayer(): Promise<Replayer> {
  let next: RunHistory | null = null;
  const histories = async function* (): AsyncGenerator<RunHistory> {
    while (next !== null) yield next;
  };
  const results = Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, histories());
  return {
    async replay(run) {
      next = run;
      const result = await results.next();
      if (result.done === true) throw new Error(`Nothing was replayed of ${run.workflowId}`);
      if (result.value.error !== undefined) throw result.value.error;
    },
    async close() {
      next = null;
      await results.next();
    },
  };
}

/** How many events of each type a history has, by the type's name; time skipping and changed options are no events of the case. */
export function countEvents(histories: readonly RunHistory[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of histories.flatMap(({ history }) => history.events ?? [])) {
    const type = event.eventType ?? EventType.EVENT_TYPE_UNSPECIFIED;
    if (ofTheServer.includes(type)) continue;
    const name = EventType[type].replace('EVENT_TYPE_', '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

// What the server itself writes when a test moves the clock (decisions 3.6).
const ofTheServer: readonly number[] = [
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
];
