import type { CallCause } from '../../../domain/call-causes';
import { isoDate, parseDay } from '../../../domain/time';
import { type ChangeDebtorFacts, changeDebtorFacts } from '../../../services/commands/change-debtor-facts';
import { confirmReceipt } from '../../../services/commands/confirm-receipt';
import { decideImportant, endImportant, proposeImportant } from '../../../services/commands/debtor-flags';
import { recordCall } from '../../../services/commands/record-call';
import { debtorFactsOf } from '../../../services/debtor-facts';
import { escalateLateWork } from '../../../services/late-work';
import { readPlan } from '../../../services/open-case';
import { flagsOfDebtor } from '../../../services/queries/debtor-flags';
import { anEnrolledBook, anInvoiceRow, csvOf, importText, noon } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();

let book: Awaited<ReturnType<typeof anEnrolledBook>>;
let caseId: string;
const by = { actor: 'staff:1', reason: 'asked by phone', at: noon };

beforeEach(async () => {
  await reset();
  book = await anEnrolledBook(db, [anInvoiceRow(), anInvoiceRow({ invoice_number: 'INV-2' })]);
  caseId = book.caseOf('INV-1');
});

describe('a call that finds out what stands in the way', () => {
  const callWith = async (cause: CallCause, at: Date) => {
    const { debtorId, invoiceId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
    const open = { debtorId, caseId, invoiceId, stepId: 'preDueCallC', occurrence: 1, kind: 'call', role: 'owner' };
    const { id: taskId } = await db.task.create({ data: { ...open, why: {}, at: noon } });
    await recordCall(
      { db },
      { taskId, outcome: 'reached', cause, note: 'said so', identified: true, actor: 'staff:1', at },
    );
    const { kind, role, deadlineAt, status } = await db.task.findFirstOrThrow({ where: { id: { not: taskId } } });
    expect(status).toBe('open');
    return `${kind} ${role} ${deadlineAt?.toISOString() ?? ''}`;
  };

  it.each([
    ['[S43]', 'invoiceLost', 'resendInvoice finance'],
    ['[S43]', 'requestHeld', 'help owner'],
    ['[S43]', 'cashTemporary', 'riskReport owner'],
    ['[S41]', 'problem', 'help owner'],
  ] as const)('%s %s: opens a task for it, due at the end of the working day', async (_id, cause, task) => {
    expect(await callWith(cause, noon)).toBe(`${task} 2026-03-18T16:00:00.000Z`);
  });

  it('[S41] takes the day from the zone of the creditor', async () => {
    expect(await callWith('problem', new Date('2026-03-18T16:30:00.000Z'))).toBe('help owner 2026-03-19T16:00:00.000Z');
  });

  // A Saturday, the eve of five days off at the Qingming feast, and a Sunday on which China works.
  it.each([
    ['2026-03-21T04:00:00.000Z', '2026-03-23T16:00:00.000Z'],
    ['2026-04-03T18:00:00.000Z', '2026-04-07T16:00:00.000Z'],
    ['2026-02-28T04:00:00.000Z', '2026-02-28T16:00:00.000Z'],
  ])('[S42] wants the risk report of a call at %s by the end of that working day, %s', async (at, deadline) => {
    expect(await callWith('cashTemporary', new Date(at))).toBe(`riskReport owner ${deadline}`);
  });

  const report = () => db.task.findFirstOrThrow({ where: { kind: 'riskReport' } });
  const late = () => db.task.findMany({ where: { kind: 'escalation' } });

  it('[S42] gives finance the risk report, which is not filed without words', async () => {
    await callWith('cashTemporary', noon);
    const done = { taskId: (await report()).id, outcome: 'done', actor: 'staff:1', at: noon } as const;
    expect(await recordCall({ db }, done)).toMatchObject({ problem: { reason: 'noteNeeded' } });
    const note = 'two large customers of theirs pay late';
    expect(await recordCall({ db }, { ...done, note })).toMatchObject({ ok: true });
    const tasks = await db.task.findMany({ where: { role: 'finance' } });
    expect(tasks).toMatchObject([{ kind: 'readRiskReport', status: 'open', caseId, note }]);
    expect(await escalateLateWork({ db, now: new Date('2026-03-18T16:00:00.000Z') })).toBe(0);
  });

  it('[S42] tells a manager once when the day passed without the report, which stays open', async () => {
    await callWith('cashTemporary', noon);
    expect(await escalateLateWork({ db, now: new Date('2026-03-18T15:59:00.000Z') })).toBe(0);
    const midnight = new Date('2026-03-18T16:00:00.000Z');
    expect(await escalateLateWork({ db, now: midnight })).toBe(1);
    expect(await escalateLateWork({ db, now: midnight })).toBe(0);
    expect(await report()).toMatchObject({ status: 'open', escalatedAt: midnight });
    expect(await late()).toMatchObject([{ role: 'manager', caseId, why: { code: 'taskIgnored', step: 'riskReport' } }]);
  });
});

describe('what is known of a debtor before it is late', () => {
  const facts = async () => (await debtorFactsOf(db, [caseId], noon)).get(caseId);
  const told = async () => {
    const { payload } = await db.signalOutbox.findFirstOrThrow({ where: { caseId }, orderBy: { id: 'desc' } });
    return payload;
  };
  const learn = (what: Partial<ChangeDebtorFacts>) =>
    changeDebtorFacts({ db }, { creditorId: book.creditorId, debtorNumber: 'D1', ...by, ...what });

  it('[S178][S189] tells its cases when it pays and when its own customers pay', async () => {
    const days = { paymentRunDays: [25, 10, 25], cashDates: [isoDate('2026-05-01'), isoDate('2026-04-10')] };
    expect(await learn(days)).toMatchObject({ ok: true });
    const payDays = { monthDays: [10, 25], dates: ['2026-04-10', '2026-05-01'] };
    expect(await told()).toMatchObject({ payDays });
    expect(await facts()).toMatchObject({ payDays: { ...payDays, dates: payDays.dates.map(parseDay) } });
    expect(await learn(days)).toEqual({ ok: true, messageIds: [] });
    await learn({ paymentRunDays: [], cashDates: [] });
    expect(await told()).toMatchObject({ payDays: null });
  });

  it('[S47] weighs its habits, its history and the market', async () => {
    expect(await facts()).toMatchObject({ riskScore: null });
    await learn({ marketRisk: 'high' });
    expect(await told()).toMatchObject({ riskScore: 60 });
    const paid = (number: string, on: string) =>
      anInvoiceRow({ invoice_number: number, invoice_date: '2025-09-17', due_date: '2025-10-17', paid_date: on });
    await importText(db, book.creditorId, csvOf([paid('OLD-1', '2025-11-06'), paid('OLD-2', '2025-10-01')]));
    // Ten days late on average, six months and two invoices: a third of the habits, seventeen parts of twenty-four of the history.
    expect(await facts()).toMatchObject({ riskScore: Math.round(50 / 3 + 30 * (1 - (6 / 24 + 2 / 6) / 2) + 20) });
  });
});

describe('[U9] whether a debtor is important', () => {
  const person = async (role: string) => {
    const { id } = await db.staff.create({ data: { name: role, email: `${role}@example.com`, role } });
    return { creditorId: book.creditorId, debtorNumber: 'D1', role, staffId: id, ...by, actor: `staff:${id}` };
  };
  const relationship = async () => (await debtorFactsOf(db, [caseId], noon)).get(caseId)?.relationship;
  const decide = (who: Awaited<ReturnType<typeof person>>, decision: 'approved' | 'refused' = 'approved') =>
    decideImportant({ db }, { ...who, decision });

  it('is proposed by one person and approved by another, who is a superior; its cases are told', async () => {
    const [sales, colleague, manager] = [await person('sales'), await person('finance'), await person('manager')];
    expect(await decide(manager)).toMatchObject({ problem: { reason: 'alreadyDecided' } });
    expect(await proposeImportant({ db }, sales)).toEqual({ ok: true, messageIds: [] });
    expect(await proposeImportant({ db }, colleague)).toMatchObject({ problem: { reason: 'alreadyDecided' } });
    expect(await relationship()).toBeNull();
    for (const wrong of [sales, colleague]) {
      expect(await decide(wrong)).toMatchObject({ problem: { reason: 'fourEyes' } });
    }
    expect(await decide(manager)).toMatchObject({ ok: true });
    expect(await relationship()).toBe('important');
    const { payload } = await db.signalOutbox.findFirstOrThrow({ where: { caseId } });
    expect(payload).toMatchObject({ relationship: 'important' });
  });

  it('is approved by nobody who proposed it, whatever the role, and said by no machine', async () => {
    const manager = await person('manager');
    await proposeImportant({ db }, manager);
    expect(await decide(manager)).toMatchObject({ problem: { reason: 'fourEyes' } });
    expect(await proposeImportant({ db }, { ...manager, staffId: null })).toMatchObject({ ok: false });
    expect(await relationship()).toBeNull();
  });

  it('may be refused, proposed again, and ended by a superior', async () => {
    const [sales, manager] = [await person('sales'), await person('manager')];
    await proposeImportant({ db }, sales);
    expect(await decide(manager, 'refused')).toEqual({ ok: true, messageIds: [] });
    await proposeImportant({ db }, sales);
    await decide(manager);
    expect(await endImportant({ db }, sales)).toMatchObject({ problem: { reason: 'fourEyes' } });
    expect(await endImportant({ db }, manager)).toMatchObject({ ok: true });
    expect(await relationship()).toBeNull();
    const { id } = await db.debtor.findFirstOrThrow({ where: { number: 'D1' } });
    expect((await flagsOfDebtor(db, id)).map(({ state }) => state)).toEqual(['ended', 'refused']);
  });

  it('is neither said nor unsaid with the other facts, nor by a file', async () => {
    const [sales, manager] = [await person('sales'), await person('manager')];
    const say = (what: string | null) =>
      changeDebtorFacts({ db }, { creditorId: book.creditorId, debtorNumber: 'D1', relationship: what, ...by });
    const file = (what: string) => importText(db, book.creditorId, csvOf([anInvoiceRow({ relationship: what })]));
    expect(await say('important')).toMatchObject({ problem: { reason: 'fourEyes' } });
    expect(await file('important')).toMatchObject({ report: { problems: [{ column: 'relationship' }] } });
    await proposeImportant({ db }, sales);
    await decide(manager);
    expect(await say(null)).toMatchObject({ problem: { reason: 'fourEyes' } });
    await file('standard');
    expect(await relationship()).toBe('important');
  });
});

describe('[S35] an invoice of which the debtor says', () => {
  const early = new Date('2026-01-20T04:00:00.000Z');
  const say = (received: boolean, at = early) =>
    confirmReceipt({ db }, { creditorId: book.creditorId, invoiceNumber: 'INV-1', received, ...by, at });
  const upload = async () => {
    const { debtorId, invoiceId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
    const file = {
      fileName: 'INV-1.pdf',
      mediaType: 'application/pdf',
      contentHash: 'hash',
      content: Buffer.from('x'),
    };
    const form = { kind: 'invoice', sizeBytes: 1, scan: 'clean', uploadedBy: 'staff:1', at: early };
    await db.upload.create({ data: { debtorId, invoiceId, ...file, ...form } });
  };
  beforeEach(() => db.invoice.updateMany({ data: { effectiveDueDate: new Date('2026-02-28') } }));

  it('that it came is proof of it, kept with the first day', async () => {
    expect(await say(true)).toMatchObject({ ok: true, resentBy: null });
    await say(true, noon);
    const { receiptConfirmedOn } = await db.invoice.findFirstOrThrow({ where: { number: 'INV-1' } });
    expect(receiptConfirmedOn).toEqual(new Date('2026-01-20'));
    expect(await db.evidence.count({ where: { kind: 'invoiceReceiptConfirmed', chainId: `case:${caseId}` } })).toBe(2);
  });

  it('that it did not come is sent again by its case, with the copy, on the next day', async () => {
    await upload();
    expect(await say(false)).toMatchObject({ resentBy: 'case', messageIds: [expect.any(String)] });
    expect(await db.signalOutbox.findMany()).toMatchObject([{ caseId, kind: 'policyChanged' }]);
    const read = { v: 1, id: 'x', caseId } as const;
    const plan = await readPlan({ db, plans: book.plans }, read);
    const again = plan.steps.find(({ id }) => id === 'invoiceAgain');
    // 21 January is 38 days before the due date.
    expect(again).toMatchObject({ day: -38, attach: ['invoice'] });
    expect(await say(false)).toMatchObject({ resentBy: 'finance' });
  });

  it.each(['no copy', 'due tomorrow'])('that it did not come is sent by finance on that day: %s', async (why) => {
    if (why === 'due tomorrow') await upload();
    const at = why === 'due tomorrow' ? new Date('2026-02-27T04:00:00.000Z') : early;
    expect(await say(false, at)).toMatchObject({ resentBy: 'finance', messageIds: [] });
    expect(await db.task.findMany()).toMatchObject([{ kind: 'resendInvoice', role: 'finance', deadlineAt: endOf(at) }]);
  });

  const endOf = (at: Date) => new Date(`${at.toISOString().slice(0, 10)}T16:00:00.000Z`);
});
