import type { FastifyInstance } from 'fastify';
import { createSendGridCheck, createTwilioCheck } from '../../clients/webhook-signatures';
import { sendStep } from '../../services/contact/send-step';
import { verifyChain } from '../../services/evidence';
import { hashApiKey } from '../../services/first-start';
import { testDatabase } from '../support/database';
import { aSending, sendDeps } from '../support/sending';
import { inboundMail, inboundText, type InboundMail } from '../support/stand-in/inbound';
import { authToken } from '../support/stand-in/twilio';
import { sendGridPublicKey, type SignedWebhook } from '../support/stand-in/webhooks';
import { testProvider } from '../support/test-provider';
import { asCaller, testApp } from './app-under-test';

const { db, reset } = testDatabase();
const publicBaseUrl = 'https://dunwell.example.com';
// A Thursday, 10:30 in Shanghai; the second working day after it is the Monday.
const now = new Date('2026-03-05T02:30:00.000Z');
const pausedUntil = new Date('2026-03-09T02:30:00.000Z');

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

/** A case whose debtor can be reached by mail and SMS, and a key of its creditor. */
async function aDebtor() {
  const sending = await aSending(db);
  const { debtorId } = sending.call;
  const points = await db.contactPoint.findMany({ where: { debtorId } });
  const addressOf = (kind: string) => points.find((point) => point.kind === kind)?.address ?? '';
  const key = `dw_${'k'.repeat(40)}`;
  await db.staff.create({
    data: {
      name: 'Li Wei',
      email: 'li@example.com',
      role: 'collector',
      creditorId: sending.creditorId,
      apiKeys: { create: { name: 'test', hash: hashApiKey(key) } },
    },
  });
  const deps = sendDeps(db, sending.policies, provider.url);
  return {
    ...sending,
    debtorId,
    phone: addressOf('phone'),
    email: addressOf('email'),
    caller: asCaller(app, { key }),
    deps,
  };
}

const text = (from: string, words: string, id?: string) =>
  post(inboundText(publicBaseUrl, { from, text: words, ...(id === undefined ? {} : { id }) }));
const mail = (content: InboundMail) => post(inboundMail(content, now));

it('records an SMS by its number: text as a document, evidence without words, a task, and every case is told', async () => {
  const { call, debtorId, phone } = await aDebtor();
  const answer = await text(phone, 'Who are you?');
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toBe('<Response/>');
  const reply = await db.reply.findFirstOrThrow({ include: { document: true } });
  expect(reply).toMatchObject({ debtorId, channel: 'sms', sender: phone, suggestions: [], pausedUntil, meaning: null });
  expect(Buffer.from(reply.document.content).toString()).toBe('Who are you?');
  expect(await db.task.findMany()).toMatchObject([
    { kind: 'readReply', status: 'open', role: 'owner', deadlineAt: pausedUntil },
  ]);
  expect(await db.signalOutbox.findMany()).toMatchObject([
    {
      caseId: call.caseId,
      kind: 'debtorReplied',
      payload: { replyId: reply.id, pausedUntil: pausedUntil.toISOString() },
    },
  ]);
  const evidence = await db.evidence.findMany({ where: { kind: 'replyReceived' } });
  expect(evidence).toHaveLength(1);
  expect(evidence[0]?.content).not.toContain('Who');
  expect(await verifyChain(db, `debtor:${debtorId}`)).toMatchObject({ ok: true });
});

