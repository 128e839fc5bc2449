import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationList, prismaFolder, readMigrations } from './migrations-folder';
import { withSchemaEngine } from './schema-engine';

/**
 * The SQL that leads from the migrations to `schema.prisma`, or undefined when they agree. Uses a shadow database on the
 * server at `url`, which is dropped afterwards; the account must be allowed to create one.
 */
export async function schemaDrift(url: string, folder = prismaFolder()): Promise<string | undefined> {
  const schemaPath = join(folder, 'schema.prisma');
  const content = readFileSync(schemaPath, 'utf8');
  const migrations = join(folder, 'migrations');
  const result = await withSchemaEngine(
    url,
    (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...migrationList(migrations, readMigrations(migrations)) },
        to: { tag: 'schemaDatamodel', files: [{ path: schemaPath, content }] },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      }),
    [[schemaPath, content]],
  );
  return result.exitCode === 0 ? undefined : (result.stdout ?? '');
}

/**
 * Writes the next migration folder from the difference between the migrations and `schema.prisma`, for a person to read and
 * complete. `stamp` is the folder's time, `YYYYMMDDhhmmss`.
 *
 * @returns the folder's name, or undefined when nothing changed.
 */
export async function writeNextMigration(
  url: string,
  stamp: string,
  title: string,
  folder = prismaFolder(),
): Promise<string | undefined> {
  const script = await schemaDrift(url, folder);
  if (script === undefined) return undefined;
  const name = `${stamp}_${title}`;
  mkdirSync(join(folder, 'migrations', name));
  writeFileSync(join(folder, 'migrations', name, 'migration.sql'), script);
  return name;
}

async function main(): Promise<void> {
  const [url, title] = process.argv.slice(2);
  if (url === undefined || title === undefined || !/^[a-z0-9_]+$/.test(title)) {
    throw new Error('Usage: node dist/prisma/new-migration.js <owner URL of any PostgreSQL> <title in lower_case>');
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const name = await writeNextMigration(url, stamp, title);
  console.log(name === undefined ? 'The migrations already give schema.prisma.' : `Wrote prisma/migrations/${name}.`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
