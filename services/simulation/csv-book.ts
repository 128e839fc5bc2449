import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { unclassifiedFacts } from '../../domain/case-state';
import { noEvents } from '../../domain/contract';
import { countryDefaults } from '../../domain/import/countries';
import type { ImportedDebtor, ImportedRow, RowProblem } from '../../domain/import/fields';
import type { ImportMapping } from '../../domain/import/mapping';
import type { SimDebtor, SimInvoice } from '../../domain/simulation/book';
import { dayOf, type EpochDay } from '../../domain/time';
import { dueDateUnder } from '../due-dates';
import { readRows } from '../import/read-rows';

/** How a file becomes a book. */
export interface CsvBookOptions {
  readonly mapping: ImportMapping;
  /** Currency of rows that name none. */
  readonly currency?: string;
  readonly payments: 'actual' | 'none';
  /** For debtors of whom the file says nothing. */
  readonly zone: string;
  readonly language: string;
  /** Only the first so many invoices of the file. */
  readonly limit?: number;
}

/** A book read from a file, and the rows that did not go in. */
export interface CsvBook {
  readonly debtors: readonly SimDebtor[];
  readonly invoices: number;
  readonly problems: readonly RowProblem[];
}

// Holidays belong to a country. China is the home of the default zone; of other zones the country is not guessed.
const countryOfZone = (zone: string): string => (zone === 'Asia/Shanghai' ? 'CN' : '');

function debtorFacts(debtor: ImportedDebtor, options: CsvBookOptions) {
  const defaults = debtor.country === undefined ? undefined : countryDefaults(debtor.country);
  const zone = debtor.zone ?? defaults?.zone ?? options.zone;
  return {
    ...(debtor.name === undefined ? {} : { name: debtor.name }),
    zone,
    country: debtor.country ?? countryOfZone(zone),
    facts: {
      ...unclassifiedFacts(debtor.language ?? defaults?.language ?? options.language),
      grade: debtor.grade ?? null,
      motive: debtor.motive ?? null,
      relationship: debtor.relationship ?? null,
    },
  };
}

/** When a row's invoice is due by its terms, or what is missing for that (decisions 1.4). */
function dueDayOf({ line, invoice, debtor }: ImportedRow, options: CsvBookOptions): EpochDay | RowProblem {
  const { invoiceDate, dueDate, terms = null, events } = invoice;
  const facts = { invoiceDate, dueDate, terms, events: { ...noEvents, ...events } };
  const answer = dueDateUnder(facts, debtorFacts(debtor, options));
  if (answer.ok) return dayOf(answer.dueDate);
  const column = options.mapping.columns.termsFrom ?? 'termsFrom';
  return { line, column, value: answer.waitsFor, expected: 'the date of that event: without it nothing is due' };
}

function invoiceOf({ invoice, debtor, paid }: ImportedRow, dueDay: EpochDay, facts: SimInvoice['facts']): SimInvoice {
  const { number, currency, amountMinor, invoiceDate } = invoice;
  return {
    id: number,
    number,
    debtorNumber: debtor.number,
    currency,
    amountMinor,
    invoiceDay: dayOf(invoiceDate),
    dueDay,
    facts,
    events: paid === null ? [] : [{ kind: 'payment', day: dayOf(paid.date), amountMinor: paid.amountMinor }],
  };
}

/**
 * Reads a book through the import's own columns and rules. Rows that the import would refuse are reported, not simulated. A
 * reported payment arrives on its date.
 *
 * @throws ImportFileError when the file cannot be read, or not to its end
 */
export async function readCsvBook(source: Readable, options: CsvBookOptions): Promise<CsvBook> {
  const { mapping, payments, currency, limit = Infinity } = options;
  const fixed = currency === undefined ? {} : { currency };
  const problems: RowProblem[] = [];
  const rows: ImportedRow[] = [];
  const dueDays = new Map<string, EpochDay>();
  for await (const batch of readRows(source, createHash('sha256'), { mapping, payments, ...fixed })) {
    problems.push(...batch.problems);
    for (const row of batch.rows) {
      if (rows.length >= limit) break;
      const due = dueDayOf(row, options);
      if (typeof due !== 'number') problems.push(due);
      else {
        dueDays.set(row.invoice.number, due);
        rows.push(row);
      }
    }
    if (rows.length >= limit) break;
  }
  // The last row of a debtor says at least what the earlier ones did.
  const stated = new Map(rows.map(({ debtor }) => [debtor.number, debtorFacts(debtor, options)]));
  const invoices = new Map<string, SimInvoice[]>();
  for (const row of rows) {
    const known = stated.get(row.debtor.number) ?? debtorFacts(row.debtor, options);
    const list = invoices.get(row.debtor.number) ?? [];
    list.push(invoiceOf(row, dueDays.get(row.invoice.number) ?? dayOf(row.invoice.dueDate), known.facts));
    invoices.set(row.debtor.number, list);
  }
  const debtors = [...stated].map(([number, { facts: _, ...known }]): SimDebtor => {
    return { number, ...known, invoices: invoices.get(number) ?? [] };
  });
  return { debtors, invoices: rows.length, problems };
}
