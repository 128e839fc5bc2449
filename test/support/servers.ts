import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectTemporal } from '../../clients/temporal';
import { migrate } from '../../prisma/migrate';
import { freePort } from '../../workers/embedded/free-port';
import { ensureNamespace, ensureSearchAttributes } from '../../workers/embedded/namespace';
import { type EmbeddedPostgres, ensureRuntimeRole, startPostgres } from '../../workers/embedded/postgres';
import { resolveTemporalCli } from '../../workers/embedded/temporal-cli';
import { type TemporalServer, startTemporalServer } from '../../workers/embedded/temporal-server';
import { databaseName, namespaceName, templateName } from './published';

/** What one test run starts, and how the tests find it. */
export interface TestServers {
  variables: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts one PostgreSQL with a migrated database, and one Temporal server that can skip time with a namespace, for each jest worker. */
export async function startServers(workers: number): Promise<TestServers> {
  const folder = mkdtempSync(join(tmpdir(), 'dunwell-test-'));
  // As root PostgreSQL runs as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const reaper = startReaper(folder);
  const started: (EmbeddedPostgres | TemporalServer)[] = [];
  const keep = <Server extends EmbeddedPostgres | TemporalServer>(server: Server): Server => {
    started.push(server);
    reaper.stdin?.write(`${server.pid}\n`);
    return server;
  };
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
    reaper.stdin?.end();
    await once(reaper, 'exit');
  };
  try {
    // Both, also after a fault of the first: what comes up later must be stopped as well.
    const branches = await Promise.allSettled([
      startDatabases(folder, workers, keep),
      startTemporal(folder, workers, keep),
    ]);
    const variables = Object.fromEntries(branches.flatMap((branch) => Object.entries(valueOf(branch))));
    return { variables: { ...variables, TEST_FOLDER: folder }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function valueOf(branch: PromiseSettledResult<Record<string, string>>): Record<string, string> {
  if (branch.status === 'rejected') throw branch.reason;
  return branch.value;
}

type Keep = <Server extends EmbeddedPostgres | TemporalServer>(server: Server) => Server;

async function startDatabases(folder: string, workers: number, keep: Keep): Promise<Record<string, string>> {
  const postgres = keep(
    await startPostgres({ folder: join(folder, 'postgres'), port: await freePort(), durable: false }),
  );
  const runtimeUrl = await ensureRuntimeRole(postgres.ownerUrl, join(folder, 'runtime-password'));
  const client = new Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  await client.query(`create database ${templateName}`);
  const templateUrl = new URL(postgres.ownerUrl);
  templateUrl.pathname = `/${templateName}`;
  await migrate(templateUrl.href);
  for (let worker = 1; worker <= workers; worker += 1) {
    await client.query(`create database ${databaseName(worker)} template ${templateName}`);
  }
  await client.end();
  return { TEST_DATABASE_OWNER_URL: postgres.ownerUrl, TEST_DATABASE_RUNTIME_URL: runtimeUrl };
}

async function startTemporal(folder: string, workers: number, keep: Keep): Promise<Record<string, string>> {
  const cli = await resolveTemporalCli({ cliPath: process.env['TEMPORAL_CLI_PATH'] });
  const port = await freePort();
  const logFile = join(folder, 'temporal.log');
  const first = namespaceName(1);
  const server = keep(await startTemporalServer({ cli, port, namespace: first, timeSkipping: true, logFile }));
  const { connection, close } = await connectTemporal({ address: server.address, namespace: first, apiKey: undefined });
  for (let worker = 1; worker <= workers; worker += 1) {
    await ensureNamespace(connection, namespaceName(worker));
    await ensureSearchAttributes(connection, namespaceName(worker));
  }
  await close();
  return { TEST_TEMPORAL_ADDRESS: server.address };
}

function startReaper(folder: string): ChildProcess {
  const reaper = spawn(process.execPath, [join(__dirname, 'reaper.cjs'), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // A run that is killed while it writes finds the pipe closed.
  reaper.stdin?.on('error', () => undefined);
  return reaper;
}
