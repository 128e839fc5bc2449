import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { openBalances } from '../../../services/balances';
import { verifyChain } from '../../../services/evidence';
import { changesIn } from '../../../services/import/import-invoices';
import { aCreditor, anEnrolledBook, anInvoiceRow, csvOf, importText } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();

let creditorId: string;
beforeEach(async () => {
  await reset();
  creditorId = await aCreditor(db);
});

const bring = (content: string | Buffer, over = {}) => importText(db, creditorId, content, over);

const openOf = async (number: string) => {
  const invoice = await db.invoice.findFirstOrThrow({ where: { number } });
  return (await openBalances(db, [invoice.id])).get(invoice.id)?.openMinor;
};

it('brings good rows in, reports bad ones, and changes nothing the second time', async () => {
  const rows = [
    anInvoiceRow(),
    anInvoiceRow({ invoice_number: '0002', amount: 'ten' }),
    anInvoiceRow({ invoice_number: '0003', debtor_number: 'D2', email: '' }),
  ];
  const first = await bring(csvOf(rows));
  expect(first).toMatchObject({
    ok: true,
    report: {
      rows: 3,
      invoices: { created: 2, updated: 0, unchanged: 0 },
      debtors: { created: 2, updated: 0 },
      failedRows: 1,
      problems: [{ line: 3, column: 'amount', value: 'ten' }],
    },
  });
  const second = await bring(csvOf(rows));
  expect([changesIn(second.report), second.report.invoices.unchanged, second.report.failedRows]).toEqual([0, 2, 1]);
  expect(await db.ledgerEntry.count()).toBe(2);
  expect((await db.invoice.findMany({ orderBy: { number: 'asc' } })).map((row) => row.number)).toEqual([
    '0003',
    'INV-1',
  ]);
});

it('remembers file, hash and counts, on the system chain too', async () => {
  const content = csvOf([anInvoiceRow()]);
  const { importId } = await bring(content);
  const row = await db.import.findUniqueOrThrow({ where: { id: importId ?? '' } });
  expect(row.fileHash).toBe(createHash('sha256').update(content).digest('hex'));
  expect(row.finishedAt).not.toBeNull();
  expect(await verifyChain(db, 'system:imports')).toMatchObject({ ok: true, length: 1 });
});

it('shows in a dry run what would happen, across batches, and writes nothing', async () => {
  const rows = Array.from({ length: 1_201 }, (_, n) =>
    anInvoiceRow({ invoice_number: `N${n}`, debtor_number: `D${n % 7}`, paid_date: n < 3 ? '2026-03-01' : '' }),
  );
  const preview = await bring(csvOf(rows), { dryRun: true });
  expect([await db.debtor.count(), await db.invoice.count(), await db.import.count()]).toEqual([0, 0, 0]);
  const real = await bring(csvOf(rows));
  expect(preview.importId).toBeNull();
  expect(preview.report).toEqual(real.report);
  expect(real.report).toMatchObject({ invoices: { created: 1_201 }, debtors: { created: 7, updated: 0 }, payments: 3 });
});

it('takes a changed row as an update with its trace and a message to its case', async () => {
  await reset();
  const book = await anEnrolledBook(db, [anInvoiceRow(), anInvoiceRow({ invoice_number: 'INV-2' })]);
  creditorId = book.creditorId;
  const changed = anInvoiceRow({ amount: '900.00', due_date: '2026-03-20', grade: 'B' });
  const { report } = await bring(csvOf([changed]));
  expect(report).toMatchObject({ invoices: { updated: 1 }, debtors: { updated: 1 } });
  expect(await openOf('INV-1')).toBe(90_000);
  const entries = await db.ledgerEntry.findMany({ where: { invoice: { number: 'INV-1' } }, orderBy: { id: 'asc' } });
  expect(entries.map((entry) => [entry.type, Number(entry.amountMinor)])).toEqual([
    ['invoice', 100_000],
    ['cancellation', 100_000],
    ['invoice', 90_000],
  ]);
  expect(entries[1]?.reversesId).toBe(entries[0]?.id);
  const dates = await db.dueDateChange.findMany();
  expect(dates.map((row) => [row.fromDate, row.toDate])).toEqual([[new Date('2026-03-10'), new Date('2026-03-20')]]);
  const messages = await db.signalOutbox.findMany({ orderBy: [{ kind: 'asc' }] });
  expect(messages.map((row) => row.kind).sort()).toEqual(['debtorChanged', 'debtorChanged', 'invoiceChanged']);
  expect(messages.find((row) => row.kind === 'invoiceChanged')).toMatchObject({
    caseId: book.caseOf('INV-1'),
    payload: { openBalanceMinor: 90_000, ledgerSeq: 3, effectiveDueDate: '2026-03-20' },
  });
  expect(await verifyChain(db, `case:${book.caseOf('INV-1')}`)).toMatchObject({ ok: true, length: 2 });
  expect(changesIn((await bring(csvOf([changed]))).report)).toBe(0);
});

