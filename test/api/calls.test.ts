import type { FastifyInstance } from 'fastify';
import { createTwilioCheck } from '../../clients/webhook-signatures';
import type { Plan } from '../../domain/plan';
import { sendStep } from '../../services/contact/send-step';
import { testDatabase } from '../support/database';
import { startProviderStandIn, type ProviderStandIn } from '../support/provider-stand-in';
import { aSending, sendDeps, withPlan } from '../support/sending';
import { accountSid, authToken, isWellFormed } from '../support/stand-in/twilio';
import { signedByTwilio } from '../support/stand-in/webhooks';
import { testApp } from './app-under-test';

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
