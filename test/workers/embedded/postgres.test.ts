import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../../prisma/migrate';
import { freePort } from '../../../workers/embedded/free-port';
import { type EmbeddedPostgres, ensureRuntimeRole, startPostgres } from '../../../workers/embedded/postgres';

const isRoot = process.getuid?.() === 0;

let home: string;
let folder: string;
let running: EmbeddedPostgres[] = [];

async function start(options: { durable?: boolean; onExit?: (code: number | null) => void; port?: number } = {}) {
  const postgres = await startPostgres({
    folder,
    port: options.port ?? (await freePort()),
    durable: false,
    ...options,
  });
  running.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dunwell-postgres-'));
  chmodSync(home, 0o711);
  folder = join(home, 'postgres');
});

afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  running = [];
  rmSync(home, { recursive: true });
});

it('starts on 127.0.0.1 with its data in a folder closed to others, and keeps the data over a stop', async () => {
  const first = await start();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await query(first.ownerUrl, 'create table kept as select 1 as id');
  await first.stop();
  const second = await start();
  expect(await query(second.ownerUrl, 'select id from kept')).toEqual([{ id: 1 }]);
  expect(await query(second.ownerUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
});

it('gives up crash safety only when asked', async () => {
  const fast = await start();
  expect(await query(fast.ownerUrl, 'show fsync')).toEqual([{ fsync: 'off' }]);
  await fast.stop();
  const durable = await start({ durable: true });
  expect(await query(durable.ownerUrl, 'show fsync')).toEqual([{ fsync: 'on' }]);
});

it('asks for the password', async () => {
  const url = new URL((await start()).ownerUrl);
  url.password = 'guess';
  await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
});

it('reports an end that nobody asked for, and no other', async () => {
  const ends: (number | null)[] = [];
  const killed = await start({ onExit: (code) => ends.push(code) });
  process.kill(killed.pid, 'SIGKILL');
  while (ends.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const stopped = await start({ onExit: (code) => ends.push(code) });
  await stopped.stop();
  expect(ends).toEqual([null]);
});

it('stops the PostgreSQL that a killed start left on the folder, and continues on its data', async () => {
  let leftoverEnded = false;
  const leftover = await start({ onExit: () => (leftoverEnded = true) });
  await query(leftover.ownerUrl, 'create table kept as select 1 as id');
  const next = await start();
  expect(leftoverEnded).toBe(true);
  expect(await query(next.ownerUrl, 'select id from kept')).toEqual([{ id: 1 }]);
});

it('makes a new cluster when the first start was cut short', async () => {
  mkdirSync(join(folder, 'cluster.unfinished'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'cluster.unfinished', 'PG_VERSION'), '18');
  const { ownerUrl } = await start();
  expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('names the port that is in use, and quotes PostgreSQL when it does not start', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await expect(start({ port })).rejects.toThrow(
    /^Port \d+ on 127.0.0.1 cannot be used .*: stop what uses it, or set POSTGRES_PORT/,
  );
  other.close();
  rmSync(join(folder, 'cluster', 'PG_VERSION'));
  await expect(start({ port })).rejects.toThrow(/^PostgreSQL ended while it was starting[^]*PG_VERSION/);
});

(isRoot ? it : it.skip)('starts as root below a folder that is closed to others (as root only)', async () => {
  chmodSync(home, 0o700);
  const { ownerUrl, pid } = await start();
  expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
});

it('gives the runtime role the right to log in and nothing else, and keeps its password', async () => {
  const { ownerUrl } = await start();
  const passwordFile = join(home, 'runtime-password');
  // Tables that are older than the role: it gets its rights on them all the same.
  await migrate(ownerUrl);
  const url = await ensureRuntimeRole(ownerUrl, passwordFile);
  expect(await ensureRuntimeRole(ownerUrl, passwordFile)).toBe(url);
  expect(statSync(passwordFile).mode & 0o777).toBe(0o600);
  const attributes = 'rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls';
  expect(await query(url, `select ${attributes} from pg_roles where rolname = current_user`)).toEqual([
    { rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolbypassrls: false },
  ]);
  expect(await query(url, 'select count(*)::int as count from debtor')).toEqual([{ count: 0 }]);
  await expect(query(url, 'delete from evidence')).rejects.toThrow(/permission denied/);

  writeFileSync(passwordFile, `x'; drop role dunwell_owner; --`);
  await expect(ensureRuntimeRole(ownerUrl, passwordFile)).rejects.toThrow(/does not hold a password/);
});
