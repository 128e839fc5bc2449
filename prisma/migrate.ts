import { join } from 'node:path';
import { Client } from 'pg';
import { type Migration, migrationList, prismaFolder, readMigrations } from './migrations-folder';
import { withSchemaEngine } from './schema-engine';

/** A database whose migrations do not fit this version of the product. The message names the migration. */
export class MigrationMismatchError extends Error {
  override readonly name = 'MigrationMismatchError';
}

// Names our lock in the database; any number that nobody else uses, and not the engine's own (72707369).
const MIGRATION_LOCK = 20_260_101;

interface AppliedRow {
  migration_name: string;
  checksum: string;
}

/**
 * The names of the migrations that the database at `url` lacks, in order. Reads only; some 20 ms, because it asks the
 * database directly and starts no engine.
 *
 * @throws MigrationMismatchError when an applied migration was edited since, or is unknown here (a newer version ran).
 */
export async function pendingMigrations(url: string, folder = join(prismaFolder(), 'migrations')): Promise<string[]> {
  const migrations = readMigrations(folder);
  const applied = await withClient(url, readApplied);
  for (const row of applied) assertKnown(row, migrations);
  const names = new Set(applied.map((row) => row.migration_name));
  return migrations.map((migration) => migration.name).filter((name) => !names.has(name));
}

/**
 * Applies the pending migrations as the owner of the tables and returns their names. One that failed before is marked as
 * rolled back and tried again (each is one transaction, so it left nothing). Does not load the engine when nothing is new. Starts
 * at the same moment wait for each other: one that is still under way looks to another like one that failed.
 *
 * @throws MigrationMismatchError as {@link pendingMigrations}; Error with PostgreSQL's message when a migration fails.
 */
export async function migrate(ownerUrl: string, folder = join(prismaFolder(), 'migrations')): Promise<string[]> {
  if ((await pendingMigrations(ownerUrl, folder)).length === 0) return [];
  return withClient(ownerUrl, async (client) => {
    // Held until this connection ends.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return migrateAlone(ownerUrl, folder, client);
  });
}

async function migrateAlone(ownerUrl: string, folder: string, client: Client): Promise<string[]> {
  // Another start may have applied them while this one waited.
  if ((await pendingMigrations(ownerUrl, folder)).length === 0) return [];
  await markFailedAsRolledBack(client);
  const migrationsList = migrationList(folder, readMigrations(folder));
  try {
    const { appliedMigrationNames } = await withSchemaEngine(ownerUrl, (engine) =>
      engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } }),
    );
    return appliedMigrationNames;
  } catch (cause) {
    const [failed] = await withClient(ownerUrl, readFailed);
    if (failed === undefined) throw cause;
    const [, reason] = /ERROR: (.*)/.exec(cause instanceof Error ? cause.message : '') ?? [];
    throw new Error(`The migration ${failed} failed and left nothing: ${reason ?? 'its cause is below'}.`, { cause });
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  // Five seconds: a database that does not answer by then is down, and a start should say so soon.
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function hasTable(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as present`,
  );
  return rows[0]?.present === true;
}

async function readApplied(client: Client): Promise<AppliedRow[]> {
  if (!(await hasTable(client))) return [];
  const { rows } = await client.query<AppliedRow>(
    `select migration_name, checksum from _prisma_migrations
      where finished_at is not null and rolled_back_at is null order by migration_name`,
  );
  return rows;
}

async function readFailed(client: Client): Promise<string[]> {
  if (!(await hasTable(client))) return [];
  const { rows } = await client.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is null and rolled_back_at is null',
  );
  return rows.map((row) => row.migration_name);
}

async function markFailedAsRolledBack(client: Client): Promise<void> {
  if (!(await hasTable(client))) return;
  await client.query(
    `update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null`,
  );
}

function assertKnown(row: AppliedRow, migrations: Migration[]): void {
  const known = migrations.find((migration) => migration.name === row.migration_name);
  if (known === undefined) {
    throw new MigrationMismatchError(
      `The database has the migration ${row.migration_name}, which this version does not know: it was used by a newer version. Update this checkout, or use another database.`,
    );
  }
  if (known.checksum !== row.checksum) {
    throw new MigrationMismatchError(
      `The migration ${row.migration_name} was edited after it was applied (applied ${row.checksum}, here ${known.checksum}): restore its file and write a new migration instead.`,
    );
  }
}
