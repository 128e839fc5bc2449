import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ImportedContract, ImportedDebtor, ImportedRow, RowProblem } from '../../domain/import/fields';
import { readHeader } from '../../domain/import/header';
import type { ImportMapping } from '../../domain/import/mapping';
import type { RowContext } from '../../domain/import/cells';
import { readRow } from '../../domain/import/row';
import { isZone } from '../local-day';
import { refuseFile } from './file-problem';
import { readRecords } from './records';

export interface ReadOptions {
  readonly mapping: ImportMapping;
  readonly currency?: string;
  readonly payments: 'actual' | 'none';
}

/** Rows that belong into one transaction, and what was wrong between them. */
export interface RowBatch {
  /** Rows read from the file: good ones and bad ones. */
  readonly read: number;
  readonly rows: readonly ImportedRow[];
  readonly problems: readonly RowProblem[];
}

// Few round trips for 100,000 rows, yet debtors stay locked for a fraction of a second only.
const batchSize = 500;

/**
 * Reads a file into batches of rows. Within one file the first statement stands, else a second run of it would change things
 * to and fro: a second row of an invoice is a problem of that row; of a debtor or contract each field counts where it is first given.
 * Memory holds one batch, a number and a line for each invoice, and what was said of each debtor and contract.
 *
 * @throws ImportFileError when the file cannot be read, or not to its end
 */
export async function* readRows(source: Readable, hash: Hash, options: ReadOptions): AsyncGenerator<RowBatch> {
  let context: RowContext | undefined;
  const firstLines = new Map<string, number>();
  const debtors = new Map<string, ImportedDebtor>();
  const contracts = new Map<string, ImportedContract>();
  let batch = newBatch();
  for await (const { line, cells } of readRecords(source, hash)) {
    if (context === undefined) {
      context = contextOf(options, cells);
      continue;
    }
    batch.read += 1;
    const result = readRow(line, cells, context);
    if (!result.ok) batch.problems.push(...result.problems);
    else if (firstLines.has(result.row.invoice.number))
      batch.problems.push(duplicate(result.row, firstLines, options.mapping));
    else {
      firstLines.set(result.row.invoice.number, line);
      const debtor = { ...result.row.debtor, ...debtors.get(result.row.debtor.number) };
      debtors.set(debtor.number, debtor);
      batch.rows.push({ ...result.row, debtor, ...contractOf(result.row, contracts) });
    }
    if (batch.read >= batchSize) {
      yield batch;
      batch = newBatch();
    }
  }
  if (batch.read > 0) yield batch;
}

/** The contract of a row with all that the file has said of it so far. */
function contractOf({ contract }: ImportedRow, known: Map<string, ImportedContract>) {
  if (contract === undefined) return {};
  const merged = { ...contract, ...known.get(contract.number) };
  known.set(merged.number, merged);
  return { contract: merged };
}

function newBatch(): { read: number; rows: ImportedRow[]; problems: RowProblem[] } {
  return { read: 0, rows: [], problems: [] };
}

function contextOf({ mapping, currency, payments }: ReadOptions, header: readonly string[]): RowContext {
  const found = readHeader(mapping, header, currency !== undefined);
  if (!found.ok) refuseFile(found.problem.code, 1, found.problem.message);
  const fixed = currency === undefined ? {} : { currency };
  return { mapping, positions: found.positions, width: header.length, ...fixed, payments, isZone };
}

function duplicate(row: ImportedRow, firstLines: ReadonlyMap<string, number>, mapping: ImportMapping): RowProblem {
  const { number } = row.invoice;
  const column = mapping.columns.invoiceNumber ?? 'invoiceNumber';
  return {
    line: row.line,
    column,
    value: number,
    expected: `each invoice once; it stands on line ${firstLines.get(number)} too`,
  };
}