it('pauses automatic messages until somebody classifies the reply, at most two working days', async () => {
  const { call, phone, deps, caller } = await aDebtor();
  await text(phone, 'Please call me');
  const paused = await sendStep(deps, { ...call, asOf: now.toISOString() });
  expect(paused).toMatchObject({
    kind: 'deferredUntil',
    until: pausedUntil.toISOString(),
    reason: { code: 'replyPending' },
  });
  const { id } = await db.reply.findFirstOrThrow();
  const answer = await caller.post(`/v1/replies/${id}/classify`, { meaning: 'question', note: 'wants a call' });
  expect(answer.statusCode).toBe(200);
  expect(await sendStep(deps, { ...call, asOf: now.toISOString() })).toMatchObject({ kind: 'sent' });
  expect(await db.task.findMany({ where: { kind: 'readReply' } })).toMatchObject([
    { status: 'closed', outcome: 'question' },
  ]);
  const [, second] = await db.signalOutbox.findMany({ orderBy: { id: 'asc' } });
  expect(second).toMatchObject({ kind: 'debtorReplied', payload: { pausedUntil: now.toISOString() } });
  expect((await caller.post(`/v1/replies/${id}/classify`, { meaning: 'other' })).statusCode).toBe(409);
});

it('stands in the timeline of its case with what it seems to say and what it means', async () => {
  const { call, phone, caller } = await aDebtor();
  await text(phone, 'I-1 is paid, we have paid it');
  const { id } = await db.reply.findFirstOrThrow();
  await caller.post(`/v1/replies/${id}/classify`, { meaning: 'paid' });
  const timeline = (await caller.get(`/v1/cases/${call.caseId}/timeline`)).body;
  expect(timeline).toContain('the debtor answered by sms; it seems to say: paid; nothing is sent until it is read');
  expect(timeline).toContain('the reply was read: paid');
});

it('goes on by itself after two working days', async () => {
  const { call, phone, deps } = await aDebtor();
  await text(phone, 'Hello');
  expect(await sendStep(deps, { ...call, asOf: pausedUntil.toISOString() })).toMatchObject({ kind: 'sent' });
});

it('stays paused while another reply waits', async () => {
  const { call, phone, deps, caller } = await aDebtor();
  await text(phone, 'First');
  await text(phone, 'Second');
  const [first] = await db.reply.findMany({ orderBy: { id: 'asc' } });
  await caller.post(`/v1/replies/${first?.id}/classify`, { meaning: 'other' });
  expect(await sendStep(deps, { ...call, asOf: now.toISOString() })).toMatchObject({
    reason: { code: 'replyPending' },
  });
});

it('ends SMS after STOP, neither mail nor post, and says so in evidence', async () => {
  const { phone, debtorId } = await aDebtor();
  await text(phone, '退订');
  expect(await db.contactPoint.findMany({ orderBy: { kind: 'asc' } })).toMatchObject([
    { kind: 'email', optedOut: [] },
    { kind: 'phone', optedOut: ['sms'] },
    { kind: 'post', optedOut: [] },
  ]);
  expect(await db.reply.findFirstOrThrow()).toMatchObject({ suggestions: ['optOut'] });
  expect(await db.evidence.count({ where: { chainId: `debtor:${debtorId}`, kind: 'optedOut' } })).toBe(1);
});

it("takes the account's own word for STOP from Twilio, and says that pictures came", async () => {
  const { phone } = await aDebtor();
  const more = { OptOutType: 'STOP', NumMedia: '2' };
  await post(inboundText(publicBaseUrl, { from: phone, text: 'ARRET', more }));
  expect(await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } })).toMatchObject({ optedOut: ['sms'] });
  const { document } = await db.reply.findFirstOrThrow({ include: { document: true } });
  expect(Buffer.from(document.content).toString()).toBe('ARRET\n[2 attachments]');
});

it('[K1] makes a data task of a debtor whose last channel is stopped', async () => {
  const { phone } = await aDebtor();
  await db.contactPoint.deleteMany({ where: { kind: { not: 'phone' } } });
  await db.contactPoint.updateMany({ data: { optedOut: ['whatsapp', 'voice', 'call', 'fax'] } });
  await text(phone, 'STOP');
  expect(await db.task.findMany({ orderBy: { kind: 'asc' } })).toMatchObject([{ kind: 'data' }, { kind: 'readReply' }]);
});

