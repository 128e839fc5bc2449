import { parentPort } from 'node:worker_threads';
import type { CountryHolidays } from '../calendar/country-holidays';
import { libraryHolidays } from '../calendar/library-holidays';
import { openBook } from '../simulation/book-source';
import { liveShare, type Share, type ShareResult, type WhatIf } from './live-share';

// A thread of its own: it gets one message, its share as data, and answers with sums.

/** What a thread is given. */
export interface ThreadInput {
  readonly whatIf: WhatIf;
  readonly share: Share;
  /** Of the countries whose holidays stand in files: to load what reads them takes half of a thread's start. */
  readonly holidays: ReadonlyMap<string, CountryHolidays>;
}

/** What a thread tells: how far it is, then what came of it. */
export type ThreadMessage =
  { readonly kind: 'progress'; readonly invoices: number } | { readonly kind: 'done'; readonly result: ShareResult };

async function main({ whatIf, share, holidays }: ThreadInput): Promise<void> {
  const tell = (message: ThreadMessage) => parentPort?.postMessage(message);
  const { debtors } = await openBook(whatIf.book);
  const holidaysOf = (country: string) => holidays.get(country) ?? libraryHolidays(country);
  const result = await liveShare(whatIf, debtors, share, holidaysOf, async (invoices) =>
    tell({ kind: 'progress', invoices }),
  );
  tell({ kind: 'done', result });
}

// One share, then the thread ends. A fault ends it, too, and whoever started it hears of it.
parentPort?.once('message', (input: ThreadInput) => void main(input));
