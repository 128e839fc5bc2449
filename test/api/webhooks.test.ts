import type { FastifyInstance } from 'fastify';
import { createSendGridCheck, createTwilioCheck } from '../../clients/webhook-signatures';
import { sendStep } from '../../services/contact/send-step';
import { testDatabase } from '../support/database';
import { aSending, sendDeps } from '../support/sending';
import { authToken } from '../support/stand-in/twilio';
import { testProvider } from '../support/test-provider';
import {
  disturbed,
  eventWebhook,
  mailEvent,
  sendGridPublicKey,
  signedBySendGrid,
  statusWebhook,
  type SignedWebhook,
} from '../support/stand-in/webhooks';
import { aCaller, asCaller, testApp, testNow } from './app-under-test';

const { db, reset } = testDatabase();
const publicBaseUrl = 'https://dunwell.example.com';
// Half an hour after the messages went out.
const now = new Date('2026-03-05T02:30:00.000Z');

const provider = testProvider(() => now);
let app: FastifyInstance;

beforeAll(async () => {
  app = await testApp(db, {
    clock: () => now,
    webhooks: {
      sendGridEvents: createSendGridCheck(sendGridPublicKey),
      sendGridMail: createSendGridCheck(sendGridPublicKey),
      twilio: createTwilioCheck(authToken),
      publicBaseUrl,
    },
  });
});
afterAll(() => app.close());
beforeEach(reset);

const post = ({ url, headers, payload }: SignedWebhook) => app.inject({ method: 'POST', url, headers, payload });

async function aMail() {
  const { call, policies } = await aSending(db);
  await sendStep(sendDeps(db, policies, provider.url), call);
  const [mail] = provider.accepted;
  if (mail === undefined) throw new Error('No mail was sent');
  return { call, mail };
}

async function aText() {
  const { call, policies } = await aSending(db);
  await db.contactPoint.deleteMany({ where: { kind: 'email' } });
  await sendStep(sendDeps(db, policies, provider.url), call);
  const { id: contactId } = await db.contact.findFirstOrThrow();
  const [sent] = provider.accepted;
  if (sent === undefined || sent.text === null) throw new Error('No text was sent');
  const at = Math.floor(now.getTime() / 1_000) - 60;
  const statusCallback = `${publicBaseUrl}/v1/webhooks/twilio/status?contact=${contactId}&at=${at}`;
  return { call, contactId, message: { ...sent.text, id: sent.id, statusCallback } };
}

const stored = async () => ({
  events: await db.webhookEvent.count(),
  contact: (await db.contact.findFirst())?.state,
  evidence: await db.evidence.count(),
  messages: await db.signalOutbox.count(),
  replies: await db.reply.count(),
});

it('stores and applies what SendGrid says of a mail, and keeps it as evidence', async () => {
  const { call, mail } = await aMail();
  const answer = await post(eventWebhook([mailEvent(mail, 'processed', now), mailEvent(mail, 'delivered', now)], now));
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ received: 2, new: 2 });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered', deliveredAt: now });
  expect(await db.webhookEvent.findMany()).toMatchObject([{ appliedAt: now }, { appliedAt: now }]);
  const evidence = await db.evidence.findMany({ where: { chainId: `case:${call.caseId}`, kind: 'contactReported' } });
  expect(evidence).toHaveLength(1);
});

it('records an opened mail as unverified, and nothing at all of one that a machine opened', async () => {
  const { mail } = await aMail();
  await post(eventWebhook([mailEvent(mail, 'open', now, { sg_machine_open: true })], now));
  expect(await stored()).toMatchObject({ events: 1, contact: 'sent' });
  await post(eventWebhook([mailEvent(mail, 'open', new Date(now.getTime() - 1_000))], now));
  expect(await stored()).toMatchObject({ events: 2, contact: 'read' });
  const [row] = await db.evidence.findMany({ where: { kind: 'contactReported' } });
  expect(JSON.parse(row?.content ?? '{}')).toMatchObject({ outcome: 'read', verified: false });
});

