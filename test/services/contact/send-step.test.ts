import { isoDate, minuteOf } from '../../../domain/time';
import { placeHold } from '../../../services/commands/place-hold';
import type { DeliverySettings } from '../../../services/contact/choose-sender';
import { reserveContact } from '../../../services/contact/reserve-contact';
import { sendStep } from '../../../services/contact/send-step';
import { verifyChain } from '../../../services/evidence';
import { recordPayment } from '../../../services/payments';
import type { PolicyStore } from '../../../services/policy-store';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

const aCase = (options?: Parameters<typeof aSending>[1]) => aSending(db, options);
const depsOf = (policies: PolicyStore, delivery?: DeliverySettings) => sendDeps(db, policies, provider.url, delivery);

const stateOf = async (): Promise<string[]> =>
  (await db.contact.findMany({ orderBy: { id: 'asc' } })).map((contact) => contact.state);

it('sends an e-mail through the real SDK, with the contact id, and records it', async () => {
  const { call, policies } = await aCase();
  const result = await sendStep(depsOf(policies), call);
  const contact = await db.contact.findFirstOrThrow({ include: { document: true } });
  expect(result).toEqual({ kind: 'sent', contactId: contact.id, channel: 'email' });
  expect(contact).toMatchObject({ state: 'sent', providerId: 'mail-1' });
  expect(JSON.parse(provider.accepted[0]?.body ?? '{}')).toMatchObject({
    personalizations: [{ to: [{ email: 'ap-d-1@example.com' }] }],
    custom_args: { contactId: contact.id },
  });
  expect(contact.document?.content.length).toBeGreaterThan(100);
  expect(await verifyChain(db, `case:${call.caseId}`)).toMatchObject({ ok: true });
  expect(await db.collectionCase.findFirstOrThrow()).toMatchObject({ stage: 'friendly', nextStep: 'call' });
});

it.each([
  [{ paymentRunDays: [12] }, '2026-03-10T01:00:00.000Z'],
  [{ cashDates: [new Date('2026-03-13')] }, '2026-03-11T01:00:00.000Z'],
  [{ paymentRunDays: [10] }, '2026-03-09T01:00:00.000Z'],
])('[S178][S189] a message that was put off waits for the money of the debtor (%p)', async (data, until) => {
  const { call, policies } = await aCase();
  const deps = depsOf(policies);
  const replyPausedUntil = new Date('2026-03-06T10:00:00Z');
  await db.debtor.update({ where: { id: call.debtorId }, data: { ...data, replyPausedUntil } });
  expect(await sendStep(deps, call)).toMatchObject({
    kind: 'deferredUntil',
    until,
    reason: { code: 'replyPending' },
  });
  expect(await sendStep(deps, { ...call, asOf: until, rowSeq: 3 })).toMatchObject({ kind: 'sent' });
});

it('[S84] keeps strategy, execution and tracking apart: a new strategy changes neither what runs nor what was done', async () => {
  const { call, policies } = await aCase();
  await sendStep(depsOf(policies), call);
  const parts = async () => {
    const { policyVersion } = await db.collectionCase.findFirstOrThrow({ include: { policyVersion: true } });
    const [contact] = await db.contact.findMany();
    return [policyVersion.hash, contact?.policyHash, contact?.leadStep];
  };
  const before = await parts();
  const [old] = await db.policyVersion.findMany({ where: { name: 'standard' } });
  const document = { policy: 'standard', version: 2 };
  await db.policyVersion.create({ data: { name: 'standard', version: 2, hash: 'new', document, templates: {} } });
  expect(before).toEqual([old?.hash, old?.hash, 'friendlyReminder']);
  expect(await parts()).toEqual(before);
  expect((await policies.planOfHash(old?.hash ?? '')).version).toBe(1);
});

it('[R6] sends once when the same step is performed twice', async () => {
  const { call, policies } = await aCase();
  const first = await sendStep(depsOf(policies), call);
  expect(await sendStep(depsOf(policies), call)).toEqual(first);
  expect(provider.accepted).toHaveLength(1);
});

