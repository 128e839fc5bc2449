import { z } from 'zod';
import { percentile } from '../statistics';

/** What one process is asked: how many invoices, under which policy; null makes the book and does nothing with it. */
export interface SizeRequest {
  readonly invoices: number;
  readonly policy: string | null;
}

/** What one process measured of itself. */
export const sizeFiguresSchema = z.strictObject({
  threads: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakMb: z.number(),
});
export type SizeFigures = z.infer<typeof sizeFiguresSchema>;

/** One line of the report: medians of the rounds. */
export interface SizeRow extends SizeFigures {
  readonly invoices: number;
  readonly rounds: number;
  /** The same without any planner. */
  readonly floorSeconds: number;
}

/** Microseconds that one more invoice costs between two sizes. */
export interface Slope {
  readonly from: number;
  readonly to: number;
  readonly wallUs: number;
  readonly cpuUs: number;
}

/** A limit of the issue, and whether it was kept. */
export interface Limit {
  readonly what: string;
  readonly limit: number;
  readonly found: number;
  readonly met: boolean;
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The line of one size from its rounds. */
export function rowOf(invoices: number, rounds: readonly SizeFigures[], floors: readonly SizeFigures[]): SizeRow {
  return {
    invoices,
    rounds: rounds.length,
    threads: Math.max(...rounds.map(({ threads }) => threads)),
    seconds: median(rounds.map(({ seconds }) => seconds)),
    cpuSeconds: median(rounds.map(({ cpuSeconds }) => cpuSeconds)),
    peakMb: Math.max(...rounds.map(({ peakMb }) => peakMb)),
    floorSeconds: median(floors.map(({ seconds }) => seconds)),
  };
}

/** What one more invoice costs from each size to the next. */
export const slopesOf = (rows: readonly SizeRow[]): Slope[] =>
  rows.slice(1).map((row, index) => {
    const before = rows[index] ?? row;
    const per = 1e6 / (row.invoices - before.invoices);
    return {
      from: before.invoices,
      to: row.invoices,
      wallUs: (row.seconds - before.seconds) * per,
      cpuUs: (row.cpuSeconds - before.cpuSeconds) * per,
    };
  });

const HUNDRED_THOUSAND = 100_000;
const MILLION = 1_000_000;

/** The limits of issue 5, section 3, for the sizes that were run. Flat means that no later invoice is dearer than an earlier one. */
export function limitsOf(rows: readonly SizeRow[], slopes: readonly Slope[]): Limit[] {
  const limit = (what: string, most: number, found: number | undefined): Limit[] =>
    found === undefined ? [] : [{ what, limit: most, found, met: found <= most }];
  const at = (invoices: number) => rows.find((row) => row.invoices === invoices);
  const early = slopes.find(({ to }) => to === HUNDRED_THOUSAND);
  const late = slopes.find(({ to }) => to === MILLION);
  return [
    ...limit('100,000 invoices, seconds', 3, at(HUNDRED_THOUSAND)?.seconds),
    ...limit('1,000,000 invoices, seconds', 30, at(MILLION)?.seconds),
    ...limit('1,000,000 invoices, peak MB', 300, at(MILLION)?.peakMb),
    ...(early === undefined ? [] : limit('slope to 1,000,000, µs CPU an invoice', early.cpuUs, late?.cpuUs)),
  ];
}
