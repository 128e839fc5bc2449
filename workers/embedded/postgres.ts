import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { startChild, untilReady } from './child';
import { assertPortFree } from './free-port';
import { stopLeftover } from './leftover';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries';
import { type Account, chooseAccount, giveTo, launchAs } from './postgres-user';
import { run } from './run';

export { ensureRuntimeRole } from './runtime-role';

/** A PostgreSQL of our own. `ownerUrl` is the account that owns all tables: for migrations, not for daily work. */
export interface EmbeddedPostgres {
  ownerUrl: string;
  pid: number;
  port: number;
  /** Fast shutdown: open connections are cut, a checkpoint is written. */
  stop(): Promise<void>;
}

/** What {@link startPostgres} needs. `durable: false` gives up crash safety for speed: tests and simulations only. */
export interface PostgresOptions {
  folder: string;
  port: number;
  durable?: boolean;
  onExit?: (code: number | null) => void;
  logFile?: string;
}

const owner = 'dunwell_owner';
const database = 'dunwell';

// After a power cut PostgreSQL first replays its log, which takes long on a slow disk.
const readyTimeoutMs = 60_000;

/**
 * Starts PostgreSQL on 127.0.0.1 with its data below `folder` (created, mode 0700, on the first start) and returns when it
 * answers. The caller holds the lock of the data folder: a PostgreSQL that still runs on it was left over by a start that was
 * killed, and is stopped first. As root it runs under another account.
 *
 * @throws Error with PostgreSQL's last lines when it does not come up; nothing is left running then.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { port, durable = true, onExit } = options;
  const folder = resolve(options.folder);
  const binaries = postgresBinaries();
  const account = chooseAccount(folder);
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  giveTo(account, folder);
  const passwordFile = join(folder, 'owner-password');
  const cluster = join(folder, 'cluster');
  if (!existsSync(cluster)) await createCluster({ folder, cluster, passwordFile, binaries, account, durable });
  await stopLeftover(cluster);
  await assertPortFree(port, 'POSTGRES_PORT');
  const child = await startChild({
    name: 'PostgreSQL',
    ...launchAs(account, binaries.postgres, serverArguments(cluster, port, durable), [binaries.postgres, cluster]),
    logFile: options.logFile ?? join(folder, 'postgres.log'),
    env: {},
    onExit,
  });
  const stop = () => child.stop('SIGINT');
  const ownerUrl = `postgresql://${owner}:${readFileSync(passwordFile, 'utf8')}@127.0.0.1:${port}/${database}`;
  try {
    await untilReady('PostgreSQL', child, readyTimeoutMs, () => ensureDatabase(ownerUrl));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ownerUrl, pid: child.pid, port, stop };
}

function serverArguments(cluster: string, port: number, durable: boolean): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=warning',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']),
  ];
  return ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])];
}

interface Cluster {
  folder: string;
  cluster: string;
  passwordFile: string;
  binaries: PostgresBinaries;
  account: Account | undefined;
  durable: boolean;
}

/** Builds the cluster beside its place and renames it, so that an interrupted first start leaves no half of one. */
async function createCluster({ folder, cluster, passwordFile, binaries, account, durable }: Cluster): Promise<void> {
  const unfinished = 'cluster.unfinished';
  for (const entry of readdirSync(folder)) {
    if (entry === unfinished) rmSync(join(folder, entry), { recursive: true });
  }
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  giveTo(account, passwordFile);
  const target = join(folder, unfinished);
  const args = [
    `--pgdata=${target}`,
    `--username=${owner}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting and upper case must not depend on the machine: the same order everywhere, by code point.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  await run('initdb', launchAs(account, binaries.initdb, args, [binaries.initdb, target]));
  renameSync(target, cluster);
}

/** Connects; creates the product's database on the first start. Throws while the server is not ready. */
async function ensureDatabase(ownerUrl: string): Promise<void> {
  const maintenance = new URL(ownerUrl);
  maintenance.pathname = '/postgres';
  // A connection to this machine takes a millisecond; one that hangs is tried again.
  const client = new Client({ connectionString: maintenance.href, connectionTimeoutMillis: 1_000 });
  // A server that ends while we connect reports it here as well as by the rejected call.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}
