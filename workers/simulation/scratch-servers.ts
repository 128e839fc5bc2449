import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { createPrisma, type Db } from '../../clients/prisma';
import { connectTemporal } from '../../clients/temporal';
import { migrate } from '../../prisma/migrate';
import type { PeopleMode } from '../../services/people-steps';
import type { PolicyStore } from '../../services/policy-store';
import { freePort } from '../embedded/free-port';
import { ensureSearchAttributes } from '../embedded/namespace';
import { ensureRuntimeRole, startPostgres } from '../embedded/postgres';
import { resolveTemporalCli } from '../embedded/temporal-cli';
import { startTemporalServer } from '../embedded/temporal-server';
import { connectTemporalNative } from '../temporal-native';
import { startVirtualWorkers } from './virtual-workers';
import { createVirtualTime, type VirtualTime } from './virtual-time';

/** Servers and workers of one simulation: nothing of them is shared with the live installation, and nothing is kept. */
export interface ScratchInstallation {
  readonly db: Db;
  readonly client: Client;
  readonly time: VirtualTime;
  readonly policies: PolicyStore;
  /** Rejects when the workers fail. */
  readonly failed: Promise<never>;
}

export interface ScratchOptions {
  /** The setting TEMPORAL_CLI_PATH. */
  readonly cliPath: string | undefined;
  readonly people: PeopleMode;
  readonly bundle: WorkflowBundleOption;
  readonly onProgress: (text: string) => void;
}

/** What was started, to be ended in reverse order; each part ends also when another one does not. */
export class ScratchParts {
  private readonly pids: number[] = [];
  private readonly ends: (() => unknown)[] = [];

  /** `signal` says that nothing further is to be started. */
  constructor(private readonly signal: AbortSignal) {}

  /** Takes over the end of a part. @throws the signal's reason, and the part will be ended */
  keep<T>(part: T, end: () => unknown, pid?: number): T {
    this.ends.push(end);
    if (pid !== undefined) this.pids.push(pid);
    this.signal.throwIfAborted();
    return part;
  }

  /** Ends everything in order. */
  async stop(): Promise<void> {
    for (let end = this.ends.pop(); end !== undefined; end = this.ends.pop()) {
      try {
        await end();
      } catch {
        // It is thrown away anyhow; the parts that are left must still be ended.
      }
    }
  }

  /** Ends the servers at once and for good. */
  kill(): void {
    for (const pid of this.pids) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    }
  }
}

const NAMESPACE = 'simulation';

/** The folder of a simulation; PostgreSQL runs under another account when we are root, and has to pass through. */
function scratchFolder(parts: ScratchParts): string {
  const folder = mkdtempSync(join(tmpdir(), 'dunwell-simulation-'));
  chmodSync(folder, 0o711);
  return parts.keep(folder, () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
}

async function scratchDatabase(folder: string, parts: ScratchParts): Promise<Db> {
  const options = { folder: join(folder, 'postgres'), port: await freePort(), durable: false };
  const postgres = await startPostgres(options);
  parts.keep(postgres, () => postgres.stop(), postgres.pid);
  const url = await ensureRuntimeRole(postgres.ownerUrl, join(folder, 'runtime-password'));
  await migrate(postgres.ownerUrl);
  const db = createPrisma(url);
  return parts.keep(db, () => db.$disconnect());
}

async function scratchTemporal(folder: string, parts: ScratchParts, options: ScratchOptions) {
  const cli = await resolveTemporalCli({ cliPath: options.cliPath, onProgress: options.onProgress });
  const server = await startTemporalServer({
    cli,
    port: await freePort(),
    namespace: NAMESPACE,
    timeSkipping: true,
    logFile: join(folder, 'temporal.log'),
  });
  parts.keep(server, () => server.stop(), server.pid);
  const config = { address: server.address, namespace: NAMESPACE, apiKey: undefined };
  const clients = await connectTemporal(config);
  parts.keep(clients, () => clients.close());
  await ensureSearchAttributes(clients.connection, NAMESPACE);
  const native = await connectTemporalNative(config);
  parts.keep(native, () => native.close());
  return { ...clients, native };
}

/**
 * Starts a Temporal server in memory that can skip time, a PostgreSQL in a folder of its own, and workers in this process.
 * Whatever was started goes into `parts`, whose `stop` ends it, also when this fails.
 *
 * @throws Error of the part that did not come up
 */
export async function startScratch(options: ScratchOptions, parts: ScratchParts): Promise<ScratchInstallation> {
  const folder = scratchFolder(parts);
  // Both, also after a fault of the first: what comes up later must be known to be ended as well.
  const [database, temporal] = await Promise.allSettled([
    scratchDatabase(folder, parts),
    scratchTemporal(folder, parts, options),
  ]);
  if (database.status === 'rejected') throw database.reason;
  if (temporal.status === 'rejected') throw temporal.reason;
  const db = database.value;
  const { client, connection, native } = temporal.value;
  const { people, bundle } = options;
  const workers = await startVirtualWorkers({ db, client, connection: native, namespace: NAMESPACE, bundle, people });
  parts.keep(workers, () => workers.stop());
  const failed = workers.running.then(() => {
    throw new Error('The workers of the simulation have stopped.');
  });
  // Heard by whoever waits for a result at that time; at the end nobody does.
  failed.catch(() => undefined);
  return { db, client, time: createVirtualTime(connection, NAMESPACE), policies: workers.policies, failed };
}
