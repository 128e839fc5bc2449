import type { Client, Connection } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';
import { listParkedCases } from '../../clients/parked-cases';
import { connectTemporal, type TemporalConfig } from '../../clients/temporal';
import { CASES_QUEUE } from '../../domain/workflow-ids';
import { searchAttributes } from '../../workers/embedded/namespace';
import { attempt, type Check, fault, ok, warn } from './check';

const { IndexedValueType, TaskQueueType } = proto.api.enums.v1;

// The server with which this product is tested; what is older may lack options of updates.
const OLDEST_SERVER = { major: 1, minor: 32 };
// A worker asks again every minute at the latest; one not seen for longer is gone, though the server still lists it.
const POLLER_AGE_MS = 90_000;

async function checkServer(connection: Connection, address: string): Promise<Check> {
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number);
  const found = `server ${serverVersion} at ${address}`;
  const isOld = major < OLDEST_SERVER.major || (major === OLDEST_SERVER.major && minor < OLDEST_SERVER.minor);
  if (!isOld) return ok('Temporal', found);
  return warn('Temporal', found, `Update the server to ${OLDEST_SERVER.major}.${OLDEST_SERVER.minor} or newer.`);
}

async function checkAttributes(connection: Connection, namespace: string): Promise<Check> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  const wrong = searchAttributes.flatMap((name) => {
    const type = customAttributes[name];
    if (type === keyword) return [];
    return `${name} ${type === undefined || type === null ? 'is missing' : `has type ${IndexedValueType[type]}, expected Keyword`}`;
  });
  if (wrong.length === 0) return ok('Search attributes', `${searchAttributes.join(', ')}: Keyword`);
  const advice = 'Run npm start: it adds missing ones; for a wrong type set TEMPORAL_NAMESPACE to another namespace.';
  return fault('Search attributes', wrong.join('; '), advice);
}

async function checkWorker(connection: Connection, namespace: string): Promise<Check> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: CASES_QUEUE },
    taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const alive = (pollers ?? []).filter((poller) => {
    const seenMs = Number(poller.lastAccessTime?.seconds ?? 0) * 1000;
    return Date.now() - seenMs < POLLER_AGE_MS;
  });
  if (alive.length > 0) return ok('Worker', `${alive.length} polling on task queue ${CASES_QUEUE}`);
  return fault(
    'Worker',
    `nobody polls task queue ${CASES_QUEUE}: cases stand still`,
    'Start the worker: npm start, or node dist/workers/main.js.',
  );
}

// As many as fit on a screen; who has more has one cause for all of them.
const SHOWN_PARKED = 20;

/** Cases that stand still because their workflow task fails again and again (F8). */
export async function checkCases(client: Client): Promise<Check> {
  const parked = await listParkedCases(client, SHOWN_PARKED);
  if (parked.length === 0) return ok('Cases', 'none is parked');
  const ids = parked.map(({ workflowId }) => workflowId).join(', ');
  const advice = "Read the worker's log; when the cause is gone and they do not go on, run npx dunwell repair.";
  return warn('Cases', `parked, because their workflow task fails: ${ids}`, advice);
}

/** Temporal: reachable, new enough, our search attributes by type, a worker that polls, cases that can go on. */
export async function checkTemporal(config: TemporalConfig): Promise<Check[]> {
  const { address, namespace } = config;
  const names = ['Temporal', 'Search attributes', 'Worker', 'Cases'] as const;
  let clients: Awaited<ReturnType<typeof connectTemporal>>;
  try {
    clients = await connectTemporal(config);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [fault(names[0], found, 'Start it, or correct TEMPORAL_ADDRESS.')];
  }
  const { client, connection } = clients;
  const advice = `Check that the namespace ${namespace} exists at ${address} and that this account may read it; npm start creates it.`;
  try {
    return [
      await attempt(names[0], advice, () => checkServer(connection, address)),
      await attempt(names[1], advice, () => checkAttributes(connection, namespace)),
      await attempt(names[2], advice, () => checkWorker(connection, namespace)),
      await attempt(names[3], advice, () => checkCases(client)),
    ];
  } finally {
    await clients.close();
  }
}
