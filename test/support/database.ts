import { Client } from 'pg';
import { type Db, createPrisma } from '../../clients/prisma';
import { databaseName, published } from './published';
import { keptPolicyHash } from './standard-policy';

/** The database of this jest worker, migrated and empty, seen as the product sees it: under the runtime role. */
export interface TestDatabase {
  db: Db;
  url: string;
  /** The same database under the role that owns the tables. */
  ownerUrl: string;
  /** Empties all tables, the append-only ones too; of the policies stays what the support of `standard` keeps. */
  reset(): Promise<void>;
}

/**
 * Gives the test file a database. Call it once, outside of tests and hooks: it empties the tables before the first test and
 * closes the client after the last. Tests that follow each other see each other's rows; `beforeEach(reset)` prevents that.
 */
export function testDatabase(): TestDatabase {
  const url = inWorkersDatabase(published('TEST_DATABASE_RUNTIME_URL'));
  const ownerUrl = inWorkersDatabase(published('TEST_DATABASE_OWNER_URL'));
  const db = createPrisma(url);
  const owner = new Client({ connectionString: ownerUrl });
  const reset = async () => {
    await owner.query(emptyAllTables(keptPolicyHash()));
  };
  beforeAll(async () => {
    await owner.connect();
    await reset();
  });
  afterAll(async () => {
    await db.$disconnect();
    await owner.end();
  });
  return { db, url, ownerUrl, reset };
}

function inWorkersDatabase(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${databaseName(process.env['JEST_WORKER_ID'] ?? '1')}`;
  return url.href;
}

// Deletes where there is something: a few milliseconds, where TRUNCATE of every table takes a hundred. The role switches off
// foreign keys and the triggers that keep ledger and evidence.
const emptyAllTables = (policyHash: string | null) => `
  do $$
  declare
    tab text;
    filled boolean;
  begin
    set local session_replication_role = replica;
    for tab in select tablename from pg_tables where schemaname = 'public' and tablename not in ('_prisma_migrations', 'policy_version') loop
      execute format('select exists (select 1 from %I)', tab) into filled;
      if filled then execute format('delete from %I', tab); end if;
    end loop;
    delete from policy_version where hash <> '${policyHash ?? ''}';
  end $$`;
