import { z } from 'zod';
import { isoDate } from '../../../domain/time';
import { cancelCase, decideApproval, escalateCase } from '../../../services/commands/case-commands';
import { changeDebtorFacts } from '../../../services/commands/change-debtor-facts';
import { changeDueDate } from '../../../services/commands/change-due-date';
import { type PlaceHold, placeHold } from '../../../services/commands/place-hold';
import { recordCall } from '../../../services/commands/record-call';
import { type RecordPromise, recordPromise } from '../../../services/commands/record-promise';
import { reportFunds } from '../../../services/commands/report-funds';
import { releaseHold } from '../../../services/commands/release-hold';
import { debtorFactsOf } from '../../../services/debtor-facts';
import { verifyChain } from '../../../services/evidence';
import { anEnrolledBook, anInvoiceRow, csvOf, importText, noon } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();

let book: Awaited<ReturnType<typeof anEnrolledBook>>;
let caseId: string;
const by = { actor: 'staff:1', reason: 'asked by phone', at: noon };

beforeEach(async () => {
  await reset();
  const other = { debtor_number: 'D2', email: 'ap@two.example.com' };
  book = await anEnrolledBook(db, [
    anInvoiceRow(),
    anInvoiceRow({ invoice_number: 'INV-2' }),
    anInvoiceRow({ ...other, invoice_number: 'INV-3' }),
  ]);
  caseId = book.caseOf('INV-1');
});

const messages = async () => {
  const rows = await db.signalOutbox.findMany({ orderBy: { id: 'asc' } });
  return rows.map((row) => [row.caseId, row.kind, row.payload]);
};
const nothingHappened = async () => {
  expect(await db.signalOutbox.count()).toBe(0);
  expect(await verifyChain(db, `case:${caseId}`)).toMatchObject({ ok: true, length: 1 });
};

describe('recordPromise', () => {
  const promise = (over: Partial<RecordPromise> = {}) =>
    recordPromise(
      { db, plans: book.plans },
      { caseId, promisedFor: isoDate('2026-03-20'), method: 'phone', ...by, ...over },
    );

  it('keeps date, method and time of capture, and protects until two bank days after the date (K8, K9)', async () => {
    // 20 March 2026 is a Friday: the grace ends on Tuesday.
    expect(await promise()).toMatchObject({ ok: true, holdUntil: '2026-03-25' });
    const row = await db.promiseToPay.findFirstOrThrow();
    expect(row).toMatchObject({
      method: 'phone',
      capturedBy: 'staff:1',
      amountMinor: null,
      balanceMinorWhenMade: 100_000n,
    });
    const body = {
      promiseId: row.id,
      madeOn: '2026-03-18',
      promisedFor: '2026-03-20',
      holdUntil: '2026-03-25',
      amountMinor: null,
    };
    expect(await messages()).toEqual([[caseId, 'recordPromise', expect.objectContaining(body)]]);
  });

  it('leaves a logged dispute alone (R22, K8)', async () => {
    const { debtorId, invoiceId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
    const dispute = { debtorId, invoiceId, caseId, currency: 'CNY', reason: 'quality', openedBy: 'staff:1' };
    const before = await db.dispute.create({ data: dispute });
    await promise();
    expect(await db.dispute.findMany()).toEqual([before]);
    expect(await db.promiseToPay.count({ where: { status: 'open' } })).toBe(1);
  });

  it('replaces an earlier promise, which stays in the record', async () => {
    await promise();
    await promise({ promisedFor: isoDate('2026-03-27') });
    const rows = await db.promiseToPay.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map((row) => row.status)).toEqual(['replaced', 'open']);
  });

  it.each([
    ['dateInThePast', { promisedFor: isoDate('2026-03-17') }],
    ['dateTooFar', { promisedFor: isoDate('2027-03-20') }],
    ['otherCurrency', { amount: { amountMinor: 1, currency: 'EUR' } }],
    ['amountNotPositive', { amount: { amountMinor: 0, currency: 'CNY' } }],
    ['amountAboveBalance', { amount: { amountMinor: 100_001, currency: 'CNY' } }],
  ])('refuses with %s and changes nothing', async (reason, over) => {
    expect(await promise(over)).toMatchObject({ ok: false, problem: { reason } });
    expect(await db.promiseToPay.count()).toBe(0);
    await nothingHappened();
  });
});

