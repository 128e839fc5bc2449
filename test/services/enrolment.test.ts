import { join } from 'node:path';
import type { Plan } from '../../domain/plan';
import { unclassifiedFacts } from '../../domain/case-state';
import { enrolmentDay } from '../../domain/enrolment';
import { epochDay, isoDate } from '../../domain/time';
import { enrolDue, enrolmentProgress, markStarted, unstartedCases } from '../../services/enrolment';
import { verifyChain } from '../../services/evidence';
import { recordPayment } from '../../services/payments';
import { createPolicyStore, type PolicyStore } from '../../services/policy-store';
import { aCreditor, anInvoiceRow, csvOf, importText, noon } from '../support/a-book';
import { standardStored } from '../support/standard-policy';
import { testDatabase } from '../support/database';

const policiesFolder = join(__dirname, '..', '..', 'policies');
const { db, reset } = testDatabase();

let creditorId: string;
let policies: PolicyStore;
beforeEach(async () => {
  await reset();
  creditorId = await aCreditor(db);
  policies = await standardStored(db);
});

const enrol = (limit = 1_000, now = noon) => enrolDue({ db, policies, now }, { limit });
const enrolledNumbers = async () => {
  const cases = await db.collectionCase.findMany({ include: { invoice: true } });
  return cases.map((row) => row.invoice.number).sort();
};

it('[S46] enrols what is overdue or has a step that is due, and nothing that is paid, cancelled or too early (R18)', async () => {
  const rows = [
    anInvoiceRow({ invoice_number: 'overdue', due_date: '2026-03-17' }),
    anInvoiceRow({ invoice_number: 'due-today', due_date: '2026-03-18' }),
    anInvoiceRow({ invoice_number: 'in-30-days', due_date: '2026-04-17' }),
    anInvoiceRow({ invoice_number: 'in-31-days', due_date: '2026-04-18' }),
    anInvoiceRow({ invoice_number: 'paid', paid_date: '2026-03-01' }),
    anInvoiceRow({ invoice_number: 'cancelled' }),
    anInvoiceRow({ invoice_number: 'c-in-30-days', debtor_number: 'D2', grade: 'C', due_date: '2026-04-17' }),
  ];
  await importText(db, creditorId, csvOf(rows));
  await db.invoice.updateMany({ where: { number: 'cancelled' }, data: { cancelledAt: new Date('2026-03-02') } });
  const { plan } = await policies.planFor('standard');
  const dayFor = (grade: string | null) =>
    enrolmentDay(plan, {
      facts: { ...unclassifiedFacts('zh-CN'), grade },
      currency: 'CNY',
      openBalanceMinor: 100_000,
      dueDay: epochDay(0),
      invoiceDay: epochDay(-45),
      orderCompletedDay: null,
      invoiceDispatchedDay: null,
    });
  await enrol();
  const early = (name: string, due: number, grade: string | null) => (dayFor(grade) + due <= 0 ? [name] : []);
  expect(await enrolledNumbers()).toEqual(
    [
      'overdue',
      ...early('due-today', 0, null),
      ...early('in-30-days', 30, null),
      ...early('in-31-days', 31, null),
      ...early('c-in-30-days', 30, 'C'),
    ].sort(),
  );
  expect(dayFor('C')).toBe(-30);
});

it('[S47] enrols twenty days early what a debtor of high risk owes', async () => {
  const past = { invoice_date: '2025-10-01', due_date: '2025-10-31', paid_date: '2025-12-15' };
  const soon = { invoice_date: '2026-03-02', due_date: '2026-04-07' };
  const ofRisk = { debtor_number: 'D9', email: 'ap@nine.example.com' };
  const rows = [
    anInvoiceRow({ ...ofRisk, ...past, invoice_number: 'paid-late' }),
    anInvoiceRow({ ...ofRisk, ...soon, invoice_number: 'at-risk' }),
    anInvoiceRow({ ...ofRisk, ...soon, invoice_number: 'at-risk-later', due_date: '2026-04-08' }),
    anInvoiceRow({ ...soon, invoice_number: 'usual' }),
  ];
  await importText(db, creditorId, csvOf(rows));
  await enrol();
  expect(await enrolledNumbers()).toEqual(['at-risk']);
});

it('enrols every invoice exactly once, however many sweeps run at the same moment (R6, R18)', async () => {
  const rows = Array.from({ length: 120 }, (_, n) =>
    anInvoiceRow({ invoice_number: `N${n}`, debtor_number: `D${n % 9}` }),
  );
  await importText(db, creditorId, csvOf(rows));
  const sweeps = await Promise.all([enrol(), enrol(), enrol()]);
  expect(sweeps.reduce((sum, sweep) => sum + sweep.enrolled, 0)).toBe(120);
  expect([await db.collectionCase.count(), await db.caseRun.count()]).toEqual([120, 120]);
  expect(await enrol()).toEqual({ enrolled: 0, more: false });
  const { id } = await db.collectionCase.findFirstOrThrow();
  expect(await verifyChain(db, `case:${id}`)).toMatchObject({ ok: true, length: 1 });
});