it('books what the file says was paid so far, less what the ledger has', async () => {
  await bring(csvOf([anInvoiceRow({ paid_amount: '300', paid_date: '2026-03-05' })]));
  expect(await openOf('INV-1')).toBe(70_000);
  await bring(csvOf([anInvoiceRow({ paid_amount: '400', paid_date: '2026-03-09' })]));
  expect(await openOf('INV-1')).toBe(60_000);
  const again = await bring(csvOf([anInvoiceRow({ paid_amount: '400', paid_date: '2026-03-09' })]));
  expect([changesIn(again.report), await openOf('INV-1')]).toEqual([0, 60_000]);
});

it('tells the case about a payment that a file reports', async () => {
  await reset();
  const book = await anEnrolledBook(db, [anInvoiceRow()]);
  creditorId = book.creditorId;
  await bring(csvOf([anInvoiceRow({ paid_date: '2026-03-17' })]));
  expect(await db.signalOutbox.findMany()).toMatchObject([
    { kind: 'paymentReceived', caseId: book.caseOf('INV-1'), payload: { openBalanceMinor: 0, amountMinor: 100_000 } },
  ]);
});

it('lets the first row of an invoice stand and reports the second, run after run', async () => {
  const content = csvOf([anInvoiceRow(), anInvoiceRow({ amount: '5.00' })]);
  for (const expected of [1, 0]) {
    const { report } = await bring(content);
    expect([changesIn(report) - report.debtors.created, report.failedRows]).toEqual([expected, 1]);
    expect(report.problems).toEqual([
      { line: 3, column: 'invoice_number', value: 'INV-1', expected: 'each invoice once; it stands on line 2 too' },
    ]);
  }
  expect(await openOf('INV-1')).toBe(100_000);
});

it('lets rows that describe one debtor differently settle, across batches', async () => {
  const rows = Array.from({ length: 700 }, (_, n) =>
    anInvoiceRow({
      invoice_number: `N${n}`,
      debtor_name: n < 600 ? 'One' : 'Other',
      phone: n < 600 ? '' : '+8613800000000',
    }),
  );
  await bring(csvOf(rows));
  const debtor = await db.debtor.findFirstOrThrow({ include: { points: true } });
  expect([debtor.name, debtor.points.map((point) => point.kind).sort()]).toEqual(['One', ['email', 'phone']]);
  expect(changesIn((await bring(csvOf(rows))).report)).toBe(0);
});

it.each([
  ['another debtor', { debtor_number: 'D2' }, 'debtor_number', 'the debtor of invoice INV-1'],
  ['another currency', { currency: 'EUR' }, 'currency', 'CNY'],
  ['less than was paid', { amount: '100.00' }, 'amount', 'at least 300.00, which the ledger has settled already'],
])('refuses a row that gives an invoice %s', async (_, over, column, expected) => {
  await bring(csvOf([anInvoiceRow({ paid_amount: '300', paid_date: '2026-03-05' })]));
  const { report } = await bring(csvOf([anInvoiceRow(over)]));
  expect(report.problems).toMatchObject([{ line: 2, column, expected }]);
  expect(report.invoices).toEqual({ created: 0, updated: 0, unchanged: 0 });
});

it('takes zone and language from the row, else the country, else the options, else the creditor', async () => {
  const debtors = [
    anInvoiceRow({ debtor_number: '1', invoice_number: '1', country: 'DE', zone: 'Europe/Paris' }),
    anInvoiceRow({ debtor_number: '2', invoice_number: '2', country: 'de' }),
    anInvoiceRow({ debtor_number: '3', invoice_number: '3', country: '770' }),
  ];
  await bring(csvOf(debtors), { zone: 'America/Chicago', language: 'en' });
  await bring(csvOf([anInvoiceRow({ debtor_number: '4', invoice_number: '4' })]));
  const rows = await db.debtor.findMany({ orderBy: { number: 'asc' } });
  expect(rows.map((row) => [row.country, row.zone, row.language])).toEqual([
    ['DE', 'Europe/Paris', 'en'],
    ['DE', 'Europe/Berlin', 'en'],
    ['770', 'America/Chicago', 'en'],
    ['CN', 'Asia/Shanghai', 'zh-CN'],
  ]);
});