describe('holds', () => {
  const place = (over: Partial<PlaceHold> = {}) =>
    placeHold(
      { db },
      { caseId, scope: 'invoice', kind: 'manual', from: isoDate('2026-03-18'), until: null, ...by, ...over },
    );

  it('release without a hold has no effect (R19)', async () => {
    expect(await releaseHold({ db }, { caseId, ...by })).toEqual({ ok: true, messageIds: [], releasedHoldIds: [] });
    await nothingHappened();
  });

  it('refuse a hold that is longer than the calendar of a case can reach', async () => {
    expect(await place({ until: isoDate('9999-12-31') })).toMatchObject({
      ok: false,
      problem: { reason: 'dateOrder' },
    });
    await nothingHappened();
    expect(await place({ until: isoDate('2036-03-18') })).toMatchObject({ ok: true });
  });

  it('hold one invoice from a day until its release, and tell its case both', async () => {
    const placed = await place();
    const holdId = placed.ok ? placed.holdId : '';
    expect(await releaseHold({ db }, { caseId, ...by, at: new Date('2026-03-21T04:00:00Z') })).toMatchObject({
      releasedHoldIds: [holdId],
    });
    expect(await messages()).toMatchObject([
      [caseId, 'placeHold', { hold: { holdId, kind: 'manual', from: '2026-03-18', until: null, partMinor: null } }],
      [caseId, 'releaseHold', { holdId, releasedOn: '2026-03-21' }],
    ]);
    expect((await db.hold.findFirstOrThrow()).untilDate).toEqual(new Date('2026-03-21'));
    expect(await releaseHold({ db }, { caseId, holdId, ...by })).toMatchObject({ releasedHoldIds: [] });
  });

  it('of a debtor reach all of its open cases and no other', async () => {
    await place({ scope: 'debtor' });
    expect((await messages()).map(([id, kind]) => [id, kind])).toEqual([
      [caseId, 'placeHold'],
      [book.caseOf('INV-2'), 'holdChanged'],
    ]);
    await releaseHold({ db }, { caseId: book.caseOf('INV-2'), ...by });
    expect((await messages()).slice(2).map(([id, kind]) => [id, kind])).toEqual([
      [book.caseOf('INV-2'), 'releaseHold'],
      [caseId, 'holdChanged'],
    ]);
  });

  it.each([
    ['dateOrder', { until: isoDate('2026-03-18') }],
    ['amountNotPositive', { partMinor: 0 }],
    ['amountAboveBalance', { partMinor: 100_001 }],
    ['amountAboveBalance', { partMinor: 1, scope: 'debtor' as const }],
  ])('are refused with %s and nothing changes', async (reason, over) => {
    expect(await place(over)).toMatchObject({ ok: false, problem: { reason } });
    await nothingHappened();
  });
});

