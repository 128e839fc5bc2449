import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../support/stand-in/faults';
import { startCrashCase, type CrashCase } from './crash-cases';
import { startWorkerProcess, type WorkerProcess } from './crash-process';
import { recover, waitUntilIdle, type CrashSite, type Recovered } from './crash-round';

export interface RandomRun {
  readonly seed: number;
  readonly workers: number;
  /** How many cases fall due in a second. */
  readonly casesPerSecond: number;
}

/** What happened to the workers of a run, and what came of its cases. */
export interface RandomOutcome {
  readonly kills: number;
  readonly freezes: number;
  readonly recovered: readonly Recovered[];
}

// Longer than the server waits for a worker's report (15 s): it takes a frozen worker for dead, and the worker goes on.
const FROZEN_MS = 20_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 6_000;
// One of four is frozen; the others are killed.
const FROZEN_SHARE = 0.25;
// Answers between at once and two thirds of a second: kills find sends at every point.
const SLOWEST_ANSWER_MS = 700;
// A send that was killed several times is tried again after up to a minute, and workers that start take the processor.
const WITHIN_SECONDS = 600;

/** Lets messages fall due while workers are killed and frozen at instants that follow from the seed; others take their place. */
export async function killAtRandom(
  site: CrashSite,
  cases: readonly CrashCase[],
  { seed, workers, casesPerSecond }: RandomRun,
): Promise<RandomOutcome> {
  const random = seededRandom(seed);
  const begin = (): WorkerProcess => startWorkerProcess({ ...site.settings, points: {} });
  const running = Array.from({ length: workers }, begin);
  const all = [...running];
  const thaws: Promise<void>[] = [];
  let kills = 0;
  let isFed = false;

  const feed = async () => {
    for (const row of cases) {
      await Promise.all([startCrashCase(site, row), pause(1_000 / casesPerSecond)]);
    }
    isFed = true;
  };
  const strike = async (worker: WorkerProcess) => {
    if (random() >= FROZEN_SHARE) {
      kills += 1;
      return worker.kill();
    }
    worker.freeze();
    thaws.push(pause(FROZEN_MS).then(() => worker.goOn()));
  };
  const strikeAtRandom = async () => {
    while (!isFed) {
      await pause(SHORTEST_PAUSE_MS + random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS));
      const place = Math.floor(random() * workers);
      const worker = running[place];
      if (worker === undefined) continue;
      await worker.started;
      const next = begin();
      all.push(next);
      running[place] = next;
      await strike(worker);
    }
  };

  for (const _ of cases) site.provider.faults.push({ kind: 'slow', ms: Math.floor(random() * SLOWEST_ANSWER_MS) });
  try {
    await Promise.all(running.map(({ started }) => started));
    await Promise.all([feed(), strikeAtRandom()]);
    await recover(site, cases, performance.now(), WITHIN_SECONDS);
    await Promise.all(thaws);
    await waitUntilIdle(site, cases);
    // Nothing changes any more while it is counted.
    await Promise.all(all.map((worker) => worker.kill()));
    return { kills, freezes: thaws.length, recovered: await recover(site, cases, performance.now()) };
  } finally {
    await Promise.all(all.map((worker) => worker.kill()));
  }
}
