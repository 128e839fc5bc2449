import type { FastifyInstance } from 'fastify';
import { driveEvents } from '../../../services/webhooks/drive-events';
import { storeEvents } from '../../../services/webhooks/store-events';
import { readTwilioInbound } from '../../../services/webhooks/twilio-events';
import { testDatabase } from '../../support/database';
import { aCaller, reachingMessenger, testApp, testNow } from '../../api/app-under-test';
import { aBookedCase } from '../../api/book';
import { listen, runCli } from './run-cli';

const { db, reset } = testDatabase();
let app: FastifyInstance;
let access: { url: string; key: string };
const run = (...args: string[]) => runCli(args, access);

beforeAll(async () => {
  app = await testApp(db);
  access = { url: await listen(app), key: '' };
});
afterAll(() => app.close());
beforeEach(async () => {
  await reset();
  const caller = await aCaller(db);
  access.key = caller.key;
  await aBookedCase(db, { creditorId: caller.creditorId });
});

/** A text from a number that nobody knows. */
async function aStrangersText(words: string) {
  const form = new URLSearchParams({ MessageSid: `SM${'c'.repeat(32)}`, From: '+8613912345678', Body: words });
  const ids = await storeEvents(db, [readTwilioInbound(form)], testNow);
  await driveEvents({ db, messenger: reachingMessenger(db) }, ids, { now: testNow, until: Infinity });
}

it('lists what is parked, drives it again once the address is known, and classifies the reply', async () => {
  await aStrangersText('下周付款');
  expect((await run('webhooks', 'parked')).stdout).toMatch(/twilio .*message .*noDebtor/);
  expect((await run('webhooks', 'redrive')).stdout).toContain('0 were applied, 1 still fit nothing');
  const { id: debtorId } = await db.debtor.findFirstOrThrow();
  await db.contactPoint.create({ data: { debtorId, kind: 'phone', address: '+8613912345678' } });
  expect((await run('webhooks', 'redrive')).stdout).toContain('1 were applied, 0 still fit nothing');
  expect((await run('webhooks', 'parked')).stdout).toContain('No webhook is parked');

  const { id } = await db.reply.findFirstOrThrow();
  const { stdout } = await run('replies');
  expect(stdout).toMatch(/Debtor D-1 .*sms .*promise .*2026-03-04 10:00/);
  expect(stdout).not.toContain('下周付款');
  expect((await run('replies', id)).stdout).toContain('下周付款');
  expect((await run('classify', id, 'promise', '--note', 'next week')).stdout).toContain('classified as promise');
  expect((await run('replies')).stdout).toContain('No reply waits');
  expect((await run('classify', id, 'promise')).failure).toContain('was classified as promise');
  expect((await run('resolve', id, 'sent')).failure).toContain('There is no task');
  expect((await run('classify', id, 'nonsense')).failure).toContain('expected one of paid, promise');
});
