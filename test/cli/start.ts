import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../workers/embedded/free-port';
import { readRunRecord } from '../../workers/embedded/supervisor/run-record';

const root = resolve(__dirname, '..', '..');

/** The settings of one installation under test: its own folder and ports, nothing from the environment of the tests. */
export type Settings = Record<string, string>;

/** Settings with a new data folder and free ports. */
export async function newSettings(): Promise<Settings> {
  const ports = { API_PORT: 0, POSTGRES_PORT: 0, TEMPORAL_PORT: 0, TEMPORAL_UI_PORT: 0 };
  const taken = new Set<number>();
  const chosen = await Promise.all(
    Object.keys(ports).map(async (name) => {
      let port = await freePort();
      while (taken.has(port)) port = await freePort();
      taken.add(port);
      return [name, String(port)] as const;
    }),
  );
  return { DUNWELL_DATA_DIR: mkdtempSync(join(tmpdir(), 'dunwell-up-')), ...Object.fromEntries(chosen) };
}

/** The `dunwell` command as a process, with what it has written so far. */
export interface Run {
  child: ChildProcess;
  pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves with its exit code, or the signal that has ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

/** Runs `dunwell` with the settings. */
export function dunwell(args: string[], settings: Settings): Run {
  const { PATH = '', HOME = '', XDG_CACHE_HOME } = process.env;
  const external = { DATABASE_URL: '', DATABASE_OWNER_URL: '', TEMPORAL_ADDRESS: '' };
  const cache = XDG_CACHE_HOME === undefined ? {} : { XDG_CACHE_HOME };
  const child = spawn(process.execPath, [join(root, 'cli', 'entry.cjs'), ...args], {
    cwd: root,
    env: { PATH, HOME, ...cache, ...external, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const ended = new Promise<number | NodeJS.Signals>((done) =>
    child.once('close', (code, signal) => done(code ?? signal ?? 0)),
  );
  return { child, pid: child.pid ?? 0, stdout: () => out, stderr: () => err, ended };
}

/** Polls until the condition holds. @throws Error with `what` after `withinMs` */
export async function until(
  what: () => string,
  withinMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms: ${what()}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** Starts an installation and returns when its table is printed. */
export async function startToTable(settings: Settings): Promise<Run> {
  const run = dunwell(['up'], settings);
  let over = false;
  void run.ended.then(() => (over = true));
  await until(
    () => `the table; so far: ${run.stdout()}${run.stderr()}`,
    120_000,
    () => {
      if (over) throw new Error(`The start ended: ${run.stdout()}${run.stderr()}`);
      return run.stdout().includes('Ctrl+C stops everything');
    },
  );
  return run;
}

/** The recorded processes of the installation. */
export const processesOf = (settings: Settings) => readRunRecord(dataDir(settings)).processes;

/** The data folder of the settings. */
export const dataDir = (settings: Settings): string => settings['DUNWELL_DATA_DIR'] ?? '';

/** Processes of any kind that name the data folder on their command line or hold it as a setting. */
export function processesNaming(folder: string): string[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
      return text.includes(folder) ? [`${pid} ${text.slice(0, 200).replaceAll('\0', ' ')}`] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** Removes the data folder of an installation that has been stopped. */
export function removeData(settings: Settings): void {
  rmSync(dataDir(settings), { recursive: true, force: true });
}
