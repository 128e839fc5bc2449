import type { StepCall } from '../../../domain/case-input';
import { standardLimits } from '../../../domain/contact/limits';
import { minuteOf } from '../../../domain/time';
import { openTasksOf, tasksOfSteps } from '../../../services/case-facts';
import { recordCall } from '../../../services/commands/record-call';
import { countBooks } from '../../../services/contact/book-size';
import { createConversationGate } from '../../../services/contact/conversations';
import { reserveContact } from '../../../services/contact/reserve-contact';
import { sendStep } from '../../../services/contact/send-step';
import { openStepTask } from '../../../services/people-steps';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';
import { announce, anotherDebtor } from '../../support/several-cases';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

/** The case of I-1, and what sends it. */
async function aBook() {
  const sending = await aSending(db);
  return { ...sending, deps: sendDeps(db, sending.policies, provider.url) };
}

/** Several invoices of one debtor: the first one's reminder is asked for, the others' are announced for the same hour. */
async function severalInvoices(invoices: readonly { readonly number: string; readonly currency?: string }[]) {
  const book = await aBook();
  const { debtorId, calls } = await anotherDebtor(db, book, 'D-2', invoices);
  const [first, ...others] = calls;
  if (first === undefined) throw new Error('severalInvoices needs an invoice');
  for (const call of others) await announce(db, call);
  return { ...book, debtorId, first, others };
}

const sentText = (): string => {
  const body: unknown = JSON.parse(provider.accepted.at(-1)?.body ?? '{}');
  return JSON.stringify(body);
};

const aHold = (debtorId: string, creditorId: string, invoiceId: string | null, kind: string) => ({
  data: {
    creditorId,
    scope: invoiceId === null ? 'debtor' : 'invoice',
    debtorId,
    invoiceId,
    kind,
    reason: 'hash',
    fromDate: new Date('2026-03-04'),
    placedBy: 'test',
  },
});