it('sends once when two workers perform the same step at the same moment', async () => {
  const { call, policies } = await aCase();
  await Promise.all([sendStep(depsOf(policies), call), sendStep(depsOf(policies), call)]);
  expect(provider.accepted).toHaveLength(1);
  expect(await db.contactStep.count()).toBe(1);
});

it('[R4] goes on with its own reservation after a crash before the provider was called', async () => {
  const { call, policies } = await aCase();
  await reserveContact(depsOf(policies), call);
  expect(await stateOf()).toEqual(['reserved']);
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'sent' });
  expect(provider.accepted).toHaveLength(1);
  expect(await stateOf()).toEqual(['sent']);
});

it('[R5] records an unknown outcome after a crash while sending, asks a person, and never sends again', async () => {
  const { call, policies } = await aCase();
  await reserveContact(depsOf(policies), call);
  await db.contact.updateMany({ data: { state: 'sending' } });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'unknown' });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'unknown' });
  expect(await stateOf()).toEqual(['unknown']);
  expect(await db.task.findMany()).toMatchObject([{ kind: 'resolveUnknownSend', status: 'open' }]);
  expect(provider.accepted).toHaveLength(0);
});

it('[F4] does not know when the provider accepts and drops the connection', async () => {
  const { call, policies } = await aCase();
  provider.faults.push({ kind: 'acceptThenDrop' });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'unknown' });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'unknown' });
  expect(provider.accepted).toHaveLength(1);
});

it.each([
  [429, '7', 7],
  [503, '', null],
])(
  '[F4] keeps the reservation when the provider answers %d, and says when to ask again',
  async (status, retryAfter, seconds) => {
    const { call, policies } = await aCase();
    provider.faults.push({ kind: 'status', status, headers: retryAfter === '' ? {} : { 'retry-after': retryAfter } });
    expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'notAccepted', retryAfterSeconds: seconds });
    expect(await stateOf()).toEqual(['reserved']);
    expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'sent' });
    expect(provider.accepted).toHaveLength(1);
  },
);

it('[F4] checks the window again before it asks the provider again', async () => {
  const { call, policies } = await aCase();
  provider.faults.push({ kind: 'status', status: 503 });
  await sendStep(depsOf(policies), call);
  const evening = { ...call, asOf: '2026-03-05T12:30:00.000Z' };
  expect(await sendStep(depsOf(policies), evening)).toMatchObject({
    kind: 'deferredUntil',
    until: '2026-03-06T01:00:00.000Z',
    reason: { code: 'window' },
  });
  expect(await stateOf()).toEqual(['cancelled']);
  expect(provider.accepted).toHaveLength(0);
});

it('[R26] tries the next way when the provider definitely refuses, and asks somebody to look at the address', async () => {
  const { call, policies } = await aCase();
  provider.faults.push({ kind: 'status', status: 400 });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'sent', channel: 'sms' });
  expect(await stateOf()).toEqual(['failed', 'sent']);
  expect(provider.accepted).toHaveLength(1);
  const steps = await db.contactStep.findMany({ orderBy: { attempt: 'asc' } });
  expect(steps.map((step) => [step.attempt, step.definitelyFailed])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(await db.task.findMany()).toMatchObject([{ kind: 'data', status: 'open' }]);
});

it('[R26] gives up with a reason and one data task when every way is refused', async () => {
  const { call, policies } = await aCase();
  provider.faults.push({ kind: 'status', status: 400 }, { kind: 'status', status: 400 });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({
    kind: 'refused',
    reason: { code: 'noAddress', detail: 'email:failed sms:failed' },
  });
  expect(await stateOf()).toEqual(['failed', 'failed']);
  expect(await db.task.findMany()).toMatchObject([{ kind: 'data', status: 'open' }]);
});

