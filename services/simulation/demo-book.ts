import { Readable } from 'node:stream';
import { importPresets } from '../../domain/import/mapping';
import type { SimDebtor, SimEvent, SimInvoice } from '../../domain/simulation/book';
import { addDays, type EpochDay } from '../../domain/time';
import { generateSampleBook } from '../sample-book/generate';
import { createRandom, type Random } from '../sample-book/random';
import { readCsvBook } from './csv-book';

// Any number does; it must never change, or the same demonstration would tell another story.
const seed = 20_250_401;

/** What an invoice's debtor does in the days that are shown: pay, promise and pay, promise in vain, pay a part, nothing. */
function laterEvents(random: Random, invoice: SimInvoice, today: EpochDay, days: number): SimEvent[] {
  const paidMinor = invoice.events.reduce((sum, event) => sum + (event.amountMinor ?? 0), 0);
  const openMinor = invoice.amountMinor - paidMinor;
  const chance = random.next();
  // Not on the first day: its events come before the cases open, and nobody would see why.
  const day = addDays(today, random.between(2, Math.max(2, days - 1)));
  if (chance < 0.4) return [{ kind: 'payment', day, amountMinor: openMinor }];
  if (chance < 0.5) return [{ kind: 'payment', day, amountMinor: Math.ceil(openMinor / 2) }];
  if (chance < 0.75) {
    const promisedFor = addDays(day, random.between(2, 7));
    const promise: SimEvent = { kind: 'promise', day, promisedFor, amountMinor: null };
    return chance < 0.65 ? [promise, { kind: 'payment', day: promisedFor, amountMinor: openMinor }] : [promise];
  }
  return [];
}

/**
 * The sample book as of `today` with made-up days to come, the same for ever: payments, parts, promises kept and broken.
 *
 * @param limit only the first so many invoices
 */
export async function demoBook(today: EpochDay, days: number, limit: number): Promise<readonly SimDebtor[]> {
  const random = createRandom(seed);
  const { debtors } = await readCsvBook(Readable.from([Buffer.from(generateSampleBook(today))]), {
    mapping: importPresets.dunwell,
    payments: 'actual',
    zone: 'Asia/Shanghai',
    language: 'en',
    limit,
  });
  return debtors.map((debtor) => ({
    ...debtor,
    invoices: debtor.invoices.map((invoice) => ({
      ...invoice,
      events: [...invoice.events, ...laterEvents(random, invoice, today, days)],
    })),
  }));
}
