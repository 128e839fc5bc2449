import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { parseFromService, type ToService } from '../../../clients/parent';
import { StartFault } from './faults';
import { lastLinesOf } from './logs';
import type { PartName } from './run-record';
import type { Part, RunningPart } from './supervisor';

/** A process of our own: the worker or the API. */
export interface ServiceOptions {
  name: PartName;
  /** Compiled file that calls `runService`. */
  script: string;
  root: string;
  logFile: string;
  /** Variables with which it is told to go, known once the servers are up. */
  environment: Promise<Record<string, string>>;
}

/** A part with a word to it after the start. */
export interface ServicePart extends Part {
  /** Tells the process that the whole installation is up. */
  tellHealthy(): void;
}

// Connecting takes a second; on a busy small machine the modules alone may load for ten.
const READY_WITHIN_MS = 60_000;

function forkService({ script, root, logFile }: ServiceOptions): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  // The account that owns the tables is for migrations only: the services never learn it.
  const { DATABASE_OWNER_URL: _owner, ...env } = process.env;
  try {
    return spawn(process.execPath, ['--enable-source-maps', script], {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

function send(child: ChildProcess, order: ToService): void {
  // A child that has just died cannot be told anything; its end is reported by its own event.
  if (child.connected) child.send(order, () => undefined);
}

function runningPartOf(child: ChildProcess, pid: number, works: () => boolean): RunningPart {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // While it loads its modules it hears nothing, and has nothing under way that could be cut off.
      if (works()) send(child, { kind: 'stop' });
      else child.kill('SIGKILL');
      await gone;
    },
  };
}

function untilReady(child: ChildProcess, { name, logFile }: ServiceOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(new StartFault(`The ${name} process was not ready within ${READY_WITHIN_MS / 1000} s; see ${logFile}.`)),
      READY_WITHIN_MS,
    );
    child.on('message', (message) => {
      const answer = parseFromService(message);
      if (answer === undefined) return;
      clearTimeout(timer);
      if (answer.kind === 'ready') resolve();
      else reject(new StartFault(`The ${name} process could not start: ${answer.message}`));
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      const last = lastLinesOf(logFile).at(-1) ?? 'it wrote nothing';
      reject(
        new StartFault(`The ${name} process ended while it was starting (${signal ?? `exit code ${code}`}): ${last}`),
      );
    });
  });
}

/** The worker or the API as a part: forked at once, so that its modules load, and told to go when `environment` is known. */
export function createServicePart(options: ServiceOptions): ServicePart {
  let current: ChildProcess | undefined;
  let healthy = false;
  return {
    name: options.name,
    lastLines: () => lastLinesOf(options.logFile),
    tellHealthy: () => {
      healthy = true;
      if (current !== undefined) send(current, { kind: 'healthy' });
    },
    start: async ({ spawned, exited }) => {
      const child = forkService(options);
      current = child;
      const ready = untilReady(child, options);
      // Until the servers are up nobody waits for it; its failure then is heard below.
      ready.catch(() => undefined);
      if (child.pid === undefined) return ready;
      let works = false;
      spawned(runningPartOf(child, child.pid, () => works));
      child.once('exit', exited);
      const environment = await Promise.race([options.environment, ready.then(() => ({}))]);
      send(child, { kind: 'go', environment });
      await ready;
      works = true;
      if (healthy) send(child, { kind: 'healthy' });
    },
  };
}
