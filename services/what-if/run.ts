import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { addBookEffort, emptyBookEffort } from '../../domain/simulation/effort';
import type { CountryHolidays } from '../calendar/country-holidays';
import { holidaysOfFiles, publicHolidays } from '../calendar/public-holidays';
import type { BookSource, OpenBook } from '../simulation/book-source';
import { liveShare, type ShareResult, type WhatIf } from './live-share';
import type { ThreadInput, ThreadMessage } from './thread';

// Each thread holds an engine and its calendars, some 80 MB: four stay within what a small machine has.
const THREADS_AT_MOST = 4;

// A thread takes a quarter of a second to start: below this many invoices one is done sooner alone.
const INVOICES_FOR_A_THREAD = 5_000;

// What a thread makes is short-lived, and what it keeps is some 30 MB. Without limits the engine lets garbage lie until it fills
// hundreds of MB; with them a million invoices need no more than ten thousand. With 8 MB for what is young 100,000 invoices take a
// tenth longer.
const THREAD_MEMORY = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 96 } as const;

/** How many threads pay for a book. */
export const threadsFor = (invoices: number): number =>
  Math.max(1, Math.min(availableParallelism(), THREADS_AT_MOST, Math.floor(invoices / INVOICES_FOR_A_THREAD)));

/**
 * Threads that wait for `runWhatIf`, one less than `count`: this one works, too. Started while the policies are still read and checked
 * they have loaded their modules by then, on the other core. The process does not wait for them when it has no question after all.
 */
export function startThreads(count: number, book: BookSource): readonly Worker[] {
  return Array.from({ length: count - 1 }, () => {
    const thread = new Worker(join(__dirname, 'thread.js'), {
      // A book from a file is in every thread's memory, however large.
      ...(book.kind === 'generated' ? { resourceLimits: THREAD_MEMORY } : {}),
    });
    thread.unref();
    return thread;
  });
}

function inThread(thread: Worker, input: ThreadInput, onProgress: (invoices: number) => void): Promise<ShareResult> {
  return new Promise((resolve, reject) => {
    thread.ref();
    thread.postMessage(input);
    let result: ShareResult | undefined;
    thread.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') onProgress(message.invoices);
      else result = message.result;
    });
    thread.once('error', reject);
    thread.once('exit', (code) => {
      if (result === undefined) reject(new Error(`A thread of the comparison ended with code ${code} and no result`));
      else resolve(result);
    });
  });
}

/** Puts the results of shares together. */
export function joined(plans: number, shares: readonly ShareResult[]): ShareResult {
  const efforts = Array.from({ length: plans }, emptyBookEffort);
  let [debtors, invoices] = [0, 0];
  for (const share of shares) {
    debtors += share.debtors;
    invoices += share.invoices;
    share.efforts.forEach((effort, index) => {
      const sum = efforts[index];
      if (sum !== undefined) addBookEffort(sum, effort);
    });
  }
  return { efforts, debtors, invoices };
}

/**
 * What the policies would have done with the book: each thread lives through a share of the debtors, this one too. The answer is
 * the same for any number of them.
 *
 * @param opened the book of `whatIf`, opened
 * @param threads from `startThreads`, asked this once
 * @param onProgress called with the number of invoices done so far
 */
export async function runWhatIf(
  whatIf: WhatIf,
  opened: OpenBook,
  threads: readonly Worker[],
  onProgress: (invoices: number) => void,
): Promise<ShareResult> {
  const of = threads.length + 1;
  const done = Array.from({ length: of }, () => 0);
  const tell = (index: number, invoices: number): void => {
    done[index] = invoices;
    onProgress(done.reduce((sum, n) => sum + n, 0));
  };
  const holidays = threads.length === 0 ? new Map<string, CountryHolidays>() : holidaysOfFiles();
  const others = threads.map((thread, index) => {
    const share = { index: index + 1, of };
    return inThread(thread, { whatIf, share, holidays }, (invoices) => tell(share.index, invoices));
  });
  const own = liveShare(whatIf, opened.debtors, { index: 0, of }, publicHolidays, async (invoices) => {
    tell(0, invoices);
    // Ctrl+C and the other threads are heard only between two turns of the event loop.
    await setImmediate();
  });
  return joined(whatIf.plans.length, await Promise.all([own, ...others]));
}
