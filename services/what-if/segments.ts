import { decimalsOf } from '../../domain/money';
import type { SimDebtor, SimInvoice } from '../../domain/simulation/book';

/** By what a book is taken apart. */
export const dimensions = ['size', 'grade', 'country'] as const;
export type Dimension = (typeof dimensions)[number];

/** What an invoice is in each dimension; `unknown` where the book does not say. */
export type Segment = Readonly<Record<Dimension, string>>;

// Bands of the invoice amount in its own currency, nothing converted (decisions 2.10). Own choice: powers of ten, which are
// neutral between policies that each have their own limits.
const bands = [
  { name: '< 1,000', below: 1_000 },
  { name: '1,000 – 9,999', below: 10_000 },
  { name: '10,000 – 99,999', below: 100_000 },
] as const;
const LARGEST_BAND = '≥ 100,000';

const UNKNOWN = 'unknown';

function sizeOf({ amountMinor, currency }: SimInvoice): string {
  const amount = amountMinor / 10 ** decimalsOf(currency);
  return bands.find(({ below }) => amount < below)?.name ?? LARGEST_BAND;
}

const SEPARATOR = '|';

/** The segment of an invoice as a text, the form in which effort is counted. */
export const segmentKeyOf = (debtor: SimDebtor, invoice: SimInvoice): string =>
  [sizeOf(invoice), invoice.facts.grade ?? UNKNOWN, debtor.country === '' ? UNKNOWN : debtor.country].join(SEPARATOR);

/** The segment that a text names. */
export function segmentOfKey(key: string): Segment {
  const [size = UNKNOWN, grade = UNKNOWN, country = UNKNOWN] = key.split(SEPARATOR);
  return { size, grade, country };
}

/** Order of the values of a dimension: sizes rise, the rest by name, the unknown last. */
export function byValue(a: string, b: string): number {
  const rank = (value: string) => {
    const band = bands.findIndex(({ name }) => name === value);
    return band >= 0 ? band : value === UNKNOWN ? bands.length + 1 : bands.length;
  };
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}
