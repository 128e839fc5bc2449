import { execFile } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Client, Connection } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, type NativeConnection, Runtime } from '@temporalio/worker';
import { Client as PgClient } from 'pg';
import { connectTemporal } from '../../clients/temporal';
import { connectTemporalNative } from '../../workers/temporal-native';
import { filesBelow, hashFiles } from '../../cli/boot/stamps.cjs';
import { namespaceName, published } from './published';

// Workers report every start and stop; a test's output has room for faults only. Must come before the first connection.
// The core writes past the logger: it warns at length of a server that a test killed on purpose.
const filter = makeTelemetryFilterString({ core: 'ERROR' });
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter } } });

/** The Temporal server of this run, in the namespace of this jest worker. `nativeConnection` is for workers. */
export interface TestTemporal {
  connection: Connection;
  client: Client;
  nativeConnection: NativeConnection;
  namespace: string;
  address: string;
  close(): Promise<void>;
}

/** Connects to the run's Temporal server: in `beforeAll`, with `close()` in `afterAll`. */
export async function testTemporal(): Promise<TestTemporal> {
  const address = published('TEST_TEMPORAL_ADDRESS');
  const namespace = namespaceName(process.env['JEST_WORKER_ID'] ?? '1');
  const config = { address, namespace, apiKey: undefined };
  const { connection, client, close } = await connectTemporal(config);
  const nativeConnection = await connectTemporalNative(config);
  return {
    connection,
    client,
    nativeConnection,
    namespace,
    address,
    close: async () => {
      await nativeConnection.close();
      await close();
    },
  };
}

const root = resolve(__dirname, '..', '..');

/**
 * The bundle of all workflows, built once for the same sources and shared by all workers and runs.
 *
 * @returns what `Worker.create` takes as `workflowBundle`.
 */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const sources = ['workflows', 'domain'].flatMap((folder) => filesBelow(join(root, folder), '.ts'));
  const hash = hashFiles(root, [join(root, 'package-lock.json'), ...sources]);
  const codePath = join(root, '.cache', `test-bundle-${hash}.js`);
  if (!existsSync(codePath)) await oneAtATime(() => buildBundle(codePath));
  return { codePath };
}

async function buildBundle(codePath: string): Promise<void> {
  if (existsSync(codePath)) return;
  removeOldBundles();
  await promisify(execFile)(process.execPath, [join(root, 'cli', 'boot', 'bundle.cjs'), codePath], { cwd: root });
}

function removeOldBundles(): void {
  const folder = join(root, '.cache');
  // A day: another run on this checkout may still read the one before.
  const oldest = Date.now() - 24 * 60 * 60 * 1000;
  for (const file of filesBelow(folder, '.js')) {
    if (basename(file).startsWith('test-bundle-') && statSync(file).mtimeMs < oldest) rmSync(file, { force: true });
  }
}

/** Holds a lock of the test database server, which the system releases even when a jest worker is killed. */
async function oneAtATime(work: () => Promise<void>): Promise<void> {
  const client = new PgClient({ connectionString: published('TEST_DATABASE_OWNER_URL') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(1)');
    await work();
  } finally {
    await client.end();
  }
}
