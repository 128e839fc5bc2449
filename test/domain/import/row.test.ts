import { readHeader } from '../../../domain/import/header';
import { importMappingSchema, importPresets } from '../../../domain/import/mapping';
import type { RowContext } from '../../../domain/import/cells';
import { readRow } from '../../../domain/import/row';

const header =
  'debtor_number,debtor_name,country,zone,language,grade,motive,email,phone,invoice_number,invoice_date,due_date,amount,currency,paid_amount,paid_date'.split(
    ',',
  );
const good = 'D1,Haiyue,CN,,zh-CN,A,,ap@x.example.com,010 5555 0100,0007,2026-01-01,2026-01-31,1234.5,CNY,,'.split(',');

function context(over: Partial<RowContext> = {}): RowContext {
  const found = readHeader(importPresets.dunwell, header, false);
  if (!found.ok) throw new Error(found.problem.message);
  const isZone = (zone: string) => zone === 'Asia/Shanghai';
  return {
    mapping: importPresets.dunwell,
    positions: found.positions,
    width: header.length,
    payments: 'actual',
    isZone,
    ...over,
  };
}

const read = (over: Record<string, string> = {}, of = context()) =>
  readRow(
    7,
    header.map((name, index) => over[name] ?? good[index] ?? ''),
    of,
  );

it('keeps leading zeros, brings phone numbers into international form and money into minor units', () => {
  expect(read()).toEqual({
    ok: true,
    row: {
      line: 7,
      debtor: {
        number: 'D1',
        name: 'Haiyue',
        country: 'CN',
        language: 'zh-CN',
        grade: 'A',
        email: 'ap@x.example.com',
        phone: '+861055550100',
      },
      invoice: {
        number: '0007',
        invoiceDate: '2026-01-01',
        dueDate: '2026-01-31',
        amountMinor: 123_450,
        currency: 'CNY',
        events: {},
      },
      paid: null,
    },
  });
});

it.each([
  ['invoice_number', '', 'a value'],
  ['due_date', '2026-02-30', 'a calendar date YYYY-MM-DD'],
  ['due_date', '0202-01-31', 'a calendar date YYYY-MM-DD'],
  ['due_date', '2025-12-31', 'a date not before the invoice date 2026-01-01'],
  ['amount', '-5', 'a decimal amount with at most 2 decimals (CNY)'],
  ['amount', '0.00', 'a positive amount'],
  ['amount', '1.234', 'a decimal amount with at most 2 decimals (CNY)'],
  ['amount', '99999999999999999', 'a decimal amount with at most 2 decimals (CNY)'],
  ['currency', 'yuan', 'a currency code such as CNY'],
  ['zone', 'Mars/Base', 'an IANA time zone such as Asia/Shanghai'],
  ['language', 'fr', 'one of zh-CN, en, or nothing'],
  ['grade', 'D', 'one of A, B, C, or nothing'],
  ['email', 'nobody', 'an e-mail address'],
  ['phone', 'call me', 'a phone number such as +86 138 0013 8000'],
  ['debtor_name', 'broken \uFFFD', 'text in UTF-8 or GB18030'],
  ['debtor_name', 'bell \u0007', 'text without control characters'],
  ['paid_date', '2026-13-01', 'a calendar date YYYY-MM-DD'],
])('names line, column, value and what was expected: %s = %j', (column, value, expected) => {
  expect(read({ [column]: value })).toEqual({ ok: false, problems: [{ line: 7, column, value, expected }] });
});

it('reports every cell at fault of one row', () => {
  const result = read({ amount: 'x', due_date: 'y', email: 'z' });
  expect(result.ok ? [] : result.problems.map((problem) => problem.column)).toEqual(['email', 'due_date', 'amount']);
});

it('refuses a row with another number of cells than the header', () => {
  expect(readRow(3, ['a', 'b'], context())).toEqual({
    ok: false,
    problems: [{ line: 3, column: '', value: 'a,b', expected: `${header.length} cells, not 2` }],
  });
});

it('reads a payment in part, one in full, and none when payments are not wanted', () => {
  const paidOf = (result: ReturnType<typeof read>) => (result.ok ? result.row.paid : result.problems);
  const part = { paid_amount: '200', paid_date: '2026-02-01' };
  expect(paidOf(read(part))).toEqual({ amountMinor: 20_000, date: '2026-02-01' });
  expect(paidOf(read({ paid_date: '2026-02-01' }))).toEqual({ amountMinor: 123_450, date: '2026-02-01' });
  expect(paidOf(read(part, context({ payments: 'none' })))).toBeNull();
  expect(paidOf(read({ paid_amount: '1234.51', paid_date: '2026-02-01' }))).toEqual([
    { line: 7, column: 'paid_amount', value: '1234.51', expected: 'at most the amount of the invoice' },
  ]);
});

