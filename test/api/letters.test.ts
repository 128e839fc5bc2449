import type { FastifyInstance } from 'fastify';
import { sendStep } from '../../services/contact/send-step';
import { createPinnedPlans } from '../../services/pinned-plans';
import { createPolicyStore } from '../../services/policy-store';
import { testDatabase } from '../support/database';
import { aSending, sendDeps } from '../support/sending';
import { aCaller, asCaller, testApp } from './app-under-test';

const { db, reset } = testDatabase();
type Mode = 'off' | 'whenNeeded';
let mode: Mode = 'off';
let app: FastifyInstance;

beforeAll(async () => {
  const plans = createPinnedPlans(db, createPolicyStore(db));
  const planOfVersion = async (id: string) => ({ ...(await plans.planOfVersion(id)), recording: mode });
  app = await testApp(db, { plans: { ...plans, planOfVersion } });
});
afterAll(() => app.close());
beforeEach(reset);

/** A formal letter that waits in the outbox to be posted, and somebody of its creditor. */
async function aLetter() {
  const { call, policies, creditorId } = await aSending(db);
  const deps = sendDeps(db, policies, 'http://127.0.0.1:1', { mode: 'outbox', allowlist: [] });
  const letter = { step: 'formalLetter', day: 20, effect: 'sendLetter', asOf: '2026-03-23T02:00:00.000Z' } as const;
  expect(await sendStep(deps, { ...call, ...letter })).toMatchObject({ kind: 'sent', channel: 'letter' });
  const staff = await aCaller(db);
  await db.staff.update({ where: { id: staff.staffId }, data: { creditorId } });
  const { id } = await db.contact.findFirstOrThrow();
  return { call, id, caller: asCaller(app, staff) };
}

const handedOver = { trackingNo: 'EA123456789CN', on: '2026-03-23' };

it('[S193][S209] keeps the journey of a letter: by EMS under its number, remarked as a demand, signed for', async () => {
  const { call, id, caller } = await aLetter();
  expect((await caller.get('/v1/letters?waiting=true')).json()).toMatchObject({ items: [{ id, trackingNo: null }] });
  expect((await caller.post(`/v1/letters/${id}/hand-over`, handedOver)).statusCode).toBe(200);
  expect((await caller.get('/v1/letters?waiting=true')).json()).toMatchObject({ items: [] });
  const delivered = { outcome: 'delivered', on: '2026-03-25', signedBy: 'Wang' };
  expect((await caller.post(`/v1/letters/${id}/report`, delivered)).statusCode).toBe(200);
  expect((await caller.get('/v1/letters')).json()).toMatchObject({
    items: [
      { carrier: 'EMS', remark: '催款函', handedOverOn: '2026-03-23', deliveredOn: '2026-03-25', state: 'delivered' },
    ],
  });
  const kinds = await db.evidence.findMany({ where: { chainId: `case:${call.caseId}` }, orderBy: { seq: 'asc' } });
  expect(kinds.map(({ kind }) => kind).slice(-3)).toEqual(['letterHandedOver', 'contactReported', 'letterReported']);
  expect(kinds.map(({ content }) => content).join()).not.toContain('Wang');
});

it('[R26] frees the step of a letter that came back, and has somebody look for a better address', async () => {
  const { id, caller } = await aLetter();
  await caller.post(`/v1/letters/${id}/hand-over`, handedOver);
  const returned = { outcome: 'returned', on: '2026-03-27' };
  expect((await caller.post(`/v1/letters/${id}/report`, returned)).statusCode).toBe(200);
  expect(await db.contactStep.findFirstOrThrow()).toMatchObject({ definitelyFailed: true });
  expect(await db.task.findMany()).toMatchObject([{ kind: 'data', status: 'open' }]);
});

it('refuses what cannot be: a letter handed over twice, reported before, or of nobody', async () => {
  const { id, caller } = await aLetter();
  const report = { outcome: 'delivered', on: '2026-03-25' };
  expect((await caller.post(`/v1/letters/${id}/report`, report)).statusCode).toBe(409);
  await caller.post(`/v1/letters/${id}/hand-over`, handedOver);
  expect((await caller.post(`/v1/letters/${id}/hand-over`, { ...handedOver, trackingNo: 'EA2' })).statusCode).toBe(409);
  expect((await caller.post(`/v1/letters/019ca000-0000-7000-8000-000000000001/hand-over`, handedOver)).statusCode).toBe(
    404,
  );
});

/** 1,000.00 CNY is open; the payment is booked on the day of the request. */
const pay = (caller: Awaited<ReturnType<typeof aLetter>>['caller'], amount: string) =>
  caller.post('/v1/payments', {
    ...{ debtor: 'D-1', amount, currency: 'CNY', valueDate: '2026-03-02' },
    ...{ reference: `P-${amount}`, invoices: ['I-1'] },
  });

