import { unclassifiedFacts } from '../../domain/case-state';
import type { SimDebtor, SimEvent, SimInvoice } from '../../domain/simulation/book';
import { addDays, type EpochDay } from '../../domain/time';

const NUMBER = 'SAMPLE-ONE';
const TERM_DAYS = 30;

interface Sketch {
  readonly dueInDays: number;
  readonly amountMinor: number;
  readonly language: 'en' | 'zh-CN';
  readonly events?: readonly { readonly inDays: number; readonly paid?: number; readonly promisedInDays?: number }[];
}

// Chinese and English contracts with the same house. One is paid late, one after a promise, one by half, two never.
const sketches: readonly Sketch[] = [
  { dueInDays: 2, amountMinor: 48_000_00, language: 'en', events: [{ inDays: 24, paid: 48_000_00 }] },
  { dueInDays: 4, amountMinor: 12_600_00, language: 'en' },
  { dueInDays: 4, amountMinor: 31_250_00, language: 'zh-CN' },
  {
    dueInDays: 9,
    amountMinor: 9_800_00,
    language: 'zh-CN',
    events: [
      { inDays: 20, promisedInDays: 27 },
      { inDays: 27, paid: 9_800_00 },
    ],
  },
  { dueInDays: 16, amountMinor: 75_000_00, language: 'en', events: [{ inDays: 40, paid: 37_500_00 }] },
];

function eventOf(today: EpochDay, { inDays, paid, promisedInDays }: NonNullable<Sketch['events']>[number]): SimEvent {
  const day = addDays(today, inDays);
  return paid === undefined
    ? { kind: 'promise', day, promisedFor: addDays(today, promisedInDays ?? inDays), amountMinor: null }
    : { kind: 'payment', day, amountMinor: paid };
}

/** One debtor with five invoices in two languages: shows how their steps share messages, and what waits for what. */
export function oneDebtorBook(today: EpochDay): readonly SimDebtor[] {
  const invoices = sketches.map(({ dueInDays, amountMinor, language, events = [] }, index): SimInvoice => {
    const number = `${NUMBER}-${index + 1}`;
    const dueDay = addDays(today, dueInDays);
    return {
      id: number,
      number,
      debtorNumber: NUMBER,
      currency: 'CNY',
      amountMinor,
      invoiceDay: addDays(dueDay, -TERM_DAYS),
      dueDay,
      facts: unclassifiedFacts(language),
      events: events.map((event) => eventOf(today, event)),
    };
  });
  return [{ number: NUMBER, name: 'Zhenhua Machinery (sample)', zone: 'Asia/Shanghai', country: 'CN', invoices }];
}