describe('the form of the file', () => {
  const chinese = csvOf([anInvoiceRow({ debtor_name: '青岛海岳机械有限公司' })]);
  // Node writes no GB18030; these are the bytes of the name as iconv makes them.
  const name = Buffer.from('c7e0b5bab3a3d4c0bbfad0b5d3d0cfdeb9abcbbe', 'hex');
  const decoded = new TextDecoder('gb18030').decode(name);
  const gb18030 = Buffer.concat(
    csvOf([anInvoiceRow({ debtor_name: '|' })])
      .split('|')
      .flatMap((part, index) => (index === 0 ? [Buffer.from(part)] : [name, Buffer.from(part)])),
  );

  it.each([
    ['UTF-8', Buffer.from(chinese), '青岛海岳机械有限公司'],
    ['UTF-8 with BOM', Buffer.from(`\uFEFF${chinese}`), '青岛海岳机械有限公司'],
    ['UTF-8 with CRLF', Buffer.from(chinese.replaceAll('\n', '\r\n')), '青岛海岳机械有限公司'],
    ['GB18030', gb18030, decoded],
  ])('is read in %s, also cut in the middle of a character', async (_, bytes, expected) => {
    const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
    const half = Math.floor(bytes.length / 2);
    for (const source of [
      [bytes],
      [bytes.subarray(0, half), bytes.subarray(half)],
      bytes.length < 300 ? chunks : [bytes],
    ]) {
      await reset();
      creditorId = await aCreditor(db);
      expect((await bring('', { source: Readable.from(source) })).ok).toBe(true);
      expect((await db.debtor.findFirstOrThrow()).name).toBe(expected);
    }
  });

  it.each([
    ['emptyFile', '', null],
    ['missingColumn', 'debtor_number,amount\nD1,1', 1],
    ['unknownColumn', csvOf([{ ...anInvoiceRow(), colour: 'red' }]), 1],
    ['currencyNeeded', csvOf([anInvoiceRow()]).replaceAll(',currency', '').replaceAll(',CNY', ''), 1],
    ['notCsv', '{"invoices":[]}', 1],
    ['notText', Buffer.from(csvOf([anInvoiceRow()]), 'utf16le'), 1],
    ['notCsv', `${csvOf([anInvoiceRow()])}\n"D1"x,`, 3],
    ['lineTooLong', `${csvOf([anInvoiceRow()])}\n${'x'.repeat(10_000_000)}`, 3],
  ])('that cannot be read is one clear error: %s', async (code, content, line) => {
    const result = await bring(content);
    expect(result.ok ? 'ok' : [result.problem.code, result.problem.line]).toEqual([code, line]);
    expect(result.ok ? '' : result.problem.message.length).toBeLessThan(900);
  });

  it('that breaks off at a NUL byte names its line', async () => {
    const result = await bring(`${csvOf([anInvoiceRow()])}\nD1,\0`);
    expect(result).toMatchObject({ ok: false, problem: { code: 'notText', line: 3 }, report: { rows: 0 } });
  });

  it('with thousands of wrong rows keeps the first thousand problems and counts all', async () => {
    const rows = Array.from({ length: 1_500 }, (_, n) => anInvoiceRow({ invoice_number: `N${n}`, amount: 'x' }));
    const { report } = await bring(csvOf(rows));
    expect([report.problems.length, report.problemCount, report.failedRows]).toEqual([1_000, 1_500, 1_500]);
  });

  it('counts lines as an editor does, also behind empty lines and cells with line breaks', async () => {
    const address = { address: '"Road 1\nTown"' };
    const content = csvOf([anInvoiceRow(address), anInvoiceRow({ ...address, invoice_number: 'INV-2', amount: 'x' })]);
    const { report } = await bring(content.replace('\n', '\n\n'));
    expect(report.problems).toMatchObject([{ line: 5, column: 'amount' }]);
  });
});

it('reports progress after every batch', async () => {
  const seen: number[] = [];
  const rows = Array.from({ length: 1_100 }, (_, n) => anInvoiceRow({ invoice_number: `N${n}` }));
  await bring(csvOf(rows), { onProgress: (report: { rows: number }) => seen.push(report.rows) });
  expect(seen).toEqual([500, 1_000, 1_100]);
});

it('lets two imports of the same file run at once and takes every invoice once', async () => {
  const rows = Array.from({ length: 600 }, (_, n) =>
    anInvoiceRow({ invoice_number: `N${n}`, debtor_number: `D${n % 50}` }),
  );
  const results = await Promise.all([bring(csvOf(rows)), bring(csvOf([...rows].reverse()))]);
  expect(results.map((result) => result.report.failedRows)).toEqual([0, 0]);
  expect([await db.invoice.count(), await db.ledgerEntry.count(), await db.debtor.count()]).toEqual([600, 600, 50]);
});