it.each(['1000.00', '1.00'])(
  '[R9] has a letter in print fetched back when %s is paid, and nobody posts it',
  async (amount) => {
    const { call, id, caller } = await aLetter();
    expect((await pay(caller, amount)).statusCode).toBe(200);
    const [task] = await db.task.findMany({ where: { kind: 'recallLetter' } });
    expect(task).toMatchObject({ letterId: id, caseId: call.caseId, status: 'open' });
    expect((await caller.get('/v1/letters?waiting=true')).json()).toMatchObject({
      items: [{ recallTaskId: task?.id }],
    });
    expect((await caller.post(`/v1/letters/${id}/hand-over`, handedOver)).statusCode).toBe(409);
    expect((await caller.post(`/v1/tasks/${task?.id ?? ''}/outcome`, { outcome: 'done' })).statusCode).toBe(409);
    const fetched = { outcome: 'recalled', reason: 'taken from the tray' };
    expect((await caller.post(`/v1/letters/${id}/recall`, fetched)).statusCode).toBe(200);
    expect(await db.contact.findFirstOrThrow({ where: { id } })).toMatchObject({ state: 'cancelled' });
    // Where something is still open, the letter is written anew.
    expect(await db.contactStep.findFirstOrThrow()).toMatchObject({ definitelyFailed: true });
    expect(await db.task.findMany({ where: { kind: 'recallLetter', status: 'open' } })).toEqual([]);
  },
);

it('[R9] records a letter that a carrier has when money arrives as unstoppable', async () => {
  const { call, id, caller } = await aLetter();
  await caller.post(`/v1/letters/${id}/hand-over`, handedOver);
  expect((await pay(caller, '1000.00')).statusCode).toBe(200);
  expect((await caller.get('/v1/letters')).json()).toMatchObject({ items: [{ recallTaskId: null }] });
  expect((await db.letterDispatch.findFirstOrThrow()).unstoppableAt).not.toBeNull();
  const where = { chainId: `case:${call.caseId}`, kind: 'letterUnstoppable' };
  expect([await db.evidence.count({ where }), await db.task.count()]).toEqual([1, 0]);
  const timeline = (await caller.get('/v1/cases/I-1/timeline')).json<{ entries: { text: string }[] }>();
  expect(timeline.entries.map(({ text }) => text).join()).toContain('could not be stopped');
});

it('[R9] takes the hand-over of a letter that is to be fetched back only of the day of the money or before', async () => {
  const { call, id, caller } = await aLetter();
  await pay(caller, '1000.00');
  const onDay = (on: string) => caller.post(`/v1/letters/${id}/hand-over`, { ...handedOver, on });
  expect((await onDay('2026-03-03')).statusCode).toBe(409);
  expect((await onDay('2026-03-02')).statusCode).toBe(200);
  expect(await db.task.findMany()).toMatchObject([{ kind: 'recallLetter', status: 'closed', outcome: 'unstoppable' }]);
  const where = { chainId: `case:${call.caseId}`, kind: 'letterUnstoppable' };
  expect(await db.evidence.count({ where })).toBe(1);
});

async function aCall() {
  const letter = await aLetter();
  const { caseId, debtorId } = letter.call;
  const why = { code: 'due' };
  const at = new Date('2026-03-02T00:00:00.000Z');
  const { id: taskId } = await db.task.create({ data: { debtorId, caseId, kind: 'call', role: 'owner', why, at } });
  return { ...letter, taskId };
}

it.each<[string, Mode, boolean, number]>([
  ['where the policy records nothing, as it is by default', 'off', true, 409],
  ['where nobody was told first, whatever the policy says', 'whenNeeded', false, 409],
  ['after notice, where the policy allows it', 'whenNeeded', true, 200],
])('[X23][S194][S207][S395] takes the recording of a call %s: %s %s', async (_name, policy, noticeGiven, status) => {
  mode = policy;
  const { call, caller, taskId } = await aCall();
  const answer = await caller.post(`/v1/tasks/${taskId}/recording`, { reference: 'pbx:4711', noticeGiven });
  expect(answer.statusCode).toBe(status);
  const { recordingRef } = await db.task.findUniqueOrThrow({ where: { id: taskId } });
  expect(recordingRef).toBe(status === 200 ? 'pbx:4711' : null);
  const where = { chainId: `case:${call.caseId}`, kind: 'callRecorded' };
  expect(await db.evidence.count({ where })).toBe(status === 200 ? 1 : 0);
});

it('records an express consent to be called by a synthetic voice, and takes it back', async () => {
  const { call, caller } = await aLetter();
  const { address } = await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } });
  const consent = { address, consent: 'voice', given: true, how: 'Signed form of 1 March 2026' };
  const consents = async () => (await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } })).consents;
  expect((await caller.post('/v1/debtors/D-1/consents', consent)).statusCode).toBe(200);
  expect(await consents()).toEqual(['voice']);
  await caller.post('/v1/debtors/D-1/consents', { ...consent, given: false });
  expect(await consents()).toEqual([]);
  expect(await db.evidence.count({ where: { chainId: `debtor:${call.debtorId}`, kind: 'consentRecorded' } })).toBe(2);
  expect((await caller.post('/v1/debtors/D-1/consents', { ...consent, address: '+1' })).statusCode).toBe(404);
});
