import { type Hash } from 'node:crypto';
import { Readable, pipeline } from 'node:stream';
import { CsvError, type InfoRecord, parse } from 'csv-parse';
import { decodeText } from './decode';
import { ImportFileError, refuseFile } from './file-problem';

/** One record of a CSV file and the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

// A row with all columns at their longest is below 4,000 characters. A "line" far beyond it is no row but another kind of
// file, or a quote that nobody closed, and must not fill the memory.
const longestRecord = 200_000;

function fileErrorOf(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error['lines'] === 'number' ? error['lines'] : null;
  const where = line === null ? '' : `, line ${line}`;
  const problem =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? {
          code: 'lineTooLong' as const,
          message: `A line has more than ${longestRecord} characters${where}: expected CSV, one invoice a line`,
        }
      : { code: 'notCsv' as const, message: `Not CSV${where}: ${error.message}` };
  return new ImportFileError({ ...problem, line });
}

const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);

/**
 * The records of a CSV file, one after the other; empty lines are skipped.
 *
 * @throws ImportFileError when it is not text, not CSV, or a line is too long; an error of the source as it is
 */
export async function* readRecords(source: Readable, hash: Hash): AsyncGenerator<CsvRecord> {
  const parser = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: longestRecord,
  });
  // An error of the text or of the source ends the parser too, which throws it below.
  pipeline(Readable.from(decodeText(source, hash)), parser, () => undefined);
  const records: AsyncIterable<{ info: InfoRecord; record: string[] }> = parser;
  let any = false;
  try {
    for await (const { info, record: cells } of records) {
      any = true;
      yield { line: info.lines - newlinesIn(cells), cells };
    }
  } catch (error) {
    throw fileErrorOf(error);
  }
  if (!any) refuseFile('emptyFile', null, 'The file is empty: expected a header and one invoice a line');
}
