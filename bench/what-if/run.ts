import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Table from 'cli-table3';
import type { Report } from '../report';
import {
  limitsOf,
  rowOf,
  sizeFiguresSchema,
  slopesOf,
  type Limit,
  type SizeFigures,
  type SizeRequest,
  type SizeRow,
  type Slope,
} from './figures';

/** Everything that the bench of what-if found out. */
export interface WhatIfReport extends Pick<Report, 'commit' | 'quick' | 'machine' | 'versions'> {
  readonly policy: string;
  readonly rows: readonly SizeRow[];
  readonly slopes: readonly Slope[];
  readonly limits: readonly Limit[];
}

// The largest runs once: it is half a minute long, so that a load that comes and goes evens out within it.
const sizes = [
  { invoices: 1_000, rounds: 5 },
  { invoices: 10_000, rounds: 5 },
  { invoices: 100_000, rounds: 3 },
  { invoices: 1_000_000, rounds: 1 },
] as const;
const quickSizes = [
  { invoices: 1_000, rounds: 1 },
  { invoices: 10_000, rounds: 1 },
] as const;

async function inProcess({ invoices, policy }: SizeRequest): Promise<SizeFigures> {
  const args = [join(__dirname, 'size.js'), String(invoices), ...(policy === null ? [] : [policy])];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return sizeFiguresSchema.parse(JSON.parse(stdout));
}

/** Lives through made-up books of rising size under one policy, each in a process of its own. */
export async function benchWhatIf(
  policy: string,
  frame: Pick<Report, 'commit' | 'quick' | 'machine' | 'versions'>,
): Promise<WhatIfReport> {
  const rows: SizeRow[] = [];
  for (const { invoices, rounds } of frame.quick ? quickSizes : sizes) {
    console.error(`what-if: ${invoices} invoices, ${rounds} rounds …`);
    const [lived, floors]: [SizeFigures[], SizeFigures[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      lived.push(await inProcess({ invoices, policy }));
      floors.push(await inProcess({ invoices, policy: null }));
    }
    rows.push(rowOf(invoices, lived, floors));
  }
  const slopes = slopesOf(rows);
  return { ...frame, policy, rows, slopes, limits: limitsOf(rows, slopes) };
}

const count = (value: number): string => value.toLocaleString('en-US');
const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
};

/** The report for people. */
export function whatIfText({ commit, quick, machine, versions, policy, rows, slopes, limits }: WhatIfReport): string {
  const sizeRows = rows.map((row) => [
    count(row.invoices),
    String(row.threads),
    ...[row.seconds, row.cpuSeconds, row.peakMb, row.floorSeconds].map(short),
  ]);
  const slopeRows = slopes.map(({ from, to, wallUs, cpuUs }) => [
    `${count(from)} → ${count(to)}`,
    short(wallUs),
    short(cpuUs),
  ]);
  const limitRows = limits.map(({ what, limit, found, met }) => [
    what,
    short(found),
    `≤ ${short(limit)}`,
    met ? 'yes' : 'no',
  ]);
  return [
    `Commit ${commit}${quick ? ', quick: small books, the figures say little' : ''}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, load ${machine.loadAtStart}; Node ${versions['Node'] ?? ''}`,
    `what-if: a year after its debtor's last due date for each invoice of a made-up book, policy ${policy}`,
    tableOf(['invoices', 'threads', 'seconds', 'CPU seconds', 'peak MB', 'floor, seconds'], sizeRows),
    tableOf(['one more invoice', 'µs', 'µs CPU'], slopeRows),
    tableOf(['', 'found', 'limit', 'met'], limitRows),
  ].join('\n');
}
