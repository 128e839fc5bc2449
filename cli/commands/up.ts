import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPrisma, type Db } from '../../clients/prisma';
import { loadConfig } from '../../config';
import { createFirstAdmin, everyCaseIsPlanned, findNextContact, type NextContact } from '../../services/first-start';
import { StartFault, StartInterrupted } from '../../workers/embedded/supervisor/faults';
import { dataPlaces } from '../../workers/embedded/supervisor/orphans';
import { createRunRecorder } from '../../workers/embedded/supervisor/run-record';
import { startInstallation } from '../../workers/embedded/supervisor/start';
import { Supervisor } from '../../workers/embedded/supervisor/supervisor';
import type { Boot, ExitCode } from '../boot-context';
import { upTable } from './up-table';

// What each part is given to finish what is under way before it is killed (issue 3, 1.5).
const STOP_WITHIN_MS = 10_000;
// The sample book is loaded behind the table; its cases are planned within seconds, and the table must not wait for more.
const FIRST_CONTACT_WITHIN_MS = 10_000;
const FIRST_CONTACT_POLL_MS = 250;
// What a shell reports for a program that Ctrl+C has ended.
const INTERRUPTED: ExitCode = 130;

function supervise({ dataFolder, interrupts }: Boot) {
  const recorder = createRunRecorder(dataFolder);
  // Resolves by a signal, rejects when a part cannot be kept alive.
  let onSignal: () => void = () => undefined;
  let onGiveUp: (fault: StartFault) => void = () => undefined;
  const ended = new Promise<'signal'>((resolve, reject) => {
    onSignal = () => resolve('signal');
    onGiveUp = reject;
  });
  const supervisor = new Supervisor({
    recorder,
    now: () => performance.now(),
    later: (delayMs, work) => {
      const timer = setTimeout(work, delayMs);
      return () => clearTimeout(timer);
    },
    tell: (sentence) => process.stderr.write(`dunwell: ${sentence}\n`),
    giveUp: (message, lastLines) => onGiveUp(new StartFault([message, ...lastLines].join('\n'))),
    stopWithinMs: STOP_WITHIN_MS,
  });
  interrupts.handle(onSignal, () => void supervisor.killAll().finally(() => process.exit(INTERRUPTED)));
  return { supervisor, recorder, ended };
}

function keepKey(file: string, key: string): void {
  // A file that exists would keep its own mode.
  rmSync(file, { force: true });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
}

async function waitForNextContact(db: Db, withinMs: number): Promise<NextContact | undefined> {
  const until = performance.now() + withinMs;
  while (performance.now() < until && !(await everyCaseIsPlanned(db))) await sleep(FIRST_CONTACT_POLL_MS);
  return findNextContact(db);
}

async function startAndTell(boot: Boot, { supervisor, recorder }: ReturnType<typeof supervise>): Promise<void> {
  const { progress, dataFolder } = boot;
  const installation = await startInstallation({ ...boot, config: loadConfig(), supervisor, recorder });
  supervisor.assertNotStopping();
  const db = createPrisma(installation.databaseUrl);
  try {
    const firstKey = await createFirstAdmin(db, (key) => keepKey(dataPlaces(dataFolder).cliKey, key));
    installation.tellHealthy();
    const next = await waitForNextContact(db, firstKey === undefined ? 0 : FIRST_CONTACT_WITHIN_MS);
    supervisor.assertNotStopping();
    progress.close();
    process.stdout.write(
      upTable({ installation, firstKey, next, dataFolder, now: new Date(), readyAfterMs: performance.now() }),
    );
  } finally {
    await db.$disconnect();
  }
}

/**
 * `dunwell up`: starts everything, prints the table of addresses, and keeps it running until a signal comes.
 *
 * @returns 0 after an orderly stop, 130 when the start itself was interrupted
 * @throws ConfigError, StartFault or the error of the part that did not come up; everything is stopped by then
 */
export async function up(boot: Boot): Promise<ExitCode> {
  // Before anything is started: a wrong setting must not leave half an installation.
  loadConfig();
  const run = supervise(boot);
  const starting = startAndTell(boot, run);
  // After an interruption the rest of the start fails on what is gone; nobody waits for it any more.
  starting.catch(() => undefined);
  try {
    const first = await Promise.race([starting, run.ended]);
    if (first === undefined) await run.ended;
    boot.progress.close();
    process.stdout.write('Stopping …\n');
    return first === undefined ? 0 : INTERRUPTED;
  } catch (error) {
    if (error instanceof StartInterrupted) return INTERRUPTED;
    throw error;
  } finally {
    boot.progress.close();
    await run.supervisor.stopAll();
  }
}
