import type { FastifyInstance } from 'fastify';
import { createTwilioCheck } from '../../clients/webhook-signatures';
import type { Plan } from '../../domain/plan';
import { openStepTask } from '../../services/people-steps';
import { sendStep } from '../../services/contact/send-step';
import { testDatabase } from '../support/database';
import { startProviderStandIn, type ProviderStandIn } from '../support/provider-stand-in';
import { aSending, sendDeps, withPlan } from '../support/sending';
import { accountSid, authToken, isWellFormed } from '../support/stand-in/twilio';
import { signedByTwilio } from '../support/stand-in/webhooks';
import { aCaller, asCaller, testApp } from './app-under-test';

const { db, reset } = testDatabase();
const publicBaseUrl = 'https://dunwell.example.com';
let provider: ProviderStandIn;
let app: FastifyInstance;

beforeAll(async () => {
  provider = await startProviderStandIn();
  app = await testApp(db, {
    // The addresses of callbacks are given away by the system's clock.
    clock: () => new Date(),
    webhooks: { sendGridEvents: null, sendGridMail: null, twilio: createTwilioCheck(authToken), publicBaseUrl },
  });
});
afterAll(async () => {
  await app.close();
  await provider.close();
});
beforeEach(async () => {
  await reset();
  provider.accepted.length = 0;
});

const voiceOnly = (recording?: Plan['recording']) => (plan: Plan) => ({
  ...plan,
  ...(recording === undefined ? {} : { recording }),
  steps: plan.steps.map((step) =>
    step.id === 'friendlyReminder' ? { ...step, channel: 'voice' as const, fallback: ['email' as const] } : step,
  ),
});

/** A debtor that may be called: its express consent is on record unless said otherwise. */
async function callNow(options: { consents?: string[]; recording?: Plan['recording']; asOf?: string } = {}) {
  const { consents = ['voice'], recording, asOf } = options;
  const { call, policies } = await aSending(db);
  await db.contactPoint.updateMany({ where: { kind: 'phone' }, data: { consents } });
  await db.debtor.updateMany({ data: { name: `Müller & Söhne <"AG">` } });
  const env = { PUBLIC_BASE_URL: publicBaseUrl, TWILIO_VOICE_FROM: '+15005550009' };
  const deps = sendDeps(db, withPlan(policies, voiceOnly(recording)), provider.url, undefined, env);
  const result = await sendStep(deps, asOf === undefined ? call : { ...call, asOf });
  return { call, result };
}

/** The address that the TwiML tells Twilio to ask next. */
const actionIn = (twiml: string): string => (/action="([^"]+)"/.exec(twiml)?.[1] ?? '').replaceAll('&amp;', '&');

function callMade() {
  const [made] = provider.accepted;
  if (made?.call === undefined) throw new Error('No call was made');
  return { ...made.call, id: made.id };
}

const formOf = (digits: Record<string, string>) => {
  const { id, to, from } = callMade();
  return { CallSid: id, AccountSid: accountSid, To: to, From: from, Direction: 'outbound-api', ...digits };
};

async function press(action: string, digit: string) {
  const { url, headers, payload } = signedByTwilio(action, formOf({ Digits: digit, CallStatus: 'in-progress' }));
  return app.inject({ method: 'POST', url, headers, payload });
}

it('asks for the right person first and says nothing of the debt, escaped for XML', async () => {
  expect((await callNow()).result).toMatchObject({ kind: 'sent', channel: 'voice' });
  const { twiml, recorded } = callMade();
  expect(twiml).toContain('Müller &amp; Söhne &lt;"AG"&gt;');
  expect(twiml).toContain('language="en-US"');
  for (const secret of ['I-1', '1,000', 'invoice', 'overdue', 'pay']) expect(twiml).not.toContain(secret);
  expect([recorded, twiml.includes('recorded')]).toEqual([false, false]);
});

it.each([
  ['1', 'paid'],
  ['2', 'promise'],
  ['3', 'dispute'],
  ['4', 'callBack'],
])(
  'takes the key %s for the suggestion %s: a reply with a task, which changes nothing else',
  async (digit, suggestion) => {
    const { call } = await callNow();
    const message = await press(actionIn(callMade().twiml), '1');
    expect(message.headers['content-type']).toContain('text/xml');
    expect(isWellFormed(message.body)).toBe(true);
    expect(message.body).toContain('CNY 1,000.00');
    const answer = actionIn(message.body);
    expect((await press(answer, digit)).body).toContain('Thank you');
    expect((await press(answer, digit)).statusCode).toBe(200);
    expect(await db.reply.findMany()).toMatchObject([
      { channel: 'voice', suggestions: [suggestion], caseId: call.caseId, meaning: null },
    ]);
    expect(await db.task.findMany()).toMatchObject([{ kind: 'readReply', status: 'open' }]);
    expect(await db.signalOutbox.findMany()).toMatchObject([{ kind: 'debtorReplied' }]);
    expect(await db.promiseToPay.count()).toBe(0);
  },
);