it.each([
  ['bounce', { type: 'bounce', reason: '550 5.1.1 <ap-d-1@example.com>: no such user' }, 'bounced'],
  ['bounce', { type: 'blocked', reason: '554 refused' }, 'failed'],
  ['dropped', { reason: 'Bounced Address' }, 'bounced'],
])('[R26] takes a %s %p as %s: the step is free, the case is told, a person looks', async (event, more, state) => {
  const { mail } = await aMail();
  await post(eventWebhook([mailEvent(mail, event, now, more)], now));
  expect(await stored()).toMatchObject({ contact: state });
  const [row] = await db.evidence.findMany({ where: { kind: 'contactReported' } });
  expect(row?.content).not.toContain('@');
  expect(await db.contactStep.findFirstOrThrow()).toMatchObject({ definitelyFailed: true });
  expect(await db.signalOutbox.findMany()).toMatchObject([
    { kind: 'deliveryReported', payload: { outcome: state }, appliedAt: testNow },
  ]);
  expect(await db.task.findMany()).toMatchObject([{ kind: 'data', status: 'open' }]);
  const point = await db.contactPoint.findFirstOrThrow({ where: { kind: 'email' } });
  expect(point.bouncedAt === null).toBe(state === 'failed');
});

it('ends reminders by mail where the recipient reports spam or unsubscribes', async () => {
  const { mail } = await aMail();
  await post(eventWebhook([mailEvent(mail, 'spamreport', now)], now));
  expect(await db.contactPoint.findMany({ orderBy: { kind: 'asc' } })).toMatchObject([
    { kind: 'email', optedOut: ['email'] },
    { kind: 'phone', optedOut: [] },
    { kind: 'post', optedOut: [] },
  ]);
  expect(await db.evidence.count({ where: { kind: 'optedOut' } })).toBe(1);
});

it('[R5] resolves an unknown send by the first webhook that names it, and keeps the id of the provider', async () => {
  const { call, policies } = await aSending(db);
  provider.faults.push({ kind: 'acceptThenDrop' });
  await sendStep(sendDeps(db, policies, provider.url), call);
  expect(await stored()).toMatchObject({ contact: 'unknown' });
  const [mail] = provider.accepted;
  if (mail === undefined) throw new Error('Nothing was accepted');
  await post(eventWebhook([mailEvent(mail, 'delivered', now)], now));
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered', providerId: 'mail-1' });
  expect(await db.task.findMany()).toMatchObject([{ kind: 'resolveUnknownSend', status: 'done' }]);
  expect(await db.signalOutbox.findMany()).toMatchObject([
    { kind: 'deliveryReported', payload: { outcome: 'delivered' } },
  ]);
  expect(provider.accepted).toHaveLength(1);
});

it('[R5] lets a person resolve an unknown send by its task, once', async () => {
  const { call, policies, creditorId } = await aSending(db);
  const deps = sendDeps(db, policies, provider.url);
  provider.faults.push({ kind: 'drop' });
  await sendStep(deps, call);
  const staff = await aCaller(db);
  await db.staff.update({ where: { id: staff.staffId }, data: { creditorId } });
  const caller = asCaller(app, staff);
  const { id } = await db.task.findFirstOrThrow({ where: { kind: 'resolveUnknownSend' } });
  expect((await caller.post(`/v1/tasks/${id}/resolve`, { outcome: 'failed' })).statusCode).toBe(200);
  expect(await db.signalOutbox.findMany()).toMatchObject([{ payload: { outcome: 'failed' } }]);
  expect(await db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ closedBy: `staff:${staff.staffId}` });
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent', channel: 'sms' });
  expect((await caller.post(`/v1/tasks/${id}/resolve`, { outcome: 'sent' })).statusCode).toBe(409);
});

it('applies the statuses of Twilio by the contact id in the address of its callback', async () => {
  const { message } = await aText();
  for (const status of ['sent', 'delivered']) expect((await post(statusWebhook(message, status))).statusCode).toBe(200);
  expect(await stored()).toMatchObject({ events: 2, contact: 'delivered' });
});