it.each([
  ['We have already paid', 'paid'],
  ['下周付款', 'promise'],
  ['We dispute this', 'dispute'],
])(
  'suggests of %p that it means %s, and changes neither promise nor dispute nor balance',
  async (words, suggestion) => {
    const { phone } = await aDebtor();
    const ledger = await db.ledgerEntry.count();
    await text(phone, words);
    expect(await db.reply.findFirstOrThrow()).toMatchObject({ suggestions: [suggestion] });
    expect(await db.task.findFirstOrThrow()).toMatchObject({ why: { code: 'replyPending', detail: suggestion } });
    expect([await db.promiseToPay.count(), await db.dispute.count(), await db.hold.count()]).toEqual([0, 0, 0]);
    expect(await db.ledgerEntry.count()).toBe(ledger);
  },
);

it('holds everything of a debtor that speaks of a new bank account, and opens an incident, once', async () => {
  const { call, phone, debtorId, deps } = await aDebtor();
  await text(phone, 'We paid to your new account');
  await text(phone, 'Yes, the new account, as you wrote');
  expect(await db.hold.findMany()).toMatchObject([{ debtorId, scope: 'debtor', kind: 'fraud', untilDate: null }]);
  expect(await db.task.findMany({ where: { kind: 'incident' } })).toMatchObject([
    { role: 'compliance', status: 'open' },
  ]);
  expect(await db.signalOutbox.count({ where: { kind: 'holdChanged', caseId: call.caseId } })).toBe(1);
  await db.debtor.updateMany({ data: { replyPausedUntil: null } });
  expect(await sendStep(deps, { ...call, asOf: now.toISOString() })).toMatchObject({
    kind: 'deferredUntil',
    reason: { code: 'hold', detail: 'fraud' },
  });
});

it('records a mail by the thread that its address or its headers name, whoever sent it', async () => {
  const { call, deps } = await aDebtor();
  await sendStep(deps, call);
  const { id: contactId } = await db.contact.findFirstOrThrow();
  await mail({
    from: 'Boss <boss@elsewhere.example>',
    to: `replies+${contactId}@in.example.com`,
    subject: 'Re: reminder',
    text: 'Noted.',
  });
  await mail({
    from: 'assistant@elsewhere.example',
    subject: 'Re: reminder',
    text: 'Noted, too.',
    headers: 'Message-ID: <b@elsewhere>\nIn-Reply-To:\n <mail-1@geopod-ismtpd-1>\n',
  });
  expect(await db.reply.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { contactId, caseId: call.caseId, sender: 'boss@elsewhere.example' },
    { contactId, caseId: call.caseId, sender: 'assistant@elsewhere.example' },
  ]);
});

it('records a mail from a strange address by the invoice that it names', async () => {
  const { call, debtorId } = await aDebtor();
  await mail({ from: 'x@elsewhere.example', subject: 'Invoice I-1', text: 'We have paid it.' });
  expect(await db.reply.findMany()).toMatchObject([{ debtorId, caseId: call.caseId, suggestions: ['paid'] }]);
});

it('reads a mail in another character set, and leaves its attachments alone', async () => {
  const { email } = await aDebtor();
  // "已付款" in GB 18030.
  await mail({ from: email, subject: 'Re: 1', text: Buffer.from('d2d1b8b6bfee', 'hex'), charset: 'gb18030' });
  const reply = await db.reply.findFirstOrThrow({ include: { document: true } });
  expect(Buffer.from(reply.document.content).toString()).toContain('已付款');
  expect(reply.suggestions).toEqual(['paid']);
});

