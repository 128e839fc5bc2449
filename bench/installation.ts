import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Runtime } from '@temporalio/worker';
import type { Client, Connection } from '@temporalio/client';
import { Client as PgClient } from 'pg';
import { createPrisma, type Db } from '../clients/prisma';
import { connectTemporal } from '../clients/temporal';
import { migrate } from '../prisma/migrate';
import { createFirstAdmin } from '../services/first-start';
import { createPolicyStore, type PolicyStore } from '../services/policy-store';
import { checkoutFolder } from '../workers/checkout';
import { freePort } from '../workers/embedded/free-port';
import { ensureSearchAttributes } from '../workers/embedded/namespace';
import { ensureRuntimeRole, startPostgres } from '../workers/embedded/postgres';
import { resolveTemporalCli } from '../workers/embedded/temporal-cli';
import { startTemporalServer } from '../workers/embedded/temporal-server';
import type { Exits } from './exits';
import { startPeer, type RunningPeer } from './peer/start-peer';

/** The servers of a run, its own and set up as `npm start` sets up the product's: durable database, Temporal on a file. */
export interface Installation {
  readonly db: Db;
  /** A plain connection for looking at rows from outside. */
  readonly sql: PgClient;
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
  readonly policies: PolicyStore;
  readonly apiKey: string;
  /** Server and database, for counting their processor time. */
  readonly serverPids: readonly number[];
  readonly versions: { readonly postgres: string; readonly temporal: string };
  startPeer(role: 'product' | 'bare', exactMemory?: boolean): Promise<RunningPeer>;
}

const NAMESPACE = 'bench';

async function startDatabase(folder: string, exits: Exits) {
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), port: await freePort() });
  exits.add(() => postgres.stop());
  const url = await ensureRuntimeRole(postgres.ownerUrl, join(folder, 'runtime-password'));
  await migrate(postgres.ownerUrl);
  const sql = new PgClient({ connectionString: postgres.ownerUrl });
  await sql.connect();
  exits.add(() => sql.end());
  await sql.query(`create table bench_start
    (workflow_id text primary key, run_id text not null, started_at timestamptz not null)`);
  await sql.query('create table bench_send (id text primary key, status int not null, sent_at timestamptz not null)');
  const db = createPrisma(url);
  exits.add(() => db.$disconnect());
  const { rows } = await sql.query<{ server_version: string }>('show server_version');
  return { pid: postgres.pid, url, db, sql, version: rows[0]?.server_version ?? 'unknown' };
}

async function startTemporal(folder: string, cliPath: string | undefined, exits: Exits) {
  const cli = await resolveTemporalCli({ cliPath, onProgress: (text) => console.error(text) });
  const server = await startTemporalServer({
    cli,
    port: await freePort(),
    namespace: NAMESPACE,
    dbFile: join(folder, 'temporal', 'temporal.db'),
    timeSkipping: true,
  });
  exits.add(() => server.stop());
  const config = { address: server.address, namespace: NAMESPACE, apiKey: undefined };
  const clients = await connectTemporal(config);
  exits.add(() => clients.close());
  await ensureSearchAttributes(clients.connection, NAMESPACE);
  const info = await clients.connection.workflowService.getSystemInfo({});
  return { pid: server.pid, address: server.address, ...clients, version: info.serverVersion ?? cli.version };
}

/** Builds the bundle of the bare workflows, from the sources beside this file's. */
async function bareBundle(folder: string): Promise<string> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(checkoutFolder(), 'bench', 'workflows', 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const path = join(folder, 'bare-bundle.js');
  writeFileSync(path, code);
  return path;
}

/** Starts the servers of a run in a folder of its own; `exits` ends everything and removes it. */
export async function startInstallation(cliPath: string | undefined, exits: Exits): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'dunwell-bench-'));
  exits.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  // As root PostgreSQL runs as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const database = await startDatabase(folder, exits);
  const temporal = await startTemporal(folder, cliPath, exits);
  const bundles = {
    product: join(checkoutFolder(), 'dist', 'workflow-bundle.js'),
    bare: await bareBundle(folder),
  };
  const policies = createPolicyStore(database.db);
  await policies.loadPacks(join(checkoutFolder(), 'policies'));
  await policies.loadPacks(join(checkoutFolder(), 'bench', 'policies'));
  let apiKey = '';
  await createFirstAdmin(database.db, (key) => {
    apiKey = key;
  });
  const { db, sql, url: databaseUrl } = database;
  const { client, connection, address } = temporal;
  return {
    db,
    sql,
    client,
    connection,
    namespace: NAMESPACE,
    policies,
    apiKey,
    serverPids: [database.pid, temporal.pid],
    versions: { postgres: database.version, temporal: temporal.version },
    startPeer: async (role, exactMemory) => {
      const settings = { role, databaseUrl, address, namespace: NAMESPACE, bundlePath: bundles[role] };
      const peer = await startPeer(settings, exactMemory);
      let isStopped = false;
      const stop = async () => {
        if (isStopped) return;
        isStopped = true;
        await peer.stop();
      };
      exits.add(stop);
      return { ...peer, stop };
    },
  };
}