it('[R26] takes an unknown number for a bad address and a carrier error for a failed message', async () => {
  const { message } = await aText();
  await post(statusWebhook(message, 'undelivered', { ErrorCode: '30005' }));
  expect(await db.contact.findFirstOrThrow()).toMatchObject({
    state: 'bounced',
    failure: 'Twilio: undelivered, error 30005',
  });
});

/** What somebody makes of a webhook without our provider's key, and the answer to it. */
const forgeries: readonly (readonly [(webhook: SignedWebhook) => SignedWebhook, number])[] = [
  [(webhook) => ({ ...webhook, payload: `${String(webhook.payload)} ` }), 403],
  [
    (webhook) => ({
      ...webhook,
      headers: { ...webhook.headers, 'x-twilio-email-event-webhook-signature': 'AAAA', 'x-twilio-signature': 'AAAA' },
    }),
    403,
  ],
  [({ headers, ...webhook }) => ({ ...webhook, headers: { 'content-type': headers['content-type'] ?? '' } }), 403],
  [(webhook) => ({ ...webhook, headers: { ...webhook.headers, 'content-type': 'text/plain' } }), 415],
  [(webhook) => ({ ...webhook, payload: 'x'.repeat(1024 * 1024 + 1) }), 413],
];

interface Arriving {
  readonly webhook: SignedWebhook;
  readonly status: number;
}

/** Webhooks of a message as its provider sends them, and others that are forged, too old, of the future or misdirected. */
const arrivals = {
  SendGrid: async () => {
    const { mail } = await aMail();
    const webhook = (event: string, secondsAgo: number) => {
      const at = new Date(now.getTime() - secondsAgo * 1_000);
      return eventWebhook([mailEvent(mail, event, at)], at);
    };
    const real = [webhook('processed', 60), webhook('delivered', 40), webhook('open', 20), webhook('click', 10)];
    const hostile = [webhook('bounce', 26 * 60 * 60), webhook('bounce', -10 * 60)];
    return { real, hostile, forgeable: webhook('bounce', 0) };
  },
  Twilio: async () => {
    const { message } = await aText();
    const real = ['queued', 'sent', 'delivered'].map((status) => statusWebhook(message, status));
    const lie = (statusCallback: string) => statusWebhook({ ...message, statusCallback }, 'failed');
    const forgeable = lie(message.statusCallback);
    const lastMonth = lie(message.statusCallback.replace(/at=\d+/, `at=${Math.floor(Date.UTC(2026, 1, 1) / 1_000)}`));
    const timeless = lie(message.statusCallback.replace(/&at=\d+/, ''));
    const otherContact = forgeable.url.replace(/contact=[^&]+/, 'contact=00000000-0000-7000-8000-000000000000');
    return { real, hostile: [lastMonth, timeless, { ...forgeable, url: otherContact }], forgeable };
  },
} as const;

it.each(['SendGrid', 'Twilio'] as const)(
  '[F5] takes of %s no forged, old or oversize webhook among real ones that come twice and in another order',
  async (name) => {
    const outcome = async () => ({
      ...(await stored()),
      evidence: await db.evidence.count({ where: { kind: { not: 'contactReported' } } }),
      ended: await db.contactStep.count({ where: { definitelyFailed: true } }),
      tasks: await db.task.count(),
      waiting: await db.webhookEvent.count({ where: { appliedAt: null } }),
    });
    const { real: first } = await arrivals[name]();
    for (const webhook of first) await post(webhook);
    const once = await outcome();

    await reset();
    provider.accepted.length = 0;
    const { real, hostile, forgeable } = await arrivals[name]();
    const all: Arriving[] = [
      ...real.map((webhook) => ({ webhook, status: 200 })),
      ...hostile.map((webhook) => ({ webhook, status: 403 })),
      ...forgeries.map(([forge, status]) => ({ webhook: forge(forgeable), status })),
    ];
    const disordered = disturbed(all, 6);
    const answers = [];
    for (const { webhook } of disordered) answers.push((await post(webhook)).statusCode);
    expect(answers).toEqual(disordered.map(({ status }) => status));
    expect(answers.length).toBeGreaterThan(all.length);
    expect(await outcome()).toEqual(once);
  },
);

