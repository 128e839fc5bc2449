import { Client } from 'pg';
import { pendingMigrations } from '../../prisma/migrate';
import { databasePlace } from '../../workers/embedded/supervisor/external';
import { attempt, type Check, fault, ok, warn } from './check';

// A database that does not answer within five seconds is down or elsewhere.
const CONNECT_MS = 5_000;
// Contacts are planned by the minute: seconds are harmless, a minute moves a contact out of its window.
const SKEW_WARN_MS = 2_000;
const SKEW_FAULT_MS = 60_000;

async function checkVersion(client: Client, url: string): Promise<Check> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return ok('PostgreSQL', `${rows[0]?.server_version ?? 'unknown version'} at ${databasePlace(url)}`);
}

async function checkMigrations(url: string): Promise<Check> {
  const pending = await pendingMigrations(url);
  if (pending.length === 0) return ok('Migrations', 'all applied');
  return fault('Migrations', `${pending.length} not applied: ${pending.join(', ')}`, 'Run npm start: it applies them.');
}

async function checkRole(client: Client): Promise<Check> {
  const { rows } = await client.query<{ role: string; strong: boolean }>(
    `select current_user::text as role,
            (select rolsuper from pg_roles where rolname = current_user)
            or exists (select 1 from pg_class where relname in ('evidence', 'ledger_entry') and relkind = 'r'
                        and (pg_has_role(current_user, relowner, 'usage')
                             or has_table_privilege(current_user, oid, 'UPDATE, DELETE, TRUNCATE'))) as strong`,
  );
  const role = rows[0]?.role ?? 'unknown';
  if (rows[0]?.strong !== true) return ok('Database account', `${role} cannot alter ledger and evidence`);
  return warn(
    'Database account',
    `${role} owns the tables and can alter ledger and evidence`,
    'Set DATABASE_OWNER_URL to this account, for migrations, and DATABASE_URL to one without rights of its own (README, Settings).',
  );
}

async function checkClock(client: Client): Promise<Check> {
  const before = Date.now();
  const { rows } = await client.query<{ ms: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms',
  );
  const skewMs = Math.round(Number(rows[0]?.ms) - (before + Date.now()) / 2);
  const found = `the database's clock differs by ${Math.abs(skewMs)} ms`;
  const advice = 'Let both machines set their clocks by NTP: contacts are planned by the minute.';
  if (Math.abs(skewMs) > SKEW_FAULT_MS) return fault('Clock', found, advice);
  return Math.abs(skewMs) > SKEW_WARN_MS ? warn('Clock', found, advice) : ok('Clock', found);
}

/** PostgreSQL: reachable, migrated, by which account, with which clock. */
export async function checkDatabase(url: string): Promise<Check[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  // A connection that breaks while it is closed is reported here, too.
  client.on('error', () => undefined);
  try {
    const reachable = await attempt(
      'PostgreSQL',
      `Start it, or correct DATABASE_URL (${databasePlace(url)}).`,
      async () => {
        await client.connect();
        return checkVersion(client, url);
      },
    );
    if (reachable.status === 'fault') return [reachable];
    return [
      reachable,
      await attempt(
        'Migrations',
        'Run npm start with DATABASE_OWNER_URL set to the account that owns the tables.',
        () => checkMigrations(url),
      ),
      await attempt('Database account', 'See the message.', () => checkRole(client)),
      await attempt('Clock', 'See the message.', () => checkClock(client)),
    ];
  } finally {
    // After a failed connect there is nothing to close.
    await client.end().catch(() => undefined);
  }
}
