import { debtorKinds } from '../law/law';
import { isCurrencyCode } from '../money';
import { Cells, type RowContext, quotedLength } from './cells';
import { readContract, readEvents, readTerms } from './contract-columns';
import { countryDefaults, normalisePhone } from './countries';
import type { ImportedDebtor, ImportedInvoice, ImportedRow, RowProblem } from './fields';

export type ReadRow =
  { readonly ok: true; readonly row: ImportedRow } | { readonly ok: false; readonly problems: readonly RowProblem[] };

const grades = ['A', 'B', 'C'];
const motives = ['negligent', 'pressured', 'malicious'];
const languages = ['zh-CN', 'en'];

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
  const contract = readContract(row);
  const paid = invoice === undefined || context.payments === 'none' ? null : readPaid(row, invoice);
  if (row.problems.length > 0 || debtor === undefined || invoice === undefined)
    return { ok: false, problems: row.problems };
  return { ok: true, row: { line, debtor, invoice, ...(contract === undefined ? {} : { contract }), paid } };
}

// That a debtor is important is for two people to say (U9): a file is one.
const byFile = 'any but important, which one person proposes and another approves';

function readDebtor(row: Cells, context: RowContext): ImportedDebtor | undefined {
  const number = row.required('debtorNumber');
  const country = row.text('country', 60);
  const isEmail = (text: string) => (/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/.test(text) ? text : null);
  const fields = {
    name: row.text('debtorName', 200),
    kind: row.oneOf('debtorKind', debtorKinds),
    country: country !== undefined && countryDefaults(country) !== undefined ? country.toUpperCase() : country,
    zone: row.as('zone', 'an IANA time zone such as Asia/Shanghai', (text) => (context.isZone(text) ? text : null)),
    language: row.oneOf('language', languages),
    grade: row.oneOf('grade', grades),
    motive: row.oneOf('motive', motives),
    relationship: row.as('relationship', byFile, (text) => (text === 'important' ? null : text), 60),
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
  const terms = readTerms(row);
  const events = readEvents(row);
  if (number === undefined || invoiceDate === undefined || dueDate === undefined) return undefined;
  if (currency === undefined || amountMinor === undefined) return undefined;
  return { number, invoiceDate, dueDate, amountMinor, currency, ...(terms === undefined ? {} : { terms }), events };
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
