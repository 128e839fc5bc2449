import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Client, Connection } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, type NativeConnection, Runtime } from '@temporalio/worker';
import { connectTemporal } from '../../clients/temporal';
import { connectTemporalNative } from '../../workers/temporal-native';
import { build } from '../../cli/boot/build.cjs';
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
 * The bundle of all workflows as the product builds it, once for the same sources, shared by all workers and runs.
 *
 * @returns what `Worker.create` takes as `workflowBundle`.
 */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const sources = ['workflows', 'domain'].flatMap((folder) => filesBelow(join(root, folder), '.ts'));
  const hash = hashFiles(root, [join(root, 'package-lock.json'), ...sources]);
  const codePath = join(root, '.cache', `test-bundle-${hash}.js`);
  if (!existsSync(codePath)) await keepBundle(codePath);
  return { codePath };
}

const silent = { start: ignore, note: ignore, done: ignore, close: ignore, phases: () => [] };

function ignore(): void {}

/** Keeps the bundle of the product's own build, so that a run bundles once; a copy, because another run may build meanwhile. */
async function keepBundle(codePath: string): Promise<void> {
  await build(root, silent, { only: 'bundle' });
  removeOldBundles();
  // Whole or not there: the other jest worker may look for it at any moment.
  const unfinished = `${codePath}.${process.pid}`;
  copyFileSync(join(root, 'dist', 'workflow-bundle.js'), unfinished);
  renameSync(unfinished, codePath);
}

function removeOldBundles(): void {
  const folder = join(root, '.cache');
  // A day: another run on this checkout may still read the one before.
  const oldest = Date.now() - 24 * 60 * 60 * 1000;
  for (const file of filesBelow(folder, '.js')) {
    if (basename(file).startsWith('test-bundle-') && statSync(file).mtimeMs < oldest) rmSync(file, { force: true });
  }
}
