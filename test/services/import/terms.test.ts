import { changesIn } from '../../../services/import/import-invoices';
import { enrolDue } from '../../../services/enrolment';
import { verifyChain } from '../../../services/evidence';
import { aCreditor, anEnrolledBook, anInvoiceRow, csvOf, importText, noon } from '../../support/a-book';
import { standardStored } from '../../support/standard-policy';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

const effectiveDates = async () => {
  const rows = await db.invoice.findMany({
    orderBy: { number: 'asc' },
    select: { number: true, effectiveDueDate: true },
  });
  return rows.map((row) => [row.number, row.effectiveDueDate.toISOString().slice(0, 10)]);
};

it('counts from the event that the terms name, rolls to a bank day, and leaves open what has not happened', async () => {
  const creditorId = await aCreditor(db);
  const rows = [
    // 2026-02-14 to 23 are public holidays in China; a Saturday and a Sunday before are worked.
    anInvoiceRow({ invoice_number: '1', terms_from: 'invoiceDate', terms_days: '8', terms_roll: 'nextBankDay' }),
    anInvoiceRow({ invoice_number: '2', terms_from: 'invoiceReceipt', terms_days: '30', received_date: '2026-02-12' }),
    anInvoiceRow({ invoice_number: '3', terms_from: 'invoiceDate', terms_end_of_month: 'first', terms_days: '30' }),
    anInvoiceRow({ invoice_number: '4', terms_from: 'completion', terms_months: '12', delivered_date: '2026-02-01' }),
    anInvoiceRow({ invoice_number: '5', terms_from: 'completion', terms_days: '30' }),
    anInvoiceRow({ invoice_number: '6' }),
  ];
  await importText(db, creditorId, csvOf(rows));
  expect(await effectiveDates()).toEqual([
    ['1', '2026-02-24'],
    ['2', '2026-03-14'],
    ['3', '2026-03-30'],
    ['4', '2027-02-01'],
    ['5', '9999-12-31'],
    ['6', '2026-03-10'],
  ]);
  const delivered = await db.invoice.findFirstOrThrow({ where: { number: '4' } });
  expect(delivered.orderCompletedAt).toEqual(new Date('2026-02-01'));
  expect(changesIn((await importText(db, creditorId, csvOf(rows))).report)).toBe(0);
});

it('[K2] opens no case while the event is missing, and does once a later file knows it', async () => {
  const creditorId = await aCreditor(db);
  const row = anInvoiceRow({ terms_from: 'invoiceReceipt', terms_days: '10' });
  await importText(db, creditorId, csvOf([row]));
  const policies = await standardStored(db);
  const enrol = async () => {
    await enrolDue({ db, policies, now: noon }, { limit: 10 });
    return db.collectionCase.count();
  };
  expect(await enrol()).toBe(0);
  const { report } = await importText(db, creditorId, csvOf([{ ...row, received_date: '2026-02-20' }]));
  expect(report.invoices).toMatchObject({ updated: 1 });
  expect(await effectiveDates()).toEqual([['INV-1', '2026-03-02']]);
  expect(await enrol()).toBe(1);
});

it('re-anchors a running case with history and evidence; a case cannot be left without a due date', async () => {
  const row = anInvoiceRow({ terms_from: 'delivery', terms_days: '30', delivered_date: '2026-02-08' });
  const { creditorId, caseOf } = await anEnrolledBook(db, [row]);
  const changed = { ...row, delivered_date: '2026-02-18' };
  await importText(db, creditorId, csvOf([changed]));
  expect(await effectiveDates()).toEqual([['INV-1', '2026-03-20']]);
  expect(await db.dueDateChange.findMany()).toMatchObject([
    { fromDate: new Date('2026-03-10'), toDate: new Date('2026-03-20'), reason: 'import', actor: 'staff:test' },
  ]);
  expect(await db.signalOutbox.findMany()).toMatchObject([
    { kind: 'invoiceChanged', caseId: caseOf('INV-1'), payload: { effectiveDueDate: '2026-03-20' } },
  ]);
  expect(await verifyChain(db, `case:${caseOf('INV-1')}`)).toMatchObject({ ok: true, length: 2 });
  const { report } = await importText(
    db,
    creditorId,
    csvOf([{ ...changed, terms_from: 'completion', delivered_date: '' }]),
  );
  expect(report.failedRows).toBe(0);
  const waiting = await importText(db, creditorId, csvOf([{ ...changed, terms_from: 'shipment' }]));
  expect(waiting.report.problems).toMatchObject([{ line: 2, column: 'terms_from', value: 'shipment' }]);
});

it('keeps a due date that staff set while nothing that it depends on moves', async () => {
  const creditorId = await aCreditor(db);
  const row = anInvoiceRow({ terms_from: 'invoiceDate', terms_days: '30' });
  await importText(db, creditorId, csvOf([row]));
  await db.invoice.updateMany({ data: { effectiveDueDate: new Date('2026-04-30') } });
  await importText(db, creditorId, csvOf([{ ...row, amount: '1100.00', dispatched_date: '2026-02-09' }]));
  expect(await effectiveDates()).toEqual([['INV-1', '2026-04-30']]);
  await importText(db, creditorId, csvOf([{ ...row, terms_days: '40' }]));
  expect(await effectiveDates()).toEqual([['INV-1', '2026-03-20']]);
});

it('keeps contracts apart by debtor and remembers what was agreed when', async () => {
  const creditorId = await aCreditor(db);
  const row = anInvoiceRow({ contract_number: 'K-1', governing_law: 'CN', debtor_kind: 'company' });
  await importText(db, creditorId, csvOf([row]));
  await importText(
    db,
    creditorId,
    csvOf([{ ...row, forum: 'Qingdao', interest_clause: '7', interest_rate: '0.0005' }]),
  );
  const contract = await db.contract.findFirstOrThrow({ include: { invoices: true, debtor: true } });
  expect(contract).toMatchObject({
    ...{ governingLaw: 'CN', forum: 'Qingdao', clause: '7', interestRate: '0.0005' },
    ...{ invoices: [{ number: 'INV-1' }], debtor: { kind: 'company' } },
  });
  const kinds = await db.evidence.findMany({ where: { kind: { startsWith: 'contract' } }, orderBy: { seq: 'asc' } });
  expect(kinds.map(({ kind }) => kind)).toEqual(['contractRecorded', 'contractChanged']);
  const { report } = await importText(
    db,
    creditorId,
    csvOf([anInvoiceRow({ debtor_number: 'D2', invoice_number: 'INV-2', contract_number: 'K-1' })]),
  );
  expect(report.problems).toMatchObject([
    { column: 'contract_number', value: 'K-1', expected: 'a contract of debtor D2' },
  ]);
});