it('asks which of two debtors with one address is meant, unless the text or the last message tells', async () => {
  const { call, phone, creditorId, deps } = await aDebtor();
  const other = await db.debtor.create({
    data: {
      creditorId,
      number: 'D-2',
      name: 'Two',
      country: 'CN',
      zone: 'Asia/Shanghai',
      language: 'en',
      points: { create: { kind: 'phone', address: phone } },
    },
  });
  await text(phone, 'Hello');
  expect(await db.webhookEvent.findMany()).toMatchObject([{ appliedAt: null, parkedReason: 'severalDebtors' }]);
  await text(phone, 'About I-1: hello');
  expect(await db.reply.findMany()).toMatchObject([{ debtorId: call.debtorId }]);
  await db.reply.deleteMany();
  await db.debtor.updateMany({ data: { replyPausedUntil: null } });
  await db.contactPoint.deleteMany({ where: { kind: 'email' } });
  await sendStep(deps, call);
  await text(phone, 'Hello again');
  expect(await db.reply.findMany()).toMatchObject([{ debtorId: call.debtorId, caseId: call.caseId }]);
  expect(await db.reply.count({ where: { debtorId: other.id } })).toBe(0);
});

it('parks a message of a stranger until the address is known', async () => {
  const { debtorId, caller } = await aDebtor();
  await text('+8613912345678', 'Hello');
  expect((await caller.get('/v1/webhooks/parked')).json()).toMatchObject({
    items: [{ kind: 'message', reason: 'noDebtor' }],
  });
  await db.contactPoint.create({ data: { debtorId, kind: 'phone', address: '+8613912345678' } });
  expect((await caller.post('/v1/webhooks/redrive', {})).json()).toEqual({ applied: 1, parked: 0 });
  expect(await db.reply.findMany()).toMatchObject([{ debtorId, receivedAt: now }]);
});

it('[F5] records a message once, however often it is posted', async () => {
  const { phone, email } = await aDebtor();
  for (let turn = 0; turn < 3; turn += 1) await text(phone, 'Once', `SM${'b'.repeat(32)}`);
  for (let turn = 0; turn < 3; turn += 1)
    await mail({ from: email, subject: 'Re: 1', text: 'Once', headers: 'Message-ID: <once@example.com>' });
  expect(await db.reply.count()).toBe(2);
});

it('[F5] takes no forged mail', async () => {
  const { email } = await aDebtor();
  const { payload, ...webhook } = inboundMail({ from: email, subject: 'Re: 1', text: 'STOP' }, now);
  const changed = Buffer.from(String(payload).replace('STOP', 'PAID'));
  expect((await post({ ...webhook, payload: changed })).statusCode).toBe(403);
  expect([await db.webhookEvent.count(), await db.reply.count()]).toEqual([0, 0]);
});

it('shows replies of the own book only, their words with an audit row', async () => {
  const { phone, caller } = await aDebtor();
  await text(phone, 'Please call me');
  const list = await caller.get('/v1/replies?unread=true');
  expect(list.json()).toMatchObject({ items: [{ debtor: 'D-1', channel: 'sms', suggestions: [] }] });
  expect(list.body).not.toContain('call me');
  const { id } = await db.reply.findFirstOrThrow();
  expect((await caller.get(`/v1/replies/${id}`)).json()).toMatchObject({ text: 'Please call me', sender: phone });
  expect(await db.apiAudit.count({ where: { path: `/v1/replies/${id}` } })).toBe(1);
  const key = `dw_${'o'.repeat(40)}`;
  const creditor = await db.creditor.create({
    data: { name: 'Other', legalName: 'Other', country: 'CN', zone: 'Asia/Shanghai', currency: 'CNY', language: 'en' },
  });
  await db.staff.create({
    data: {
      name: 'Other',
      email: 'o@example.com',
      role: 'collector',
      creditorId: creditor.id,
      apiKeys: { create: { name: 'test', hash: hashApiKey(key) } },
    },
  });
  const stranger = asCaller(app, { key });
  expect((await stranger.get('/v1/replies')).json()).toEqual({ items: [], next: null });
  expect((await stranger.get(`/v1/replies/${id}`)).statusCode).toBe(404);
  expect((await stranger.post(`/v1/replies/${id}/classify`, { meaning: 'paid' })).statusCode).toBe(404);
});