it('is bounded, says whether more is waiting, and counts the progress', async () => {
  const rows = Array.from({ length: 25 }, (_, n) => anInvoiceRow({ invoice_number: `N${n}` }));
  await importText(db, creditorId, csvOf(rows));
  expect(await enrol(10)).toEqual({ enrolled: 10, more: true });
  expect(await enrolmentProgress({ db, policies, now: noon })).toEqual({ eligible: 15, enrolled: 10, started: 0 });
  expect([await enrol(10), await enrol(10)]).toEqual([
    { enrolled: 10, more: true },
    { enrolled: 5, more: false },
  ]);
});

it('opens no case for an invoice that was paid between the look and the lock', async () => {
  await importText(db, creditorId, csvOf([anInvoiceRow()]));
  const amount = { amountMinor: 100_000, currency: 'CNY' };
  const payment = { creditorId, invoiceNumbers: ['INV-1'], amount, valueDate: isoDate('2026-03-18'), reference: 'R' };
  const [sweep] = await Promise.all([
    enrol(),
    recordPayment({ db }, { ...payment, source: 't', actor: 't', at: noon }),
  ]);
  // Whichever was first: a case that exists was told about the payment.
  expect(await db.signalOutbox.count()).toBe(sweep.enrolled);
});

it('takes "today" from the zone of the creditor', async () => {
  await importText(db, creditorId, csvOf([anInvoiceRow({ due_date: '2026-03-17' })]));
  const plan: Plan = { ...(await policies.planFor('standard')).plan, steps: [] };
  const onlyOverdue = { planFor: async () => ({ plan, versionId: (await policies.planFor('standard')).versionId }) };
  const at = (now: string) => enrolDue({ db, policies: onlyOverdue, now: new Date(now) }, { limit: 10 });
  expect((await at('2026-03-17T15:59:00Z')).enrolled).toBe(0);
  expect((await at('2026-03-17T16:00:00Z')).enrolled).toBe(1);
});

describe('the smallest sum that is worth a case', () => {
  const invoice = (number: string, debtor: string, amount: string, over: Readonly<Record<string, string>> = {}) =>
    anInvoiceRow({ invoice_number: number, debtor_number: debtor, email: `ap@${debtor}.example.com`, amount, ...over });
  const rows = [
    invoice('at', 'D1', '200.00'),
    invoice('below', 'D2', '199.99'),
    invoice('other-currency', 'D2', '199.99', { currency: 'USD' }),
    invoice('small', 'D3', '120.00'),
    invoice('small-too', 'D3', '80.00', { due_date: '2026-03-11' }),
    invoice('small-now', 'D4', '120.00'),
    invoice('small-later', 'D4', '80.00', { due_date: '2026-03-20' }),
  ];

  it('[U5] is 200 for what a debtor owes overdue in yuan; others have no limit that is not stated', async () => {
    await importText(db, creditorId, csvOf(rows));
    await enrol();
    expect(await enrolledNumbers()).toEqual(['at', 'other-currency', 'small', 'small-too']);
    await enrol(1_000, new Date('2026-03-21T04:00:00.000Z'));
    expect(await enrolledNumbers()).toEqual(['at', 'other-currency', 'small', 'small-later', 'small-now', 'small-too']);
  });

  it('[U5] is nothing where the policy does not state it', async () => {
    await importText(db, creditorId, csvOf(rows));
    await db.creditor.updateMany({ data: { policyName: 'seed-000' } });
    const store = createPolicyStore(db);
    await store.loadPacks(policiesFolder, ['seed-000']);
    await enrolDue({ db, policies: store, now: noon }, { limit: 10 });
    expect(await enrolledNumbers()).toContain('below');
  });
});

it('hands out cases to start until they are started', async () => {
  await importText(db, creditorId, csvOf([anInvoiceRow()]));
  await enrol();
  const [start] = await unstartedCases(db, 10);
  expect(start).toMatchObject({ runNo: 1, previousRunId: null, currency: 'CNY' });
  await markStarted(db, start?.caseId ?? '', 1, 'run-a');
  await markStarted(db, start?.caseId ?? '', 1, 'run-b');
  expect(await unstartedCases(db, 10)).toEqual([]);
  expect((await db.caseRun.findFirstOrThrow()).workflowRunId).toBe('run-a');
});
