import { unclassifiedFacts } from '../../domain/case-state';
import { decimalsOf } from '../../domain/money';
import type { SimDebtor, SimEvent, SimInvoice } from '../../domain/simulation/book';
import { addDays, parseDay } from '../../domain/time';
import { createRandom, type Random } from '../sample-book/random';

interface Place {
  readonly country: string;
  readonly zone: string;
  readonly language: string;
  readonly currencies: readonly string[];
}

// Zones on both sides of UTC, with and without summer time, one of them on a half hour; currencies with and without decimals.
const places: readonly Place[] = [
  { country: 'CN', zone: 'Asia/Shanghai', language: 'zh-CN', currencies: ['CNY', 'CNY', 'USD'] },
  { country: 'DE', zone: 'Europe/Berlin', language: 'en', currencies: ['EUR'] },
  { country: 'US', zone: 'America/New_York', language: 'en', currencies: ['USD', 'EUR'] },
  { country: 'GB', zone: 'Europe/London', language: 'en', currencies: ['GBP', 'EUR'] },
  { country: 'JP', zone: 'Asia/Tokyo', language: 'en', currencies: ['JPY'] },
  { country: 'IN', zone: 'Asia/Kolkata', language: 'en', currencies: ['USD', 'EUR'] },
  { country: 'CN', zone: 'Asia/Shanghai', language: 'en', currencies: ['CNY'] },
];

const grades = ['A', 'B', 'C', null];
const motives = ['negligent', 'pressured', 'malicious', null];
const relationships = ['longTerm', null, null];
const behaviours = ['prompt', 'late', 'late', 'partly', 'keepsWord', 'breaksWord', 'never'] as const;

const FIRST_DAY = parseDay('2024-01-01');
const LAST_START = 540;
const TERMS = [0, 14, 30, 30, 45, 60, 90];
// One debtor rarely owes more; several share a day, so that one message covers them.
const INVOICES_AT_MOST = 8;

/** Between 1,000 and 2,000,000 in the currency's major unit, most of them small, in minor units. */
function amountOf(random: Random, currency: string): number {
  const cents = 10 ** decimalsOf(currency);
  const amount = Math.round(1_000 * 2_000 ** random.next());
  return amount * cents + (cents === 1 ? 0 : amount < 2_000_000 ? random.between(0, cents - 1) : 0);
}

function eventsOf(
  random: Random,
  behaviour: (typeof behaviours)[number],
  dueDay: SimInvoice['dueDay'],
  amountMinor: number,
): SimEvent[] {
  const after = (low: number, high: number) => addDays(dueDay, random.between(low, high));
  const rest = (day: SimEvent['day'], minor = amountMinor): SimEvent => ({ kind: 'payment', day, amountMinor: minor });
  switch (behaviour) {
    case 'prompt':
      return [rest(after(-12, 2))];
    case 'late':
      return [rest(after(1, 130))];
    case 'partly': {
      const part = Math.floor((amountMinor * random.pick([10, 25, 50, 90])) / 100);
      const first = after(-5, 40);
      const isFinished = random.next() < 0.5;
      return [
        rest(first, part),
        ...(isFinished ? [rest(addDays(first, random.between(1, 90)), amountMinor - part)] : []),
      ];
    }
    case 'keepsWord': {
      const day = after(2, 50);
      const promisedFor = addDays(day, random.between(1, 21));
      const wholeOrPart = random.next() < 0.7 ? null : Math.ceil(amountMinor / 2);
      const paid = addDays(promisedFor, random.between(-1, 1));
      return [{ kind: 'promise', day, promisedFor, amountMinor: wholeOrPart }, rest(paid, wholeOrPart ?? amountMinor)];
    }
    case 'breaksWord': {
      const day = after(2, 40);
      const promise = (on: SimEvent['day']): SimEvent => ({
        kind: 'promise',
        day: on,
        promisedFor: addDays(on, random.between(0, 20)),
        amountMinor: null,
      });
      const second = random.next() < 0.5 ? [promise(addDays(day, random.between(3, 45)))] : [];
      return [promise(day), ...second];
    }
    case 'never':
      return [];
  }
}

function debtorOf(random: Random, number: string, invoiceCount: number): SimDebtor {
  const place = random.pick(places);
  const facts = {
    ...unclassifiedFacts(place.language),
    grade: random.pick(grades),
    motive: random.pick(motives),
    relationship: random.pick(relationships),
  };
  const usual = random.pick(behaviours);
  const firstDay = addDays(FIRST_DAY, random.between(0, LAST_START));
  const invoices = Array.from({ length: invoiceCount }, (_, index): SimInvoice => {
    const currency = random.pick(place.currencies);
    const amountMinor = amountOf(random, currency);
    const invoiceDay = addDays(firstDay, random.pick([0, 0, 1, 3, 7, 15, 30, 60]));
    const dueDay = addDays(invoiceDay, random.pick(TERMS));
    const behaviour = random.next() < 0.6 ? usual : random.pick(behaviours);
    const events = eventsOf(random, behaviour, dueDay, amountMinor);
    return {
      id: `${number}-${index + 1}`,
      number: `${number}-${index + 1}`,
      debtorNumber: number,
      currency,
      amountMinor,
      invoiceDay,
      dueDay,
      facts,
      events: [...events].sort((a, b) => a.day - b.day),
    };
  });
  return { number, zone: place.zone, country: place.country, invoices };
}

/**
 * A book made up to try everything: all grades and motives, several zones and currencies, amounts from 1,000 to 2,000,000;
 * debtors who pay in time, late, in part, never, keep promises or break them. The same seed gives the same book for ever;
 * one debtor after the other, so that the whole need not be in memory.
 *
 * @param count number of invoices
 */
export function* generateStressBook(count: number, seed: number): Generator<SimDebtor> {
  const random = createRandom(seed);
  for (let left = count, debtor = 1; left > 0; debtor += 1) {
    const invoices = Math.min(left, random.between(1, INVOICES_AT_MOST));
    left -= invoices;
    yield debtorOf(random, `G-${String(debtor).padStart(5, '0')}`, invoices);
  }
}
