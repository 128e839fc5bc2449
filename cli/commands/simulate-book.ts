import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ImportMapping, importMappingSchema, importPresetNames, importPresets } from '../../domain/import/mapping';
import type { SimDebtor } from '../../domain/simulation/book';
import { type EpochDay, addDays, dayOf, isIsoDate } from '../../domain/time';
import { isCurrencyCode } from '../../domain/money';
import { ImportFileError } from '../../services/import/file-problem';
import { isZone } from '../../services/local-day';
import { openBook, type BookSource, type OpenBook } from '../../services/simulation/book-source';
import { CliError } from '../http';

/** What a command line says of the book that it works on. */
export interface BookOptions {
  readonly generate?: number;
  readonly seed: number;
  readonly map: string;
  readonly currency?: string;
  readonly payments: 'actual' | 'none';
  readonly limit?: number;
  readonly until?: string;
  readonly zone: string;
  readonly lang: string;
}

/** The book of one simulation. */
export interface SimulatedBook extends OpenBook {
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

function checkOptions(file: string | undefined, options: BookOptions): void {
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

/**
 * Where the book comes from that the command line asks for.
 *
 * @throws CliError that says which option or file cannot be used
 */
export function bookSourceOf(file: string | undefined, options: BookOptions): BookSource {
  checkOptions(file, options);
  const { generate = 0, seed, currency, limit, payments, zone, lang: language } = options;
  if (file === undefined) return { kind: 'generated', count: Math.min(generate, limit ?? generate), seed, payments };
  const more = { ...(currency === undefined ? {} : { currency }), ...(limit === undefined ? {} : { limit }) };
  const mapping = mappingOf(options.map);
  if (!isFile(file)) throw new CliError(`${file} is no file that can be read.`);
  return { kind: 'file', path: file, mapping, payments, zone, language, ...more };
}

/** Opens a book. @throws CliError when its file cannot be read, or not to its end */
export async function openSource(source: BookSource): Promise<OpenBook> {
  try {
    return await openBook(source);
  } catch (error) {
    if (source.kind === 'file' && error instanceof ImportFileError)
      throw new CliError(`${source.path}: ${error.problem.message}`);
    throw error;
  }
}

/** The day that `--until` names; undefined without it. */
export const untilDayOf = (until: string | undefined): EpochDay | undefined =>
  until !== undefined && isIsoDate(until) ? dayOf(until) : undefined;

function daysAfterLastDue(debtors: Iterable<SimDebtor>): EpochDay {
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
export async function readBook(file: string | undefined, options: BookOptions): Promise<SimulatedBook> {
  const book = await openSource(bookSourceOf(file, options));
  return { ...book, until: untilDayOf(options.until) ?? daysAfterLastDue(book.debtors) };
}