describe('[F5] webhooks that are not what they seem change nothing', () => {
  it.each([['no JSON'], ['{}'], ['[]'], ['[{"event":"bounce"}]'], ['[{"event":"bounce","timestamp":1772677800}]']])(
    'of SendGrid: malformed and signed %p',
    async (payload) => {
      await aMail();
      const before = await stored();
      expect((await post(signedBySendGrid('/v1/webhooks/sendgrid', 'application/json', payload, now))).statusCode).toBe(
        400,
      );
      expect(await stored()).toEqual(before);
    },
  );

  it('when no key is configured', async () => {
    const { mail } = await aMail();
    const bare = await testApp(db);
    const { url, headers, payload } = eventWebhook([mailEvent(mail, 'bounce', now)], now);
    const answer = await bare.inject({ method: 'POST', url, headers, payload });
    await bare.close();
    expect(answer.statusCode).toBe(403);
    expect(await stored()).toMatchObject({ events: 0, contact: 'sent' });
  });

  it('when they are repeated: the provider hears that all is well', async () => {
    const { mail } = await aMail();
    const webhook = eventWebhook([mailEvent(mail, 'delivered', now)], now);
    await post(webhook);
    const after = await stored();
    expect((await post(webhook)).json()).toEqual({ received: 1, new: 0 });
    // The same event with another id of its own, as SendGrid repeats it.
    await post(eventWebhook([mailEvent(mail, 'delivered', now)], now));
    expect(await stored()).toEqual(after);
  });

  it('leaves an audit row of each refusal, and none of what is accepted', async () => {
    const { mail } = await aMail();
    await post(eventWebhook([mailEvent(mail, 'delivered', now)], now));
    expect(await db.apiAudit.count()).toBe(0);
    await post({ ...eventWebhook([mailEvent(mail, 'delivered', now)], now), payload: '[]' });
    expect(await db.apiAudit.findMany()).toMatchObject([{ path: '/v1/webhooks/sendgrid', status: 403 }]);
  });
});

describe('a webhook that fits nothing', () => {
  it('is parked with its reason, listed without its content, and applied when it is driven again', async () => {
    const { mail } = await aMail();
    const { id } = await db.contact.findFirstOrThrow();
    await db.contact.updateMany({ data: { providerId: null } });
    const stranger = { ...mail, contactId: null };
    expect((await post(eventWebhook([mailEvent(stranger, 'delivered', now)], now))).statusCode).toBe(200);
    const caller = asCaller(app, await aCaller(db));
    const list = await caller.get('/v1/webhooks/parked');
    expect(list.json()).toMatchObject({
      items: [{ provider: 'sendgrid', kind: 'delivery', reason: 'unknownContact' }],
      next: null,
    });
    expect(list.body).not.toContain(mail.to);
    expect((await caller.post('/v1/webhooks/redrive', {})).json()).toEqual({ applied: 0, parked: 1 });
    await db.contact.update({ where: { id }, data: { providerId: mail.id } });
    expect((await caller.post('/v1/webhooks/redrive', {})).json()).toEqual({ applied: 1, parked: 0 });
    expect((await caller.get('/v1/webhooks/parked')).json()).toEqual({ items: [], next: null });
    expect(await stored()).toMatchObject({ contact: 'delivered' });
  });

  it('is parked when it speaks of a message that we cancelled', async () => {
    const { mail } = await aMail();
    await db.contact.updateMany({ data: { state: 'cancelled' } });
    await post(eventWebhook([mailEvent(mail, 'delivered', now)], now));
    expect(await db.webhookEvent.findMany()).toMatchObject([{ appliedAt: null, parkedReason: 'contactCancelled' }]);
    expect(await stored()).toMatchObject({ contact: 'cancelled' });
  });

  it('needs an API key to be seen or driven again', async () => {
    expect((await app.inject({ method: 'GET', url: '/v1/webhooks/parked' })).statusCode).toBe(401);
    expect((await app.inject({ method: 'POST', url: '/v1/webhooks/redrive', payload: {} })).statusCode).toBe(401);
  });
});