describe('one message for several invoices of a debtor', () => {
  it('[R15] covers what is due that day, with a total for each currency, and answers the others when they wake', async () => {
    const { deps, first, others } = await severalInvoices([
      { number: 'A-1' },
      { number: 'A-2' },
      { number: 'A-3', currency: 'EUR' },
    ]);
    const answer = await sendStep(deps, first);
    expect(provider.accepted).toHaveLength(1);
    for (const text of ['A-1', 'A-2', 'A-3', 'CNY 2,000.00', 'EUR 1,000.00']) expect(sentText()).toContain(text);
    for (const call of others) {
      expect(await sendStep(deps, call)).toEqual({
        kind: 'coveredBy',
        contactId: answer.kind === 'sent' ? answer.contactId : '',
      });
    }
    expect(provider.accepted).toHaveLength(1);
    expect(await db.evidence.count({ where: { kind: 'contactCovered' } })).toBe(2);
    expect(await db.contactStep.count({ where: { day: null } })).toBe(0);
  });

  it('[R24] leaves out a disputed one, and its total', async () => {
    const { deps, creditorId, debtorId, first, others } = await severalInvoices([
      { number: 'A-1' },
      { number: 'A-2' },
      { number: 'A-3' },
    ]);
    await db.hold.create(aHold(debtorId, creditorId, others[0]?.invoiceId ?? null, 'dispute'));
    expect(await sendStep(deps, first)).toMatchObject({ kind: 'sent' });
    expect(sentText()).toContain('A-3');
    expect(sentText()).not.toContain('A-2');
    expect(sentText()).toContain('CNY 2,000.00');
  });

  it('does not cover a step that waits for an approval', async () => {
    const { deps, first, others } = await severalInvoices([{ number: 'A-1' }, { number: 'A-2' }]);
    const approved = (await deps.renderer.textsOf(first.policyHash)).plan.steps.find((step) => step.approval !== null);
    for (const call of others) await announce(db, call, inWindow, approved?.id);
    await sendStep(deps, first);
    expect(approved).toBeDefined();
    expect(sentText()).not.toContain('A-2');
  });

  it('drops an invoice that was paid between two tries', async () => {
    const { deps, first, others } = await severalInvoices([{ number: 'A-1' }, { number: 'A-2' }]);
    const [second] = others;
    if (second === undefined) throw new Error('there are two');
    provider.faults.push({ kind: 'status', status: 503 });
    expect(await sendStep(deps, first)).toMatchObject({ kind: 'notAccepted' });
    await db.ledgerEntry.create({
      data: {
        debtorId: second.debtorId,
        invoiceId: second.invoiceId,
        type: 'payment',
        amountMinor: 100_000n,
        openEffectMinor: -100_000n,
        currency: 'CNY',
        valueDate: new Date('2026-03-05'),
        document: 'P',
        actor: 'test',
      },
    });
    expect(await sendStep(deps, first)).toMatchObject({ kind: 'sent' });
    expect(sentText()).not.toContain('A-2');
    const dropped = await db.contactStep.findFirstOrThrow({ where: { invoiceId: second.invoiceId } });
    expect(dropped.definitelyFailed).toBe(true);
  });

  it('[R26] gives the step back to a case that was already told it is covered, when the message fails for good', async () => {
    const { deps, first, others } = await severalInvoices([{ number: 'A-1' }, { number: 'A-2' }, { number: 'A-3' }]);
    const [woken, asleep] = others;
    if (woken === undefined || asleep === undefined) throw new Error('there are three');
    provider.faults.push({ kind: 'status', status: 503 });
    await sendStep(deps, first);
    expect(await sendStep(deps, woken)).toMatchObject({ kind: 'coveredBy' });
    await db.contactPoint.deleteMany({ where: { kind: 'phone' } });
    provider.faults.push({ kind: 'status', status: 400 });
    expect(await sendStep(deps, first)).toMatchObject({ kind: 'refused', reason: { code: 'noAddress' } });
    expect(await db.signalOutbox.findMany()).toMatchObject([
      { caseId: woken.caseId, kind: 'deliveryReported', payload: { outcome: 'failed' } },
    ]);
    const steps = await db.contactStep.findMany({ where: { invoiceId: asleep.invoiceId } });
    expect(steps.map((step) => step.definitelyFailed)).toEqual([true]);
  });
});

describe('what stands against a message', () => {
  it('[R10] a receipt that is not applied yet: waits a day and asks somebody to allocate it', async () => {
    const { call, deps } = await aBook();
    await db.ledgerEntry.create({
      data: {
        debtorId: call.debtorId,
        type: 'payment',
        amountMinor: 99_990n,
        openEffectMinor: -99_990n,
        currency: 'CNY',
        valueDate: new Date('2026-03-04'),
        document: 'P',
        actor: 'bank',
      },
    });
    expect(await sendStep(deps, call)).toMatchObject({
      kind: 'deferredUntil',
      until: '2026-03-06T02:00:00.000Z',
      reason: { code: 'hold', detail: 'unmatchedReceipt' },
    });
    expect(await sendStep(deps, { ...call, asOf: '2026-03-06T02:00:00.000Z' })).toMatchObject({
      kind: 'deferredUntil',
    });
    expect(await db.task.findMany()).toMatchObject([{ kind: 'allocateReceipt', status: 'open' }]);
    expect(provider.accepted).toHaveLength(0);
  });

  it('[R10] a hold for a receipt that nobody has matched', async () => {
    const { call, creditorId, deps } = await aBook();
    await db.hold.create(aHold(call.debtorId, creditorId, null, 'unmatchedReceipt'));
    expect(await sendStep(deps, call)).toMatchObject({
      kind: 'deferredUntil',
      reason: { code: 'hold', detail: 'unmatchedReceipt' },
    });
  });

  it.each([
    [{ replyPausedUntil: new Date('2026-03-06T10:00:00Z') }, '2026-03-09T01:00:00.000Z', 'replyPending'],
    [{ noContactUntil: new Date('2026-03-10') }, '2026-03-10T01:00:00.000Z', 'noContactFlag'],
    [{ noContactUntil: new Date('2035-01-01') }, '2035-01-01T00:00:00.000Z', 'noContactFlag'],
  ])('a pause of the debtor (%p) defers until it has ended and the window is open', async (data, until, code) => {
    const { call, deps } = await aBook();
    await db.debtor.update({ where: { id: call.debtorId }, data });
    expect(await sendStep(deps, call)).toMatchObject({ kind: 'deferredUntil', until, reason: { code } });
  });

  it('[K7] a debtor who is a large share of the book: refused to the machine, a task for the named person', async () => {
    const book = await aBook();
    const { call, deps, creditorId } = book;
    await anotherDebtor(db, book, 'D-2', [{ number: 'A-1' }, { number: 'A-2' }, { number: 'A-3' }]);
    const owner = await db.staff.create({ data: { name: 'Li', email: 'li@example.com', role: 'owner' } });
    await db.debtor.update({ where: { id: call.debtorId }, data: { ownerId: owner.id } });
    const share = async (relationshipSharePercent: number) => {
      await db.creditor.update({ where: { id: creditorId }, data: { relationshipSharePercent } });
      await countBooks(db);
    };
    await share(25);
    expect(await sendStep(deps, call)).toMatchObject({ kind: 'refused', reason: { code: 'relationshipSized' } });
    expect(await db.task.findMany()).toMatchObject([{ kind: 'relationship', assigneeId: owner.id, status: 'open' }]);
    await share(26);
    expect(await sendStep(deps, { ...call, rowSeq: 3 })).toMatchObject({ kind: 'sent' });
  });
});

