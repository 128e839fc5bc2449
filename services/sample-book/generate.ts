import { formatMoney } from '../../domain/money';
import { type EpochDay, addDays, isoDateOf } from '../../domain/time';
import { type SampleDebtor, sampleDebtors } from './debtors';
import { type Random, createRandom } from './random';

// Any number does; it must never change, or the sample book of an installation would.
const seed = 20_240_229;

// Days past due of every invoice: each of the thirty days before the due date, the due date, the days on which the ladder of
// `standard` acts, and every ageing bucket up to a year.
const daysPastDue: readonly number[] = [
  ...Array.from({ length: 30 }, (_, index) => index - 30),
  ...[0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 20, 24, 27, 30],
  ...[31, 34, 38, 42, 45, 46, 50, 54, 58, 60],
  ...[61, 65, 70, 74, 79, 83, 87, 90],
  ...[91, 105, 120, 140, 170, 200, 240, 300, 365],
];

const header = [
  ...['debtor_number', 'debtor_name', 'country', 'language', 'grade', 'motive', 'relationship'],
  ...['email', 'phone', 'address', 'invoice_number', 'invoice_date', 'due_date', 'amount', 'currency'],
  ...['paid_amount', 'paid_date'],
];

/** Between 1,000.00 and about 400,000.00, most of them small, as in a real book. */
function amountOf(random: Random): number {
  return Math.round(1_000 * 400 ** random.next()) * 100 + random.between(0, 99);
}

function paymentOf(random: Random, overdueDays: number, amountMinor: number, index: number) {
  // Every ninth invoice that is due was paid in part some days ago.
  if (overdueDays <= 5 || index % 9 !== 0) return null;
  const paidMinor = Math.floor((amountMinor * random.pick([20, 30, 50])) / 100);
  return { paidMinor, daysAgo: random.between(1, 4) };
}

function rowOf(
  debtor: SampleDebtor,
  currency: string,
  today: EpochDay,
  overdueDays: number,
  index: number,
  random: Random,
): string[] {
  const due = addDays(today, -overdueDays);
  const issued = addDays(due, -random.pick([30, 30, 45, 60]));
  const amountMinor = amountOf(random);
  const paid = paymentOf(random, overdueDays, amountMinor, index);
  return [
    ...[debtor.number, debtor.name, debtor.country, debtor.language, debtor.grade, debtor.motive, debtor.relationship],
    ...[debtor.email, debtor.phone, debtor.address, `SAMPLE-${String(index + 1).padStart(5, '0')}`],
    ...[isoDateOf(issued), isoDateOf(due), formatMoney({ amountMinor, currency }), currency],
    paid === null ? '' : formatMoney({ amountMinor: paid.paidMinor, currency }),
    paid === null ? '' : isoDateOf(addDays(today, -paid.daysAgo)),
  ];
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The sample book as CSV text with the columns of the `dunwell` preset: 72 invoices of 20 debtors, in Chinese and English,
 * CNY and EUR. Every due date is relative to `today`; everything else is the same for ever.
 */
export function generateSampleBook(today: EpochDay): string {
  const random = createRandom(seed);
  const rows = daysPastDue.map((overdueDays, index) => {
    // Seven is prime to twenty: neighbouring due dates fall to different debtors, and all debtors get their share.
    const debtor = sampleDebtors[(index * 7) % sampleDebtors.length] ?? random.pick(sampleDebtors);
    const currency =
      debtor.currencies[Math.floor(index / sampleDebtors.length) % debtor.currencies.length] ?? debtor.currencies[0];
    return rowOf(debtor, currency, today, overdueDays, index, random);
  });
  return [header, ...rows].map((cells) => cells.map(cell).join(',')).join('\n');
}
