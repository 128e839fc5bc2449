import { z } from 'zod';
import { isCurrencyCode, parseMoney } from '../money';
import { type EpochDay, isIsoDate, isoDateOf, dayOf } from '../time';
import { type RateTable, type Scheme, dayCounts, debtorKinds } from './law';

const errorOf = (expected: string) => ({ error: `expected ${expected}` });

const name = z.string(errorOf('a camelCase name')).regex(/^[a-z][A-Za-z0-9]{0,39}$/, errorOf('a camelCase name'));

const date = z.string(errorOf('a date such as 2026-07-01')).transform((text, context): EpochDay => {
  if (isIsoDate(text)) return dayOf(text);
  context.addIssue({ code: 'custom', message: 'expected a date that exists, such as 2026-07-01' });
  return z.NEVER;
});

// A rate in quotes: a bare 0.10 would be a number, and numbers are not what is computed with.
const decimalForm = "a decimal in quotes, such as '5.25'";
const decimal = z.string(errorOf(decimalForm)).regex(/^-?\d{1,3}(\.\d{1,10})?$/, errorOf(decimalForm));

const addressForm = 'the address of the text, such as https://…';
const address = z.string(errorOf(addressForm)).regex(/^https?:\/\/[^\s/]+\.[^\s]+$/, errorOf(addressForm));

const datedRate = z
  .strictObject({ from: date, through: date, percent: decimal, address })
  .refine(({ from, through }) => from <= through, { path: ['through'], ...errorOf('a day that is not before from') });

/** A rate table as it stands in a file: ascending, without overlap, each rate with its address. */
export const rateTableSchema = z
  .strictObject({
    id: name,
    rates: z.array(datedRate, errorOf('a list of rates')).min(1, errorOf('at least one rate')),
  })
  .check(({ value: { rates }, issues }) => {
    for (const [index, { from }] of rates.entries()) {
      const before = rates[index - 1];
      if (before === undefined || from > before.through) continue;
      const expected =
        from <= before.from
          ? `dates in ascending order: the rate before is from ${isoDateOf(before.from)}`
          : `no overlap: the rate before holds through ${isoDateOf(before.through)}`;
      const path = ['rates', index, 'from'];
      issues.push({ code: 'custom', message: `expected ${expected}`, path, input: isoDateOf(from) });
    }
  }) satisfies z.ZodType<RateTable>;

const factor = z.strictObject({ least: decimal, most: decimal });
const tableRate = z.strictObject({
  table: name,
  plusPercent: decimal.default('0'),
  times: factor.nullable().default(null),
  mode: z.enum(['fixed', 'floating'], errorOf('fixed or floating')),
  dayCount: z.enum(dayCounts, errorOf(`one of ${dayCounts.join(', ')}`)),
});
const dailyRate = z.strictObject({ dailyShare: decimal });

const fixedSums = z
  .strictObject({
    currency: z.string().refine(isCurrencyCode, errorOf('a currency code such as GBP')),
    rows: z.array(z.strictObject({ below: z.string().optional(), sum: z.string() })).min(1),
  })
  .transform(({ currency, rows }, context) => {
    const minorOf = (text: string, path: (string | number)[]): number => {
      const parsed = parseMoney(text, currency);
      if (parsed.ok) return parsed.money.amountMinor;
      context.addIssue({ code: 'custom', message: `expected ${parsed.expected}`, path });
      return 0;
    };
    const read = rows.map(({ below, sum }, index) => ({
      belowMinor: below === undefined ? null : minorOf(below, ['rows', index, 'below']),
      sumMinor: minorOf(sum, ['rows', index, 'sum']),
    }));
    for (const [index, { belowMinor }] of read.entries()) {
      const last = index === read.length - 1;
      const rising = last
        ? belowMinor === null
        : belowMinor !== null && belowMinor > (read[index - 1]?.belowMinor ?? 0);
      if (rising) continue;
      const message = 'expected rising limits, and a last row without one';
      context.addIssue({ code: 'custom', message, path: ['rows', index, 'below'] });
    }
    return { currency, rows: read };
  });

const scheme = z.strictObject({
  id: name,
  governingLaws: z.array(z.string().regex(/^[A-Z]{2}(-[A-Z]{2,3})?$/, errorOf('a code such as CN or GB-EAW'))).min(1),
  claimedAs: z.enum(['interest', 'damages'], errorOf('interest or damages')),
  from: date,
  through: date.nullable().default(null),
  debtorKinds: z.array(z.enum(debtorKinds, errorOf(`one of ${debtorKinds.join(', ')}`))).min(1),
  needsConnection: z.boolean().default(false),
  smallCreditorLargeDebtor: z.boolean().default(false),
  texts: z.array(address, errorOf('the addresses of the texts')).min(1, errorOf('at least one address of a text')),
  rate: z.union([dailyRate, tableRate], errorOf('a dailyShare, or a table with mode and dayCount')),
  fixedSums: fixedSums.nullable().default(null),
});

/** The list of schemes as it stands in its file. */
export const schemesSchema = z.strictObject({ schemes: z.array(scheme).min(1) }) satisfies z.ZodType<{
  schemes: readonly Scheme[];
}>;