it('[S228] uses a wrong number on no channel any more, and looks for the right one', async () => {
  await callNow();
  const sorry = await press(actionIn(callMade().twiml), '9');
  expect(sorry.body).toContain('not call this number again');
  const number = await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } });
  expect([number.optedOut, number.wrongAt === null, number.bouncedAt === null]).toEqual([['voice'], false, false]);
  expect(await db.task.findMany({ where: { kind: 'data' } })).toMatchObject([{ status: 'open' }]);
});

it('says goodbye to any other key, and stores nothing', async () => {
  await callNow();
  expect((await press(actionIn(callMade().twiml), '7')).body).toContain('Goodbye');
  expect(await db.webhookEvent.count()).toBe(0);
});

it('[F5] refuses keys that Twilio did not sign, for another contact, or for another question', async () => {
  await callNow();
  const action = actionIn(callMade().twiml);
  const { url, headers, payload } = signedByTwilio(action, formOf({ Digits: '1' }));
  for (const forged of [
    url.replace('ask=person', 'ask=answer'),
    url.replace(/contact=[^&]+/, `contact=${'0'.repeat(8)}-0000-7000-8000-000000000000`),
  ])
    expect((await app.inject({ method: 'POST', url: forged, headers, payload })).statusCode).toBe(403);
  expect(await db.webhookEvent.count()).toBe(0);
});

it('does not call without recorded express consent: the step takes its next way', async () => {
  const { result } = await callNow({ consents: [] });
  expect(result).toMatchObject({ kind: 'sent', channel: 'email' });
});

it('[K12] never calls at night', async () => {
  const { result } = await callNow({ asOf: '2026-03-05T13:30:00.000Z' });
  expect(result).toMatchObject({ kind: 'deferredUntil', until: '2026-03-06T01:00:00.000Z' });
  expect(provider.accepted).toEqual([]);
});

it.each([
  ['completed', 'delivered'],
  ['busy', 'failed'],
  ['no-answer', 'failed'],
])('takes a call that ended %s for %s', async (status, state) => {
  await callNow();
  const { statusCallback } = callMade();
  const { url, headers, payload } = signedByTwilio(statusCallback ?? '', formOf({ CallStatus: status }));
  expect((await app.inject({ method: 'POST', url, headers, payload })).json()).toEqual({ received: 1, new: 1 });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state });
});

it('[X23] tells who is called that the call is recorded, and keeps where the recording lies', async () => {
  const { call } = await callNow({ recording: 'always', consents: ['voice', 'recording'] });
  const { twiml, recorded } = callMade();
  expect([recorded, twiml.includes('This call is recorded.')]).toEqual([true, true]);
  const callback = new URLSearchParams(provider.accepted[0]?.body).get('RecordingStatusCallback') ?? '';
  const form = formOf({ RecordingSid: `RE${'1'.repeat(32)}`, RecordingStatus: 'completed', RecordingDuration: '21' });
  const { url, headers, payload } = signedByTwilio(callback, form);
  expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(200);
  const [row] = await db.evidence.findMany({ where: { chainId: `case:${call.caseId}`, kind: 'callRecorded' } });
  expect(JSON.parse(row?.content ?? '{}')).toMatchObject({
    reference: `twilio:RE${'1'.repeat(32)}`,
    noticeGiven: true,
  });
});

it('[X23] records nothing where the country asks for a consent that nobody gave, whatever the policy says', async () => {
  await callNow({ recording: 'always' });
  expect([callMade().recorded, callMade().twiml.includes('recorded')]).toEqual([false, false]);
});

