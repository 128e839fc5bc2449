import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../support/stand-in/faults';
import { until } from '../support/story-until';
import { startCrashCase, type CrashCase } from './crash-cases';
import { startWorkerProcess, type WorkerProcess } from './crash-process';
import { finalStates, recover, waitUntilIdle, type CrashSite, type Recovered } from './crash-round';

/** What happened to the workers of a run, and what came of its cases. */
export interface RandomOutcome {
  readonly kills: number;
  readonly freezes: number;
  /** Messages that were marked as sending when a worker was struck, over all strikes. */
  readonly underWay: number;
  readonly recovered: readonly Recovered[];
}

const WORKERS = 3;
// Starting is cheap; more at once only wait in the client.
const STARTS_AT_ONCE = 20;
// Longer than the server waits for a worker's report (15 s): it takes a frozen worker for dead, and the worker goes on.
const FROZEN_MS = 20_000;
// A worker is struck when the provider has accepted up to so many messages since the last strike, and a moment later: in numbers
// of messages, so that a slow machine gets as far as a fast one.
const MOST_BETWEEN = 16;
const LONGEST_MOMENT_MS = 1_000;
// One of four is frozen; the others are killed.
const FROZEN_SHARE = 0.25;
// Answers between at once and four seconds: most of the time most of the sends in flight wait for the provider.
const SLOWEST_ANSWER_MS = 4_000;
// A message that was hit several times is tried again after up to a minute; from here on the others may end in peace.
const MOST_STRIKES = 40;
const WITHIN_SECONDS = 900;

async function startAll(site: CrashSite, cases: readonly CrashCase[]): Promise<void> {
  const waiting = [...cases];
  const startNext = async () => {
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) await startCrashCase(site, row);
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startNext));
}

/** Sends a book while workers are killed and frozen at instants that follow from the seed; others take their place. */
export async function killAtRandom(site: CrashSite, cases: readonly CrashCase[], seed: number): Promise<RandomOutcome> {
  const { db, provider, settings } = site;
  const random = seededRandom(seed);
  const begin = (): WorkerProcess => startWorkerProcess({ ...settings, points: {} });
  const all = Array.from({ length: WORKERS }, begin);
  const working = [...all];
  const thaws: Promise<void>[] = [];
  let kills = 0;
  let underWay = 0;

  const isOver = async () =>
    kills + thaws.length >= MOST_STRIKES ||
    (await db.contact.count({ where: { state: { in: finalStates } } })) === cases.length;
  const strike = async (worker: WorkerProcess) => {
    underWay += await db.contact.count({ where: { state: 'sending' } });
    if (random() >= FROZEN_SHARE) {
      kills += 1;
      return worker.kill();
    }
    worker.freeze();
    thaws.push(pause(FROZEN_MS).then(() => worker.goOn()));
  };

  for (const _ of cases) provider.faults.push({ kind: 'slow', ms: Math.floor(random() * SLOWEST_ANSWER_MS) });
  try {
    await startAll(site, cases);
    while (!(await isOver())) {
      const place = Math.floor(random() * WORKERS);
      const struck = working[place];
      if (struck === undefined) continue;
      const enough = provider.accepted.length + Math.floor(random() * MOST_BETWEEN);
      const isDue = async () => provider.accepted.length >= enough || (await isOver());
      await until('the next strike is due', isDue, WITHIN_SECONDS);
      await pause(random() * LONGEST_MOMENT_MS);
      await strike(struck);
      const next = begin();
      all.push(next);
      working[place] = next;
    }
    await recover(site, cases, performance.now(), WITHIN_SECONDS);
    await Promise.all(thaws);
    await waitUntilIdle(site, cases);
    // Nothing changes any more while it is counted.
    await Promise.all(all.map((worker) => worker.kill()));
    const recovered = await recover(site, cases, performance.now());
    return { kills, freezes: thaws.length, underWay, recovered };
  } finally {
    await Promise.all(all.map((worker) => worker.kill()));
  }
}