it('closes a task once, with its outcome, and tells its case', async () => {
  const { debtorId, invoiceId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
  const open = { debtorId, caseId, invoiceId, stepId: 'call', occurrence: 1, kind: 'call', role: 'collector' };
  const { id: taskId } = await db.task.create({ data: { ...open, why: {}, at: noon } });
  const call = { taskId, outcome: 'noAnswer', note: 'rang twice', actor: 'staff:1', at: noon } as const;
  expect(await recordCall({ db }, call)).toMatchObject({ ok: true, caseId });
  expect(await messages()).toMatchObject([[caseId, 'recordCall', { taskId, outcome: 'noAnswer' }]]);
  expect(await db.task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({
    status: 'closed',
    note: 'rang twice',
  });
  expect(await recordCall({ db }, call)).toMatchObject({ ok: false, problem: { reason: 'alreadyClosed' } });
});

it('[S185] opens a call of the same day, once, when a debtor is known to have received money', async () => {
  const word = { creditorId: book.creditorId, debtorNumber: 'D1', source: 'press', ...by } as const;
  expect(await reportFunds({ db }, word)).toMatchObject({ ok: true });
  expect(await reportFunds({ db }, word)).toMatchObject({ ok: true });
  const tasks = await db.task.findMany();
  expect(tasks).toMatchObject([{ caseId, kind: 'call', status: 'open', at: noon }]);
  expect(tasks[0]?.deadlineAt?.toISOString()).toBe('2026-03-18T16:00:00.000Z');
  const unknown = await reportFunds({ db }, { ...word, debtorNumber: 'D9' });
  expect(unknown).toMatchObject({ problem: { reason: 'unknownDebtor' } });
});

it('decides an approval once', async () => {
  const row = { caseId, stepId: 'letter', occurrence: 1, kind: 'step', role: 'manager', at: noon };
  const { id: approvalId } = await db.approval.create({ data: row });
  const decide = () => decideApproval({ db }, { caseId, approvalId, decision: 'approved', ...by });
  expect(await decide()).toMatchObject({ ok: true });
  expect(await messages()).toMatchObject([[caseId, 'decideApproval', { approvalId, decision: 'approved' }]]);
  expect(await decide()).toMatchObject({ ok: false, problem: { reason: 'alreadyDecided' } });
});

it('escalates and cancels with a reason that only the database knows', async () => {
  const secret = { ...by, reason: 'Mr Wang of Haiyue said he will never pay' };
  expect(await escalateCase({ db }, { caseId, role: 'manager', ...secret })).toMatchObject({ ok: true });
  expect(await cancelCase({ db }, { caseId, ...secret })).toMatchObject({ ok: true });
  const told = JSON.stringify([await messages(), await db.evidence.findMany()]);
  expect(told).not.toContain('Wang');
  const documents = await db.document.findMany({ where: { kind: 'reason' } });
  expect(documents.map((row) => Buffer.from(row.content).toString('utf8'))).toEqual([secret.reason, secret.reason]);
  expect(told).toContain(documents[0]?.id);
  expect(told).toContain(documents[0]?.contentHash);
});

it('changes a due date with its history and tells the case; the same date again is no change', async () => {
  const change = (date: string) =>
    changeDueDate(
      { db },
      { creditorId: book.creditorId, invoiceNumber: 'INV-1', effectiveDueDate: isoDate(date), ...by },
    );
  expect(await change('2026-04-01')).toMatchObject({ ok: true });
  expect(await change('2026-04-01')).toEqual({ ok: true, messageIds: [] });
  expect(await messages()).toMatchObject([
    [caseId, 'invoiceChanged', { effectiveDueDate: '2026-04-01', openBalanceMinor: 100_000 }],
  ]);
  expect(await db.dueDateChange.count()).toBe(1);
  expect(await change('2026-01-01')).toMatchObject({ ok: false, problem: { reason: 'dateOrder' } });
});

it('classifies a debtor anew and tells its open cases', async () => {
  const classify = (grade: string | null) =>
    changeDebtorFacts({ db }, { creditorId: book.creditorId, debtorNumber: 'D1', grade, ...by });
  expect(await classify('B')).toMatchObject({ ok: true });
  expect(await classify('B')).toEqual({ ok: true, messageIds: [] });
  expect(await messages()).toMatchObject([
    [caseId, 'debtorChanged', { grade: 'B', motive: null, language: 'zh-CN' }],
    [book.caseOf('INV-2'), 'debtorChanged', { grade: 'B' }],
  ]);
});

it('[S180] tells the cases of a debtor its own hours, and refuses what are none', async () => {
  const command = { creditorId: book.creditorId, debtorNumber: 'D1', ...by };
  expect(await changeDebtorFacts({ db }, { ...command, contactHours: '14:00-15:00,10:00-11:30' })).toMatchObject({
    problem: { reason: 'badContactHours' },
  });
  await nothingHappened();
  await changeDebtorFacts({ db }, { ...command, contactHours: '10:00-11:30,14:00-15:00' });
  const hours = [
    [600, 690],
    [840, 900],
  ];
  expect((await messages())[0]).toMatchObject([caseId, 'debtorChanged', { contactHours: hours }]);
});

it.each([
  ['2026-01-17', 'yes'],
  ['2026-01-16', 'no'],
  [null, null],
])('[S310][Y13] knows of an order of %s that the debtor orders: %s', async (orderedAt, ordering) => {
  const { debtorId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
  if (orderedAt !== null) {
    await db.salesOrder.create({ data: { debtorId, number: 'O-1', orderedAt: new Date(orderedAt) } });
  }
  expect((await debtorFactsOf(db, [caseId], noon)).get(caseId)).toMatchObject({ ordering });
});

describe('a customer of whom nobody said what it is', () => {
  /** So many paid invoices beside those of the book, the first one of that day. */
  const trade = async (paid: number, first: string, stated: string | null = null) => {
    const rows = Array.from({ length: paid }, (_, n) =>
      anInvoiceRow({
        invoice_number: `OLD-${n}`,
        invoice_date: n === 0 ? first : '2025-06-02',
        due_date: '2025-07-02',
        paid_date: '2025-07-01',
      }),
    );
    await importText(db, book.creditorId, csvOf(rows));
    await db.debtor.updateMany({ where: { number: 'D1' }, data: { relationship: stated } });
    return (await debtorFactsOf(db, [caseId], noon)).get(caseId)?.relationship;
  };

  it.each([
    [6, '2024-03-18', null, 'longTerm'],
    [6, '2024-03-19', null, null],
    [5, '2024-03-18', null, null],
    [6, '2024-03-18', 'standard', 'standard'],
  ])('[Y14] with %i paid invoices since %s, stated %s, is %s', async (paid, first, stated, expected) => {
    expect(await trade(paid, first, stated)).toBe(expected);
  });

  it.each([
    ['left to people', undefined, null],
    ['judged', { months: 36, paidInvoices: 1 }, 'longTerm'],
    ['judged', { months: 37, paidInvoices: 1 }, null],
  ])('[Y14] is %s under a policy of its own: %j', async (_how, longTerm, expected) => {
    const { document } = await db.policyVersion.findFirstOrThrow({ where: { name: 'standard' } });
    const { longTerm: _, ...rest } = z.record(z.string(), z.json()).parse(document);
    const own = { name: 'own', version: 1, hash: 'own', templates: {} };
    const { id } = await db.policyVersion.create({
      data: { ...own, document: longTerm === undefined ? rest : { ...rest, longTerm } },
    });
    await db.collectionCase.updateMany({ data: { policyVersionId: id } });
    expect(await trade(6, '2023-03-18')).toBe(expected);
  });
});

it('[Y15] sums what is overdue of a debtor in the currency of the case', async () => {
  const facts = await debtorFactsOf(db, [caseId, book.caseOf('INV-3')], noon);
  expect([...facts.values()].map(({ debtorOverdueMinor }) => debtorOverdueMinor)).toEqual([200_000, 100_000]);
});

it('refuses commands for a case that ended or does not exist', async () => {
  const unknown = '00000000-0000-7000-8000-000000000000';
  expect(await cancelCase({ db }, { caseId: unknown, ...by })).toMatchObject({ problem: { reason: 'unknownCase' } });
  await db.collectionCase.update({ where: { id: caseId }, data: { endedAt: noon, outcome: 'settled' } });
  expect(await cancelCase({ db }, { caseId, ...by })).toMatchObject({ problem: { reason: 'caseClosed' } });
  await nothingHappened();
});