it('[R7][K12] does not send when a payment was booked after the decision, and says so', async () => {
  const { call, policies, creditorId } = await aCase();
  const amount = { amountMinor: 100_000, currency: 'CNY' };
  await recordPayment(
    { db },
    {
      creditorId,
      invoiceNumbers: ['I-1'],
      amount,
      valueDate: isoDate('2026-03-04'),
      reference: 'P',
      source: 'test',
      actor: 'test',
      at: new Date(inWindow),
    },
  );
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'deferredUntil', reason: { code: 'paid' } });
  expect(provider.accepted).toHaveLength(0);
  const evidence = await db.evidence.findMany({ where: { kind: 'contactNotSent' } });
  expect(evidence).toHaveLength(1);
});

it('claims what is open without the part that is disputed', async () => {
  const { call, policies } = await aCase();
  const hold = {
    scope: 'invoice',
    kind: 'dispute',
    from: isoDate('2026-03-04'),
    until: null,
    partMinor: 30_000,
  } as const;
  const command = { caseId: call.caseId, actor: 'staff:1', reason: 'wrong price', at: new Date(inWindow) };
  expect(await placeHold({ db }, { ...command, ...hold })).toMatchObject({ ok: true });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'sent' });
  const { document } = await db.contact.findFirstOrThrow({ include: { document: true } });
  const text = Buffer.from(document?.content ?? []).toString('utf8');
  expect(text).toContain('700.00');
  expect(text).not.toContain('300.00');
});

it('[K12] waits until morning when the clock says 20:30', async () => {
  const { call, policies } = await aCase();
  const late = { ...call, asOf: '2026-03-05T12:30:00.000Z' };
  expect(await sendStep(depsOf(policies), late)).toMatchObject({
    kind: 'deferredUntil',
    until: '2026-03-06T01:00:00.000Z',
  });
});

it('judges windows by the system clock when the worker is late', async () => {
  const { call, policies } = await aCase();
  const deps = { ...depsOf(policies), now: () => minuteOf('2026-03-05T12:30:00.000Z') };
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'deferredUntil', until: '2026-03-06T01:00:00.000Z' });
});

it('sends to a debtor whose time without contact ended long ago', async () => {
  const { call, policies } = await aCase();
  await db.debtor.updateMany({ data: { noContactUntil: new Date('2026-01-05') } });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'sent' });
});

it('[K1] turns a debtor without an address into a data task', async () => {
  const { call, policies } = await aCase({ points: false });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'refused', reason: { code: 'noAddress' } });
  expect(await db.task.findMany()).toMatchObject([{ kind: 'data', status: 'open' }]);
});

it.each<[string, DeliverySettings, boolean]>([
  ['delivery is not live', { mode: 'outbox', allowlist: [] }, false],
  ['sample records never leave', { mode: 'live', allowlist: [] }, true],
  ['recipient is not on the allowlist', { mode: 'live', allowlist: ['someone@example.com'] }, false],
])('keeps the message in the outbox when %s', async (why, delivery, sample) => {
  const { call, policies } = await aCase({ sample });
  expect(await sendStep(depsOf(policies, delivery), call)).toMatchObject({ kind: 'sent' });
  expect(provider.accepted).toHaveLength(0);
  expect(await db.outboxMessage.findMany()).toMatchObject([{ why, channel: 'email', recipient: 'ap-d-1@example.com' }]);
});

it('uses the fallback channel and its SDK when there is no e-mail address', async () => {
  const { call, policies } = await aCase();
  await db.contactPoint.deleteMany({ where: { kind: 'email' } });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'sent', channel: 'sms' });
  expect(provider.accepted[0]?.path).toContain('/Messages.json');
});

it('does not send when a cancellation is committed and not yet folded', async () => {
  const { call, policies } = await aCase();
  const { caseId } = call;
  await db.signalOutbox.create({ data: { caseId, kind: 'cancelCase', payload: {} } });
  expect(await sendStep(depsOf(policies), call)).toMatchObject({ kind: 'deferredUntil', reason: { code: 'ended' } });
  expect(provider.accepted).toHaveLength(0);
});