describe('the limits of an address', () => {
  it('[I3] are shared by the debtors that share it, also when they are asked at the same moment', async () => {
    const book = await aBook();
    const calls = [book.call];
    for (const number of ['D-2', 'D-3', 'D-4']) {
      calls.push(...(await anotherDebtor(db, book, number, [{ number: `I-${number}` }])).calls);
    }
    await db.contactPoint.updateMany({ where: { kind: 'email' }, data: { address: 'payables@group.example.com' } });
    const answers = await Promise.all(calls.map((call) => sendStep(book.deps, call)));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['deferredUntil', 'deferredUntil', 'sent', 'sent']);
    expect(answers.find(({ kind }) => kind === 'deferredUntil')).toMatchObject({
      until: '2026-03-06T02:00:00.000Z',
      reason: { code: 'cap', detail: 'address perDay' },
    });
  });

  it('keeps a third identical text from a number in China for a day', async () => {
    const book = await aBook();
    const { call, deps } = book;
    await db.contactPoint.deleteMany({ where: { kind: 'email' } });
    await db.contactPoint.updateMany({ where: { kind: 'phone' }, data: { address: '+8613800138000' } });
    const { debtorId } = await anotherDebtor(db, book, 'D-2', [{ number: 'A-1' }]);
    const shared = await db.contactPoint.create({ data: { debtorId, kind: 'phone', address: '+8613800138000' } });
    await reserveContact(deps, call);
    const { textHash, policyHash, template } = await db.contact.findFirstOrThrow();
    await db.contactStep.deleteMany();
    await db.contact.deleteMany();
    const earlier = (at: string, hash: string | null) =>
      db.contact.create({
        data: {
          debtorId,
          contactPointId: shared.id,
          channel: 'sms',
          state: 'sent',
          language: 'en',
          leadStep: 'friendlyReminder',
          leadDay: 3,
          template,
          policyHash,
          textHash: hash,
          facts: {},
          at,
          reservedAt: at,
        },
      });
    await earlier('2026-03-04T08:00:00Z', textHash);
    const { id } = await earlier('2026-03-04T09:00:00Z', textHash);
    // The budget of an address would come first.
    const perAddress = { perDay: 9, per7Days: 9, per30Days: 9 };
    const textsOf = async (hash: string) => {
      const texts = await deps.renderer.textsOf(hash);
      return { ...texts, plan: { ...texts.plan, limits: { ...standardLimits, perAddress } } };
    };
    const roomy = { ...deps, renderer: { textsOf } };
    expect(await sendStep(roomy, call)).toMatchObject({
      kind: 'deferredUntil',
      until: '2026-03-05T08:00:00.000Z',
      reason: { code: 'identicalText', n: 2 },
    });
    await db.contact.update({ where: { id }, data: { textHash: 'another text' } });
    expect(await sendStep(roomy, call)).toMatchObject({ kind: 'sent', channel: 'sms' });
  });
});

