import { isCurrencyCode, parseMoney } from '../money';
import type { IsoDate } from '../time';
import { countryDefaults, normalisePhone } from './countries';
import { parseDateAs } from './dates';
import type { ImportField, ImportedDebtor, ImportedInvoice, ImportedRow, RowProblem } from './fields';
import type { ColumnPositions } from './header';
import type { ImportMapping } from './mapping';

/** What holds for the whole file. */
export interface RowContext {
  readonly mapping: ImportMapping;
  readonly positions: ColumnPositions;
  /** Number of cells in the header: every row has as many. */
  readonly width: number;
  readonly currency?: string;
  readonly payments: 'actual' | 'none';
  /** Whether a text is an IANA time zone: only the caller's platform knows. */
  readonly isZone: (zone: string) => boolean;
}

export type ReadRow =
  { readonly ok: true; readonly row: ImportedRow } | { readonly ok: false; readonly problems: readonly RowProblem[] };

// A wrong value is quoted so far: enough to find it, not enough to fill the report.
const quotedLength = 100;

const grades = ['A', 'B', 'C'];
const motives = ['negligent', 'pressured', 'malicious'];
const languages = ['zh-CN', 'en'];

/** The cells of one row with a memory of what was wrong with them. */
class Cells {
  readonly problems: RowProblem[] = [];

  constructor(
    private readonly line: number,
    private readonly cells: readonly string[],
    private readonly context: RowContext,
  ) {}

  /** The trimmed text of a field; undefined when the file lacks it or the cell is empty. */
  text(field: ImportField, maxLength = 120): string | undefined {
    const position = this.context.positions[field];
    const value = position === undefined ? '' : (this.cells[position] ?? '').trim();
    if (value === '') return undefined;
    if (value.length > maxLength) return this.report(field, value, `at most ${maxLength} characters`);
    if (value.includes('\uFFFD')) return this.report(field, value, 'text in UTF-8 or GB18030');
    if (/\p{Cc}/u.test(value.replace(/[\t\r\n]/g, '')))
      return this.report(field, value, 'text without control characters');
    return value;
  }

  required(field: ImportField): string | undefined {
    const before = this.problems.length;
    const value = this.text(field);
    if (value === undefined && this.problems.length === before) this.report(field, '', 'a value');
    return value;
  }

  oneOf(field: ImportField, allowed: readonly string[]): string | undefined {
    const value = this.text(field);
    if (value === undefined || allowed.includes(value)) return value;
    return this.report(field, value, `one of ${allowed.join(', ')}, or nothing`);
  }

  /** A text that `read` understands, in the form that it returns. */
  as(field: ImportField, expected: string, read: (text: string) => string | null, maxLength = 120): string | undefined {
    const value = this.text(field, maxLength);
    return value === undefined ? undefined : (read(value) ?? this.report(field, value, expected));
  }

  date(field: ImportField, value: string | undefined): IsoDate | undefined {
    if (value === undefined) return undefined;
    const { dateFormat } = this.context.mapping;
    return parseDateAs(value, dateFormat) ?? this.report(field, value, `a calendar date ${dateFormat}`);
  }

  money(field: ImportField, value: string | undefined, currency: string | undefined): number | undefined {
    if (value === undefined || currency === undefined) return undefined;
    const parsed = parseMoney(value, currency);
    return parsed.ok ? parsed.money.amountMinor : this.report(field, value, parsed.expected);
  }

  report(field: ImportField, value: string, expected: string): undefined {
    const column = this.context.mapping.columns[field] ?? field;
    this.problems.push({ line: this.line, column, value: value.slice(0, quotedLength), expected });
    return undefined;
  }
}

/**
 * Reads one row: either all of it is understood, or every cell at fault is named with what was expected. Numbers of invoices
 * and debtors stay text: leading zeros matter.
 */
export function readRow(line: number, cells: readonly string[], context: RowContext): ReadRow {
  if (cells.length !== context.width) {
    const value = cells.join(',').slice(0, quotedLength);
    return {
      ok: false,
      problems: [{ line, column: '', value, expected: `${context.width} cells, not ${cells.length}` }],
    };
  }
  const row = new Cells(line, cells, context);
  const debtor = readDebtor(row, context);
  const invoice = readInvoice(row, context);
  const paid = invoice === undefined || context.payments === 'none' ? null : readPaid(row, invoice);
  if (row.problems.length > 0 || debtor === undefined || invoice === undefined)
    return { ok: false, problems: row.problems };
  return { ok: true, row: { line, debtor, invoice, paid } };
}

function readDebtor(row: Cells, context: RowContext): ImportedDebtor | undefined {
  const number = row.required('debtorNumber');
  const country = row.text('country', 60);
  const isEmail = (text: string) => (/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/.test(text) ? text : null);
  const fields = {
    name: row.text('debtorName', 200),
    country: country !== undefined && countryDefaults(country) !== undefined ? country.toUpperCase() : country,
    zone: row.as('zone', 'an IANA time zone such as Asia/Shanghai', (text) => (context.isZone(text) ? text : null)),
    language: row.oneOf('language', languages),
    grade: row.oneOf('grade', grades),
    motive: row.oneOf('motive', motives),
    relationship: row.text('relationship', 60),
    email: row.as('email', 'an e-mail address', isEmail, 254),
    phone: row.as('phone', 'a phone number such as +86 138 0013 8000', (text) => normalisePhone(text, country)),
    address: row.text('address', 500),
  };
  if (number === undefined) return undefined;
  const stated = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { number, ...Object.fromEntries(stated) };
}

function readInvoice(row: Cells, context: RowContext): ImportedInvoice | undefined {
  const number = row.required('invoiceNumber');
  const invoiceDate = row.date('invoiceDate', row.required('invoiceDate'));
  const dueDate = row.date('dueDate', row.required('dueDate'));
  const isCode = (text: string) => (isCurrencyCode(text) ? text : null);
  const named = row.as('currency', 'a currency code such as CNY', isCode);
  const currency = named ?? context.currency;
  if (currency === undefined && row.text('currency') === undefined)
    row.report('currency', '', 'a currency code such as CNY');
  const amount = row.required('amount');
  const amountMinor = row.money('amount', amount, currency);
  if (amountMinor === 0) row.report('amount', amount ?? '', 'a positive amount');
  if (invoiceDate !== undefined && dueDate !== undefined && dueDate < invoiceDate) {
    row.report('dueDate', dueDate, `a date not before the invoice date ${invoiceDate}`);
  }
  if (number === undefined || invoiceDate === undefined || dueDate === undefined) return undefined;
  if (currency === undefined || amountMinor === undefined) return undefined;
  return { number, invoiceDate, dueDate, amountMinor, currency };
}

function readPaid(row: Cells, invoice: ImportedInvoice): ImportedRow['paid'] {
  const amount = row.text('paidAmount');
  const date = row.date('paidDate', row.text('paidDate'));
  const amountMinor = row.money('paidAmount', amount, invoice.currency) ?? invoice.amountMinor;
  if (amount !== undefined && amountMinor > 0 && row.text('paidDate') === undefined) {
    row.report('paidDate', '', 'the date of the payment');
  }
  if (amountMinor > invoice.amountMinor) row.report('paidAmount', amount ?? '', 'at most the amount of the invoice');
  return date === undefined || amountMinor === 0 ? null : { amountMinor, date };
}
