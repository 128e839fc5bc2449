import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { RowProblem } from '../../domain/import/fields';
import { type ImportMapping, importMappingSchema, importPresetNames, importPresets } from '../../domain/import/mapping';
import type { SimDebtor } from '../../domain/simulation/book';
import { type EpochDay, addDays, dayOf, isIsoDate } from '../../domain/time';
import { isCurrencyCode } from '../../domain/money';
import { ImportFileError } from '../../services/import/file-problem';
import { isZone } from '../../services/local-day';
import { readCsvBook } from '../../services/simulation/csv-book';
import { generateStressBook } from '../../services/simulation/stress-book';
import { CliError } from '../http';
import type { SimulateOptions } from './simulate';

/** The book of one simulation. `debtors` may be walked through more than once. */
export interface SimulatedBook {
  readonly debtors: Iterable<SimDebtor>;
  readonly invoices: number;
  readonly problems: readonly RowProblem[];
  readonly until: EpochDay;
}

// Long enough for every ladder to end, its approvals, reviews and a year of grace included (issue 4, section 3).
const DAYS_AFTER_LAST_DUE = 400;

function mappingOf(map: string): ImportMapping {
  const preset = importPresetNames.find((name) => name === map);
  if (preset !== undefined) return importPresets[preset];
  const wanted = `a preset (${importPresetNames.join(', ')}) or a mapping file`;
  let content: unknown;
  try {
    content = parse(readFileSync(map, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1).join('') : String(error);
    throw new CliError(`--map ${map} cannot be read (${reason}); expected ${wanted}.`);
  }
  const parsed = importMappingSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new CliError(`--map ${map} is no mapping: ${z.prettifyError(parsed.error)}`);
}

function checkOptions(file: string | undefined, options: SimulateOptions): void {
  const { generate, zone, currency, until } = options;
  if ((file === undefined) === (generate === undefined))
    throw new CliError('Expected either a CSV file or --generate <n>.');
  if (!isZone(zone)) throw new CliError(`--zone ${zone} is no time zone; expected an IANA name such as Asia/Shanghai.`);
  if (currency !== undefined && !isCurrencyCode(currency))
    throw new CliError(`--currency ${currency} is no currency code; expected three capital letters such as USD.`);
  if (until !== undefined && !isIsoDate(until))
    throw new CliError(`--until ${until} is no calendar date; expected YYYY-MM-DD.`);
}

function isFile(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    // Whatever keeps it from being read, the sentence is the same.
    return false;
  }
}

async function readFileBook(file: string, options: SimulateOptions) {
  const { currency, limit, payments, zone, lang: language } = options;
  const more = { ...(currency === undefined ? {} : { currency }), ...(limit === undefined ? {} : { limit }) };
  const mapping = mappingOf(options.map);
  if (!isFile(file)) throw new CliError(`${file} is no file that can be read.`);
  try {
    return await readCsvBook(createReadStream(file), { mapping, payments, zone, language, ...more });
  } catch (error) {
    if (error instanceof ImportFileError) throw new CliError(`${file}: ${error.problem.message}`);
    throw error;
  }
}

/** Debtors whom nobody reminds of payments: promises stay, money never comes. */
const withoutPayments = (debtor: SimDebtor): SimDebtor => ({
  ...debtor,
  invoices: debtor.invoices.map((invoice) => ({
    ...invoice,
    events: invoice.events.filter(({ kind }) => kind !== 'payment'),
  })),
});

/** A generated book is made again by each walk, so that it need not be in memory. */
function generatedBook(count: number, { seed, payments }: SimulateOptions): Iterable<SimDebtor> {
  return {
    *[Symbol.iterator]() {
      for (const debtor of generateStressBook(count, seed)) {
        yield payments === 'none' ? withoutPayments(debtor) : debtor;
      }
    },
  };
}

function untilOf(debtors: Iterable<SimDebtor>, until: string | undefined): EpochDay {
  if (until !== undefined && isIsoDate(until)) return dayOf(until);
  let last: EpochDay | undefined;
  for (const { invoices } of debtors)
    for (const { dueDay } of invoices) if (last === undefined || dueDay > last) last = dueDay;
  if (last === undefined) throw new CliError('The book has no invoice that can be simulated.');
  return addDays(last, DAYS_AFTER_LAST_DUE);
}

/**
 * The book that the command line asks for.
 *
 * @throws CliError that says which option or file cannot be used
 */
export async function readBook(file: string | undefined, options: SimulateOptions): Promise<SimulatedBook> {
  checkOptions(file, options);
  const { generate, limit = Infinity } = options;
  if (file === undefined) {
    const invoices = Math.min(generate ?? 0, limit);
    const debtors = generatedBook(invoices, options);
    return { debtors, invoices, problems: [], until: untilOf(debtors, options.until) };
  }
  const { debtors, invoices, problems } = await readFileBook(file, options);
  return { debtors, invoices, problems, until: untilOf(debtors, options.until) };
}
