import type { FastifyInstance } from 'fastify';
import { newId } from '../../services/ids';
import { sendStep } from '../../services/contact/send-step';
import { hashApiKey } from '../../services/first-start';
import { testDatabase } from '../support/database';
import { aSending, sendDeps } from '../support/sending';
import { anotherDebtor } from '../support/several-cases';
import { asCaller, testApp } from './app-under-test';

const { db, reset } = testDatabase();
const clock = () => new Date('2026-03-05T02:00:00.000Z');
const key = `dw_${'k'.repeat(40)}`;
let app: FastifyInstance;
let ids: string[];

const api = () => asCaller(app, { key });
const states = async () => (await db.proposal.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);

beforeAll(async () => {
  app = await testApp(db, { clock });
});
afterAll(() => app.close());

// Two messages that wait, to two debtors of the caller's book.
beforeEach(async () => {
  await reset();
  const { call, policies, creditorId } = await aSending(db);
  const { calls } = await anotherDebtor(db, { creditorId, policies }, 'D-2', [{ number: 'A-1' }]);
  await db.debtor.updateMany({ data: { reviewMessages: true } });
  const deps = sendDeps(db, policies, 'http://127.0.0.1:9');
  for (const each of [call, ...calls]) await sendStep(deps, each);
  await db.staff.create({
    data: {
      ...{ name: 'Li Wei', email: 'li@example.com', role: 'collector', creditorId },
      apiKeys: { create: { name: 'test', hash: hashApiKey(key) } },
    },
  });
  ids = (await db.proposal.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
});

it('shows what waits: words, recipient and sums, to the caller only, and records the look', async () => {
  const listed = await api().get('/v1/proposals?state=waiting');
  const { items } = listed.json<{ items: { id: string; covers: object[]; text: string }[] }>();
  expect(items.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const [first] = ids;
  const one = (await api().get(`/v1/proposals/${first}`)).json<object>();
  expect(one).toMatchObject({
    state: 'waiting',
    recipient: { address: 'ap-d-1@example.com' },
    covers: [{ invoice: 'I-1', step: 'friendlyReminder', open: '1000.00', currency: 'CNY' }],
  });
  expect(await db.apiAudit.count({ where: { path: { startsWith: '/v1/proposals' } } })).toBe(2);
  expect((await api().get(`/v1/proposals/${newId()}`)).statusCode).toBe(404);
});

it('lets people edit, refuses forbidden words by phrase, rule and place, and releases', async () => {
  const [first] = ids;
  const bad = await api().post(`/v1/proposals/${first}/edit`, { text: 'Pay, or your neighbours will hear of it.' });
  expect(bad.statusCode).toBe(400);
  expect(bad.json<{ detail: string }>().detail).toMatch(/line 2, column \d+: no .*\(.*X\d+|S\d+/);
  const good = { text: 'As agreed, please pay CNY 1,000.00 by Friday.', subject: 'Our call' };
  expect((await api().post(`/v1/proposals/${first}/edit`, good)).statusCode).toBe(200);
  const released = await api().post(`/v1/proposals/${first}/release`, {}, { 'idempotency-key': 'release' });
  expect(released.json()).toMatchObject({ applied: true, notBefore: null });
  const again = await api().post(`/v1/proposals/${first}/release`, {}, { 'idempotency-key': 'release' });
  expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
  expect((await api().post(`/v1/proposals/${first}/release`, {})).statusCode).toBe(409);
  expect(await states()).toEqual(['released', 'waiting']);
});

it('decides about many at once; one that is refused stops no other', async () => {
  const [first = '', second = ''] = ids;
  await db.ledgerEntry.createMany({
    data: (await db.proposal.findMany({ where: { id: first }, include: { steps: true } })).map(
      ({ debtorId, steps }) => ({
        ...{
          debtorId,
          invoiceId: steps[0]?.invoiceId ?? null,
          type: 'payment',
          currency: 'CNY',
          document: 'P',
          actor: 'test',
        },
        ...{ amountMinor: 100_000n, openEffectMinor: -100_000n, valueDate: new Date('2026-03-04') },
      }),
    ),
  });
  const answer = await api().post('/v1/proposals/release', { ids: [first, second, newId()] });
  const { results } = answer.json<{ results: { ok: boolean; problem: string | null }[] }>();
  expect(results.map(({ ok }) => ok)).toEqual([false, true, false]);
  expect(results[0]?.problem).toContain('paid came before its release');
  expect(await states()).toEqual(['withdrawn', 'released']);
});

it('rejects many for one reason, which is kept', async () => {
  expect((await api().post('/v1/proposals/reject', { ids, reason: 'we call them' })).statusCode).toBe(200);
  expect(await states()).toEqual(['rejected', 'rejected']);
  expect((await api().post('/v1/proposals/reject', { ids })).statusCode).toBe(400);
});

it('[K11] tells in the timeline what was said, when, by whom and why', async () => {
  const { id: staffId } = await db.staff.findFirstOrThrow();
  await api().post('/v1/proposals/reject', { ids, reason: 'we call them' });
  const { entries } = (await api().get('/v1/cases/I-1/timeline')).json<{ entries: { code: string; text: string }[] }>();
  const staff = entries.filter(({ code }) => code === 'contactProposed' || code.startsWith('proposal'));
  expect(staff).toMatchObject([
    { text: 'friendlyReminder waits for a person to release it' },
    { at: clock().toISOString(), text: `staff:${staffId} rejected a message: we call them` },
  ]);
});
