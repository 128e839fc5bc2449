import type { FastifyInstance } from 'fastify';
import { testDatabase } from '../support/database';
import {
  aCaller,
  asCaller,
  reachingMessenger,
  silentMessenger,
  testApp,
  testNow,
  type TestCaller,
} from './app-under-test';
import { type BookedCase, aBookedCase } from './book';
import { addWork } from './work';

describe('rules of all commands', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;
  let booked: BookedCase;
  let taskId: string;
  let approvalId: string;
  let holdId: string;

  beforeAll(async () => {
    app = await testApp(db);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
    booked = await aBookedCase(db, { creditorId: caller.creditorId });
    ({ taskId, approvalId, holdId } = await addWork(db, caller, booked));
  });

  const because = 'the debtor asked for it';

  it('answers 202 when the case does not answer', async () => {
    const silent = await testApp(db, { messenger: silentMessenger });
    const answer = await asCaller(silent, caller).post('/v1/cases/INV-1/cancellation', { reason: because });
    expect([answer.statusCode, answer.json()]).toEqual([202, { caseId: booked.caseId, applied: false }]);
    await silent.close();
  });

  it('decides an approval and closes a task only once', async () => {
    const reached = { outcome: 'reached', note: 'will pay', identified: true };
    const open = (await asCaller(app, caller).get('/v1/tasks?status=open')).json<{ items: unknown[] }>();
    const byPhone = { channel: 'call', reason: 'default', sources: ['S224'], traits: { speed: 'high', cost: 'low' } };
    expect(open.items).toMatchObject([{ id: taskId, recommended: byPhone }]);
    await db.debtor.updateMany({ data: { motive: 'malicious' } });
    const onSite = { channel: 'visit', reason: 'intentToDefault', sources: ['S220'] };
    expect((await asCaller(app, caller).get(`/v1/tasks/${taskId}`)).json()).toMatchObject({ recommended: onSite });
    for (const url of [`/v1/approvals/${approvalId}/decision`, `/v1/tasks/${taskId}/outcome`]) {
      const body = url.includes('approvals') ? { decision: 'refused', reason: because } : reached;
      expect((await asCaller(app, caller).post(url, body)).statusCode).toBe(200);
      expect((await asCaller(app, caller).post(url, body)).statusCode).toBe(409);
    }
    const read = asCaller(app, caller);
    expect((await read.get(`/v1/tasks/${taskId}`)).json()).toMatchObject({
      status: 'closed',
      outcome: 'reached',
      recommended: null,
    });
    expect((await read.get('/v1/worklist')).json()).toEqual({ items: [] });
    expect((await read.get('/v1/tasks?status=closed')).json()).toMatchObject({ items: [{ id: taskId }] });
    expect((await read.get('/v1/approvals?status=refused')).json()).toMatchObject({ items: [{ id: approvalId }] });
    expect((await read.get('/v1/holds?active=true')).json()).toMatchObject({ items: [{ id: holdId }] });
    const timeline = (await read.get('/v1/cases/INV-1/timeline')).json<{ entries: { code: string }[] }>().entries;
    expect(timeline.map((entry) => entry.code)).toEqual(
      expect.arrayContaining(['task.closed', 'approval.decided', 'hold.placed']),
    );
  });

  it('[K2] moves the due date with terms and events, tells the case, and never leaves it without one', async () => {
    const send = (body: object) => asCaller(app, caller).post('/v1/invoices/INV-1/terms', { ...body, reason: because });
    const invoice = async () => (await asCaller(app, caller).get('/v1/invoices/INV-1')).json<object>();
    expect((await send({ terms: { from: 'delivery', days: 30 } })).statusCode).toBe(409);
    expect(await invoice()).toMatchObject({ terms: null, effectiveDueDate: '2026-02-01', dueDateChanges: [] });
    const events = { delivered: '2026-02-10', accepted: '2026-02-12' };
    expect((await send({ terms: { from: 'completion', days: 30 }, events })).statusCode).toBe(200);
    const dueDateChanges = [{ from: '2026-02-01', to: '2026-03-14', reason: because }];
    expect(await invoice()).toMatchObject({ effectiveDueDate: '2026-03-14', waitsFor: null, events, dueDateChanges });
    expect(await db.signalOutbox.findMany()).toMatchObject([
      { kind: 'invoiceChanged', caseId: booked.caseId, payload: { effectiveDueDate: '2026-03-14' } },
    ]);
    await db.collectionCase.updateMany({ data: { endedAt: testNow, outcome: 'settled' } });
    expect((await send({ events: { delivered: null, accepted: null } })).statusCode).toBe(200);
    expect(await invoice()).toMatchObject({ effectiveDueDate: null, waitsFor: 'completion' });
    expect((await send({ terms: null })).statusCode).toBe(200);
    expect(await invoice()).toMatchObject({ effectiveDueDate: '2026-02-01', terms: null });
  });

  it('refuses a promise without its currency, in another currency, above the balance, in the past', async () => {
    const cases: [object, number][] = [
      [{ amount: '1.00' }, 400],
      [{ currency: 'CNY' }, 400],
      [{ amount: '1.00', currency: 'EUR' }, 409],
      [{ amount: '1000.01', currency: 'CNY' }, 409],
      [{ promisedFor: '2026-03-01' }, 400],
      [{ promisedFor: '2028-03-01' }, 400],
    ];
    for (const [change, status] of cases) {
      const body = { promisedFor: '2026-03-10', reason: because, ...change };
      expect((await asCaller(app, caller).post('/v1/cases/INV-1/promises', body)).statusCode).toBe(status);
    }
    expect(await db.promiseToPay.count()).toBe(0);
  });

  it('says that the outcome is unknown where a dead process may have placed a hold', async () => {
    const place = () =>
      asCaller(app, caller).post(
        '/v1/cases/INV-1/holds',
        { from: '2026-03-02', reason: because },
        { 'idempotency-key': 'k' },
      );
    await place();
    await db.idempotencyKey.updateMany({ data: { status: null, updatedAt: new Date(testNow.getTime() - 3_600_000) } });
    const again = await place();
    expect(again.json()).toMatchObject({ status: 409, type: 'urn:dunwell:problem:outcomeUnknown' });
    expect(await db.hold.count()).toBe(2);
  });

  it('carries out at most 10 commands of a case at a time and answers 429 to the rest, without partial effect [F7]', async () => {
    const reaching = reachingMessenger(db);
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = await testApp(db, { messenger: { send: async (message) => gate.then(() => reaching.send(message)) } });
    const body = (i: number) => ({ from: '2026-03-02', reason: `${because} ${i}` });
    const post = (i: number) =>
      asCaller(slow, caller).post('/v1/cases/INV-1/holds', body(i), { 'idempotency-key': `k-${i}` });
    const answers = Promise.all([...Array(50).keys()].map(post));
    for (let tries = 0; (await db.hold.count()) < 11 && tries < 1_500; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    open();
    const statuses = (await answers).map((answer) => answer.statusCode);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    const done = statuses.filter((status) => status === 200).length;
    expect([await db.hold.count(), await db.signalOutbox.count()]).toEqual([done + 1, done]);
    const refused = statuses.indexOf(429);
    expect((await post(refused)).statusCode).toBe(200);
    expect((await post(statuses.indexOf(200))).headers['idempotent-replayed']).toBe('true');
    await slow.close();
  });
});
