import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { MigrationMismatchError, migrate, pendingMigrations } from '../../prisma/migrate';
import { prismaFolder } from '../../prisma/migrations-folder';
import { schemaDrift, writeNextMigration } from '../../prisma/new-migration';
import { published } from '../support/published';

const serverUrl = published('TEST_DATABASE_OWNER_URL');
const database = `dunwell_migrate_${process.env['JEST_WORKER_ID'] ?? '1'}`;
const url = Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;

let folder: string;

async function query<Row extends object>(target: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: target });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

function writeMigration(name: string, script: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), script);
}

const hasTable = async (name: string) =>
  (await query<{ oid: string | null }>(url, 'select to_regclass($1) as oid', [name]))[0]?.oid !== null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dunwell-migrations-'));
  await query(serverUrl, `drop database if exists ${database} with (force)`);
  await query(serverUrl, `create database ${database}`);
});

afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => query(serverUrl, `drop database if exists ${database} with (force)`));

describe('migrate', () => {
  it('applies what is pending once, in order, and nothing the second time', async () => {
    writeMigration('20260101000000_first', 'create table first (id int);');
    writeMigration('20260102000000_second', 'create table second (id int);');
    expect(await pendingMigrations(url, folder)).toEqual(['20260101000000_first', '20260102000000_second']);
    expect(await migrate(url, folder)).toEqual(['20260101000000_first', '20260102000000_second']);
    expect(await pendingMigrations(url, folder)).toEqual([]);
    expect(await migrate(url, folder)).toEqual([]);
    expect(await hasTable('second')).toBe(true);
  });

  it('writes _prisma_migrations as the upstream CLI does, with the SHA-256 of the file', async () => {
    const script = '-- § a comment beyond ASCII\ncreate table first (id int);\n';
    writeMigration('20260101000000_first', script);
    await migrate(url, folder);
    const rows = await query<{
      checksum: string;
      applied_steps_count: number;
      is_finished: boolean;
      logs: string | null;
    }>(
      url,
      'select checksum, applied_steps_count, finished_at is not null as is_finished, logs from _prisma_migrations',
    );
    const checksum = createHash('sha256').update(script).digest('hex');
    expect(rows).toEqual([{ checksum, applied_steps_count: 1, is_finished: true, logs: null }]);
  });

  it('sends a script with functions and triggers to the server in one piece', async () => {
    writeMigration(
      '20260101000000_first',
      `create table first (id int);
       create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no; not ever'; end $$;
       create trigger refuse before delete on first execute function refuse();
       do $$ begin insert into first values (1); insert into first values (2); end $$;`,
    );
    await migrate(url, folder);
    expect(await query(url, 'select id from first order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('leaves nothing of a migration that fails, names the cause, and applies the mended one', async () => {
    writeMigration('20260101000000_first', 'create table first (id int);');
    writeMigration('20260102000000_broken', 'create table half (id int); create table half_too (id nonsense);');
    await expect(migrate(url, folder)).rejects.toThrow(
      /^The migration 20260102000000_broken failed and left nothing: type "nonsense" does not exist/,
    );
    expect(await hasTable('first')).toBe(true);
    expect(await hasTable('half')).toBe(false);
    expect(await pendingMigrations(url, folder)).toEqual(['20260102000000_broken']);

    writeMigration('20260102000000_broken', 'create table half (id int); create table half_too (id int);');
    expect(await migrate(url, folder)).toEqual(['20260102000000_broken']);
    expect(await hasTable('half_too')).toBe(true);
    expect(
      await query(url, 'select 1 from _prisma_migrations where rolled_back_at is not null and finished_at is null'),
    ).toHaveLength(1);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    writeMigration('20260101000000_first', 'create table first (id int);');
    await migrate(url, folder);
    writeMigration('20260101000000_first', 'create table first (id bigint);');
    await expect(migrate(url, folder)).rejects.toThrow(MigrationMismatchError);
    await expect(pendingMigrations(url, folder)).rejects.toThrow(
      /20260101000000_first was edited after it was applied/,
    );
  });

  it('refuses a database that a newer version has migrated', async () => {
    writeMigration('20260101000000_first', 'create table first (id int);');
    writeMigration('20260102000000_later', 'create table later (id int);');
    await migrate(url, folder);
    rmSync(join(folder, '20260102000000_later'), { recursive: true });
    await expect(migrate(url, folder)).rejects.toThrow(/20260102000000_later, which this version does not know/);
  });

  it('gives two starts at once one application of each migration', async () => {
    writeMigration('20260101000000_first', 'create table first (id int);');
    const results = await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)]);
    expect(results.flat()).toEqual(['20260101000000_first']);
  });
});

describe('new migrations', () => {
  it('finds no difference between schema.prisma and the migrations of the project', async () => {
    expect(await schemaDrift(url)).toBeUndefined();
  });

  it('writes the difference as the next migration, and then finds none', async () => {
    cpSync(prismaFolder(), folder, { recursive: true });
    const schema = join(folder, 'schema.prisma');
    writeFileSync(schema, `${readFileSync(schema, 'utf8')}\nmodel Extra {\n  id String @id\n\n  @@map("extra")\n}\n`);
    const name = await writeNextMigration(url, '20991231235959', 'extra', folder);
    expect(name).toBe('20991231235959_extra');
    expect(readFileSync(join(folder, 'migrations', '20991231235959_extra', 'migration.sql'), 'utf8')).toContain(
      'CREATE TABLE "extra"',
    );
    expect(await writeNextMigration(url, '21000101000000', 'nothing', folder)).toBeUndefined();
  });

  it('leaves no shadow database behind', async () => {
    await schemaDrift(url);
    expect(await query(serverUrl, `select datname from pg_database where datname like 'shadow%'`)).toEqual([]);
  });
});