describe('the sheet of a call', () => {
  let onTenthDay: FastifyInstance;
  beforeAll(async () => {
    onTenthDay = await testApp(db, { clock: () => new Date('2026-03-12T02:00:00.000Z') });
  });
  afterAll(() => onTenthDay.close());

  /** An open call of the debtor, and whoever makes it. */
  async function anOpenCall() {
    const { call, creditorId } = await aSending(db);
    const caller = await aCaller(db);
    await db.staff.updateMany({ data: { creditorId } });
    const work = { ...call, step: 'call', effect: 'openCallTask' } as const;
    const open = () => openStepTask({ db, people: 'live' }, work, 'call');
    const sheetOf = async () => {
      const { id } = await db.task.findFirstOrThrow({ where: { kind: 'call' } });
      return { id, api: asCaller(onTenthDay, caller), sheet: `/v1/tasks/${id}/sheet` };
    };
    return { debtorId: call.debtorId, open, sheetOf };
  }

  it('[S197][S198] says nothing of the debt until the identity is confirmed, and then what is unpaid and was booked', async () => {
    const { open, sheetOf } = await anOpenCall();
    await open();
    const { id, api, sheet } = await sheetOf();
    const { id: caseId, ...owed } = await db.collectionCase.findFirstOrThrow({
      select: { id: true, debtorId: true, invoiceId: true, currency: true },
    });
    const day = new Date('2026-03-05');
    const said = { ...owed, caseId, madeOn: day, promisedFor: day, holdUntil: day, balanceMinorWhenMade: 100_000n };
    const promise = { ...said, method: 'call', capturedBy: 'staff:1' };
    await db.promiseToPay.createMany({ data: ['kept', 'broken', 'broken'].map((status) => ({ ...promise, status })) });
    const before = await api.get(sheet);
    expect(before.json()).toMatchObject({ debtor: 'D-1', identifiedAt: null, debt: null, script: null });
    for (const secret of ['I-1', '1000.00', '1,000']) expect(before.body).not.toContain(secret);
    expect((await api.post(`/v1/tasks/${id}/identified`, {})).statusCode).toBe(200);
    expect((await api.post(`/v1/tasks/${id}/identified`, {})).statusCode).toBe(200);
    expect(await db.evidence.count({ where: { kind: 'identityConfirmed' } })).toBe(1);
    const { script, ...after } = (await api.get(sheet)).json<{ script: string; debt: { figures: string } }>();
    expect(script).toContain('CNY 1,000.00');
    expect(after.debt.figures).toContain('1 unpaid invoice, CNY 1,000.00 in total, 1 overdue, by up to 10 days.');
    expect(after).toMatchObject({
      phones: [{ verifiedOn: null, wrong: false }],
      missing: ['contactPerson', 'contract'],
      debt: {
        sums: [{ currency: 'CNY', unpaid: 1, open: '1000.00', overdue: 1, rates: [] }],
        items: [{ invoice: 'I-1', open: '1000.00', dueDate: '2026-03-02', daysOverdue: 10 }],
        transactions: [{ type: 'invoice', invoice: 'I-1', amount: '1000.00' }],
        promises: { kept: 1, partlyKept: 0, broken: 2 },
      },
    });
    const { identifiedAt } = await db.task.findUniqueOrThrow({ where: { id } });
    const report = { outcome: 'promised', note: 'pays on Friday' };
    expect((await api.post(`/v1/tasks/${id}/outcome`, report)).statusCode).toBe(200);
    expect(await db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'closed', identifiedAt });
    expect((await api.get(sheet)).statusCode).toBe(409);
  });

  it('[S199] names the daily rate once the step of the call claims interest, in the language of who reads it', async () => {
    const { debtorId, open, sheetOf } = await anOpenCall();
    await open();
    const { id, api, sheet } = await sheetOf();
    const { creditorId } = await db.debtor.update({ where: { id: debtorId }, data: { kind: 'company' } });
    const facts = { governingLaw: 'CN', forum: 'Shanghai', clause: '7', interestRate: '0.0005' };
    const contract = await db.contract.create({ data: { creditorId, debtorId, number: 'C-1', ...facts } });
    await db.invoice.updateMany({ data: { contractId: contract.id } });
    await db.task.update({ where: { id }, data: { stepId: 'pressuredTalk', identifiedAt: new Date() } });
    const known = (await api.get(sheet, { 'accept-language': 'zh-CN' })).json<{ debt: { figures: string } }>();
    expect(known.debt.figures).toContain('late interest of 0.05% a day');
    expect(known).toMatchObject({ missing: ['contactPerson'], debt: { items: [{ rates: ['每日0.05%'] }] } });
  });

  it('[S229] a call to a debtor without phone or address asks somebody for them, once', async () => {
    const { debtorId, open, sheetOf } = await anOpenCall();
    await db.contactPoint.deleteMany({ where: { debtorId, kind: 'post' } });
    const wrong = { address: '+8613800000001', wrongAt: new Date(), bouncedAt: new Date() };
    await db.contactPoint.create({ data: { debtorId, kind: 'phone', ...wrong } });
    await open();
    await open();
    const { api, sheet } = await sheetOf();
    expect((await api.get(sheet)).json()).toMatchObject({
      phones: [{ wrong: false }, { address: wrong.address, wrong: true }],
      missing: ['address', 'contactPerson', 'contract'],
    });
    const asked = { where: { kind: 'data' } };
    expect(await db.task.findMany(asked)).toMatchObject([{ status: 'open', why: { detail: 'address' } }]);
    const person = { name: 'Li Na', reason: 'the file is incomplete' };
    const put = (more: object) => api.post('/v1/debtors/D-1/people/financeHead', { ...person, ...more });
    expect((await put({ email: 'li@example.com' })).statusCode).toBe(200);
    expect(await db.task.findMany(asked)).toMatchObject([{ status: 'open' }]);
    expect((await put({ post: '1 Road' })).statusCode).toBe(200);
    expect(await db.task.findMany(asked)).toMatchObject([{ status: 'closed', outcome: 'done' }]);
  });
});
