import type { FastifyInstance } from 'fastify';
import { createTwilioCheck } from '../../clients/webhook-signatures';
import { testDatabase } from '../support/database';
import { oneCase } from '../support/one-case';
import { inboundText } from '../support/stand-in/inbound';
import { authToken } from '../support/stand-in/twilio';
import { testApp } from './app-under-test';

const { db, reset } = testDatabase();
const publicBaseUrl = 'https://dunwell.example.com';
let app: FastifyInstance;

beforeAll(async () => {
  app = await testApp(db, {
    webhooks: { sendGridEvents: null, sendGridMail: null, twilio: createTwilioCheck(authToken), publicBaseUrl },
  });
});
afterAll(() => app.close());
beforeEach(reset);

it.each([
  ['START', {}],
  [' unstop! ', {}],
  ['Please again', { OptOutType: 'START' }],
])('lets reminders by SMS begin again with %j, on that channel only and with evidence', async (text, more) => {
  const { ids } = await oneCase(db);
  await db.contactPoint.updateMany({ where: { kind: 'phone' }, data: { optedOut: ['sms', 'voice'] } });
  const { address: from } = await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } });
  const { url, headers, payload } = inboundText(publicBaseUrl, { from, text, more });
  expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(200);
  expect(await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } })).toMatchObject({ optedOut: ['voice'] });
  const [row] = await db.evidence.findMany({ where: { chainId: `debtor:${ids.debtorId}`, kind: 'optedIn' } });
  expect(JSON.parse(row?.content ?? '{}')).toMatchObject({ channel: 'sms' });
});

it('takes a YES for an answer like any other', async () => {
  await oneCase(db);
  await db.contactPoint.updateMany({ where: { kind: 'phone' }, data: { optedOut: ['sms'] } });
  const { address: from } = await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } });
  const { url, headers, payload } = inboundText(publicBaseUrl, { from, text: 'YES' });
  await app.inject({ method: 'POST', url, headers, payload });
  expect(await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } })).toMatchObject({ optedOut: ['sms'] });
});