it('accepts a header in any order and letter case and refuses one that does not fit', () => {
  const columns = ['Amount', 'INVOICE_NUMBER', ' debtor_number', 'due_date', 'invoice_date'];
  expect(readHeader(importPresets.dunwell, columns, true)).toMatchObject({
    ok: true,
    positions: { amount: 0, dueDate: 3 },
  });
  const codeOf = (names: string[], hasCurrency = true) => {
    const found = readHeader(importPresets.dunwell, names, hasCurrency);
    return found.ok ? 'ok' : found.problem.code;
  };
  expect(codeOf(columns, false)).toBe('currencyNeeded');
  expect(codeOf(columns.slice(1))).toBe('missingColumn');
  expect(codeOf([...columns, 'colour'])).toBe('unknownColumn');
  expect(codeOf([...columns, 'amount'])).toBe('duplicateColumn');
});

it('refuses a mapping that lacks a required column or has an unknown field', () => {
  const columns = { debtorNumber: 'k', invoiceNumber: 'n', invoiceDate: 'd', dueDate: 'f', amount: 'b' };
  expect(importMappingSchema.safeParse({ name: 'erp', columns }).success).toBe(true);
  const { amount, ...rest } = columns;
  expect(importMappingSchema.safeParse({ name: 'erp', columns: rest }).success).toBe(false);
  expect(importMappingSchema.safeParse({ name: 'erp', columns: { ...columns, sum: amount } }).success).toBe(false);
});

describe('the columns of contracts, terms and events', () => {
  const columns = ['contract_number', 'governing_law', 'forum', 'interest_clause', 'interest_rate', 'law_connected'];
  const dues = ['terms_from', 'terms_months', 'terms_days', 'terms_end_of_month', 'terms_roll'];
  const wide = [...header, ...columns, 'interest_start_day', ...dues, 'delivered_date', 'received_date', 'debtor_kind'];

  function readWide(over: Record<string, string>) {
    const found = readHeader(importPresets.dunwell, wide, false);
    if (!found.ok) throw new Error(found.problem.message);
    const cells = wide.map((name, index) => over[name] ?? good[index] ?? '');
    return readRow(7, cells, context({ positions: found.positions, width: wide.length }));
  }

  it('are read as they stand; what is empty is no statement', () => {
    const result = readWide({
      ...{ contract_number: 'K-1', governing_law: 'CN', interest_clause: '7', interest_rate: '0.0005' },
      ...{ law_connected: 'no', interest_start_day: '3', debtor_kind: 'publicBody' },
      ...{ terms_from: 'invoiceReceipt', terms_days: '30', terms_end_of_month: 'first', delivered_date: '2026-01-05' },
    });
    expect(result).toMatchObject({
      ok: true,
      row: {
        debtor: { kind: 'publicBody' },
        invoice: {
          terms: { from: 'invoiceReceipt', months: 0, days: 30, endOfMonth: 'first', roll: 'no' },
          events: { delivered: '2026-01-05' },
        },
      },
    });
    expect(result.ok && result.row.contract).toEqual({
      ...{ number: 'K-1', governingLaw: 'CN', clause: '7', interestRate: '0.0005' },
      ...{ lawConnected: false, interestStartDay: 3 },
    });
  });

  it.each([
    ['governing_law', 'China', 'the code of a law such as CN or GB-EAW'],
    ['interest_rate', '0.05 %', 'a share of the principal a day such as 0.0005'],
    ['interest_start_day', '0', 'a whole number from 1 to 1000'],
    ['terms_days', '1.5', 'a whole number from -366 to 1000'],
    ['terms_months', '121', 'a whole number from 0 to 120'],
    ['law_connected', 'perhaps', 'one of yes, no, or nothing'],
    ['terms_from', 'today', 'one of invoiceDate, invoiceReceipt, delivery, completion, order, shipment, or nothing'],
    ['delivered_date', '2026-02-30', 'a calendar date YYYY-MM-DD'],
  ])('say what was expected: %s = %j', (column, value, expected) => {
    const whole = { contract_number: 'K-1', terms_from: 'delivery', [column]: value };
    expect(readWide(whole)).toEqual({ ok: false, problems: [{ line: 7, column, value, expected }] });
  });

  it.each([
    [{ governing_law: 'CN' }, 'contract_number'],
    [{ terms_days: '30' }, 'terms_from'],
  ])('ask for what the others depend on: %j needs %s', (over, column) => {
    expect(readWide(over)).toMatchObject({ ok: false, problems: [{ line: 7, column, value: '' }] });
  });
});