describe('conversations', () => {
  it('[K6] calls of one debtor that are due at one minute are one task, whose outcome all of their cases hear', async () => {
    const book = await aBook();
    const invoices = [{ number: 'A-1' }, { number: 'A-2' }, { number: 'A-3' }];
    const { calls } = await anotherDebtor(db, book, 'D-2', invoices);
    const conversations = createConversationGate(
      (hash) => book.policies.planOfHash(hash),
      (asOf) => asOf,
    );
    const open = (call: StepCall) =>
      openStepTask({ db, people: 'live', conversations }, { ...call, step: 'call', effect: 'openCallTask' }, 'call');
    const [first, ...others] = await Promise.all(calls.map(open));
    expect(others).toEqual([first, first]);
    // A repeated activity finds what the first one did.
    expect(await Promise.all(calls.map(open))).toEqual([first, first, first]);
    const [task, ...more] = await db.task.findMany({ where: { kind: 'call' }, include: { covers: true } });
    expect([task?.covers.length, more]).toEqual([2, []]);
    // Also a case that is opened again knows that it waits for this call.
    const waiting = { id: task?.id, step: 'call', occurrence: 1 };
    for (const { caseId } of calls)
      expect(openTasksOf(await tasksOfSteps(db, caseId), () => null)).toMatchObject([waiting]);
    const said = { outcome: 'reached', note: 'pays all three', identified: true, actor: 'staff:1' } as const;
    const report = { taskId: task?.id ?? '', ...said, at: new Date(inWindow) };
    expect(await recordCall({ db }, report)).toMatchObject({ ok: true });
    const told = await db.signalOutbox.findMany({ where: { kind: 'recordCall' } });
    expect(told.map(({ caseId }) => caseId).sort()).toEqual(calls.map(({ caseId }) => caseId).sort());
    const ofCase = calls.map(({ caseId }) =>
      db.evidence.count({ where: { chainId: `case:${caseId}`, kind: 'taskClosed' } }),
    );
    expect(await Promise.all(ofCase)).toEqual([1, 1, 1]);
  });

  it('[I3][K6] a debtor is not called for each invoice on one day, and a call that reached nobody does not count', async () => {
    const book = await aBook();
    const { calls } = await anotherDebtor(db, book, 'D-2', [{ number: 'A-1' }, { number: 'A-2' }]);
    const [first, second] = calls.map((call) => ({ ...call, step: 'call', effect: 'openCallTask' as const }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    const conversations = createConversationGate(
      (hash) => book.policies.planOfHash(hash),
      (asOf) => asOf,
    );
    const open = (call: typeof first) => openStepTask({ db, people: 'live', conversations }, call, 'call');
    const opened = await open(first);
    expect(opened).toMatchObject({ kind: 'taskOpened' });
    expect(await open(first)).toEqual(opened);
    const closedAt = new Date(minuteOf(inWindow) * 60_000);
    await db.task.updateMany({ data: { status: 'done', outcome: 'reached', closedAt } });
    expect(await open(second)).toMatchObject({
      kind: 'deferredUntil',
      until: '2026-03-06T02:00:00.000Z',
      reason: { code: 'cap', detail: 'conversations perDay' },
    });
    await db.task.updateMany({ data: { status: 'done', outcome: 'noAnswer', closedAt } });
    expect(await open(second)).toMatchObject({ kind: 'taskOpened' });
  });
});
