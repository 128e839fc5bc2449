import type { FastifyInstance } from 'fastify';
import { createTwilioCheck } from '../../clients/webhook-signatures';
import { sendStep } from '../../services/contact/send-step';
import { testDatabase } from '../support/database';
import { aSending, sendDeps } from '../support/sending';
import { inboundText } from '../support/stand-in/inbound';
import { authToken } from '../support/stand-in/twilio';
import { aCaller, asCaller, testApp } from './app-under-test';

const { db, reset } = testDatabase();
const publicBaseUrl = 'https://dunwell.example.com';
const now = new Date('2026-03-05T02:30:00.000Z');
let app: FastifyInstance;

beforeAll(async () => {
  const checks = { sendGridEvents: null, sendGridMail: null, twilio: createTwilioCheck(authToken), publicBaseUrl };
  app = await testApp(db, { clock: () => now, webhooks: checks });
});
afterAll(() => app.close());
beforeEach(reset);

it('[S196][S205][S208][S210][S233] logs every communication with the row of evidence that proves it, as JSON and CSV', async () => {
  const { call, policies, creditorId } = await aSending(db);
  const { caseId, invoiceId, debtorId } = call;
  const staff = await aCaller(db);
  await db.staff.update({ where: { id: staff.staffId }, data: { creditorId } });
  const caller = asCaller(app, staff);
  await sendStep(sendDeps(db, policies, 'http://127.0.0.1:9', { mode: 'outbox', allowlist: [] }), call);
  const { address: from } = await db.contactPoint.findFirstOrThrow({ where: { debtorId, kind: 'phone' } });
  const { url, headers, payload } = inboundText(publicBaseUrl, { from, text: 'We pay on Friday' });
  expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(200);
  const task = { debtorId, caseId, invoiceId, kind: 'call', role: 'owner', why: { code: 'due' }, at: now };
  const { id } = await db.task.create({ data: task });
  const said = { outcome: 'reached', note: '=pays on Friday, "surely"', identified: true };
  expect((await caller.post(`/v1/tasks/${id}/outcome`, said)).statusCode).toBe(200);
  interface Logged {
    readonly direction: string;
    readonly channel: string;
    readonly contentHash: string | null;
    readonly evidence: { readonly chain: string; readonly seq: number; readonly hash: string } | null;
  }
  const ofCase = (await caller.get('/v1/cases/I-1/contact-log')).json<{ items: Logged[] }>().items;
  expect(ofCase.map(({ direction, channel }) => `${direction} ${channel}`).sort()).toEqual([
    'both call',
    'in sms',
    'out email',
  ]);
  expect((await caller.get('/v1/debtors/D-1/contact-log')).json()).toEqual({ items: ofCase });
  for (const { evidence, contentHash } of ofCase) {
    expect(contentHash).toMatch(/^[0-9a-f]{64}$/);
    const { chain: chainId = '', seq = 0, hash } = evidence ?? {};
    expect(await db.evidence.findFirst({ where: { chainId, seq } })).toMatchObject({ hash });
  }
  const csv = await caller.get('/v1/cases/I-1/contact-log.csv');
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(csv.body.split('\r\n')).toHaveLength(5);
  expect(csv.body).toContain('"\'=pays on Friday, ""surely"""');
  expect((await caller.get('/v1/cases/I-9/contact-log')).statusCode).toBe(404);
});
