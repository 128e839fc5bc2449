import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One migration on disk. `checksum` is the SHA-256 of its script, as `_prisma_migrations` keeps it. */
export interface Migration {
  name: string;
  script: string;
  checksum: string;
}

/**
 * The `prisma` folder of the checkout, from the sources and from their compiled copies below `dist/` alike: the compiler does
 * not copy SQL.
 */
export function prismaFolder(): string {
  const folder = [__dirname, join(__dirname, '..', '..', 'prisma')].find((path) =>
    existsSync(join(path, 'schema.prisma')),
  );
  if (folder === undefined) throw new Error(`No schema.prisma found near ${__dirname}: the checkout is incomplete.`);
  return folder;
}

/**
 * All migrations of a folder in the order in which they are applied.
 *
 * @throws Error when a folder has no `migration.sql`.
 */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const script = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    });
}

/** The same list in the form that the schema engine takes. */
export function migrationList(folder: string, migrations: Migration[]) {
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
    })),
  };
}
