import type { FastifyInstance } from 'fastify';
import { newId } from '../../services/ids';
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

describe('commands about a case', () => {
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
    [taskId, approvalId, holdId] = [newId(), newId(), newId()];
    const { caseId, invoiceId, debtorId } = booked;
    const at = testNow;
    await db.task.create({
      data: { id: taskId, debtorId, caseId, invoiceId, kind: 'call', role: 'collector', why: { code: 'due' }, at },
    });
    await db.approval.create({
      data: { id: approvalId, caseId, stepId: 'lawyer', occurrence: 1, kind: 'step', role: 'manager', at },
    });
    const fromDate = new Date('2026-03-01T00:00:00Z');
    const { creditorId } = caller;
    await db.hold.create({
      data: {
        id: holdId,
        creditorId,
        caseId,
        invoiceId,
        debtorId,
        scope: 'invoice',
        kind: 'manual',
        reason: 'r',
        fromDate,
        placedBy: 'x',
      },
    });
    await db.payment.create({
      data: {
        creditorId,
        debtorId,
        reference: 'P-1',
        amountMinor: 100n,
        currency: 'CNY',
        valueDate: fromDate,
        source: 'test',
      },
    });
  });

  const because = 'the debtor asked for it';
  type Command = {
    url: () => string;
    body: Record<string, unknown>;
    bad: [string, unknown];
    answer: object;
    unknown: string;
  };
  const commands: [string, Command][] = [
    [
      'promise',
      {
        url: () => '/v1/cases/INV-1/promises',
        body: { promisedFor: '2026-03-10', amount: '500.00', currency: 'CNY', reason: because },
        bad: ['promisedFor', '2026-02-30'],
        answer: { promiseId: expect.any(String), holdUntil: expect.stringMatching(/^2026-03-1\d$/) },
        unknown: '/v1/cases/INV-9/promises',
      },
    ],
    [
      'hold',
      {
        url: () => `/v1/cases/${booked.caseId}/holds`,
        body: { from: '2026-03-02', until: '2026-03-20', kind: 'dispute', reason: because },
        bad: ['kind', 'mood'],
        answer: { holdId: expect.any(String) },
        unknown: '/v1/cases/INV-9/holds',
      },
    ],
    [
      'release of all holds',
      {
        url: () => `/v1/cases/${booked.invoiceId}/release`,
        body: { reason: because },
        bad: ['reason', ''],
        answer: { releasedHoldIds: [expect.any(String)] },
        unknown: '/v1/cases/INV-9/release',
      },
    ],
    [
      'release of one hold',
      {
        url: () => `/v1/holds/${holdId}/release`,
        body: { reason: because },
        bad: ['reason', 7],
        answer: { releasedHoldIds: [expect.any(String)] },
        unknown: `/v1/holds/${newId()}/release`,
      },
    ],
    [
      'outcome of a task',
      {
        url: () => `/v1/tasks/${taskId}/outcome`,
        body: { outcome: 'noAnswer', note: 'rang twice' },
        bad: ['outcome', 'bored'],
        answer: {},
        unknown: `/v1/tasks/${newId()}/outcome`,
      },
    ],
    [
      'escalation',
      {
        url: () => '/v1/cases/INV-1/escalation',
        body: { role: 'manager', reason: because },
        bad: ['role', 'the boss!'],
        answer: {},
        unknown: '/v1/cases/INV-9/escalation',
      },
    ],
    [
      'cancellation',
      {
        url: () => '/v1/cases/INV-1/cancellation',
        body: { reason: because },
        bad: ['reason', null],
        answer: {},
        unknown: '/v1/cases/INV-9/cancellation',
      },
    ],
    [
      'decision',
      {
        url: () => `/v1/approvals/${approvalId}/decision`,
        body: { decision: 'approved', reason: because },
        bad: ['decision', 'perhaps'],
        answer: {},
        unknown: `/v1/approvals/${newId()}/decision`,
      },
    ],
    [
      'due date',
      {
        url: () => '/v1/invoices/INV-1/due-date',
        body: { effectiveDueDate: '2026-03-15', reason: because },
        bad: ['effectiveDueDate', '15.3.2026'],
        answer: {},
        unknown: '/v1/invoices/INV-9/due-date',
      },
    ],
    [
      'facts of a debtor',
      {
        url: () => '/v1/debtors/D-1/facts',
        body: { grade: 'C', reason: because },
        bad: ['grade', '<script>'],
        answer: {},
        unknown: '/v1/debtors/D-9/facts',
      },
    ],
    [
      'reversal of a payment',
      {
        url: () => '/v1/payments/P-1/reversal',
        body: { valueDate: '2026-03-02', reason: 'bounced' },
        bad: ['valueDate', '2026-13-01'],
        answer: {},
        unknown: '/v1/payments/P-9/reversal',
      },
    ],
  ];

  describe.each(commands)('%s', (_name, command) => {
    const send = (headers = {}, body: object = command.body) =>
      asCaller(app, caller).post(command.url(), body, headers);

    it('is committed with its message and evidence, applied, and carried out once per key', async () => {
      const first = await send({ 'idempotency-key': 'k' });
      expect([first.statusCode, first.json()]).toEqual([
        200,
        expect.objectContaining({ applied: true, ...command.answer }),
      ]);
      const messages = await db.signalOutbox.count();
      const evidence = await db.evidence.count();
      expect(evidence).toBeGreaterThan(0);
      const second = await send({ 'idempotency-key': 'k' });
      expect(second.headers['idempotent-replayed']).toBe('true');
      expect([second.statusCode, second.json()]).toEqual([first.statusCode, first.json()]);
      expect([await db.signalOutbox.count(), await db.evidence.count()]).toEqual([messages, evidence]);
      const other = await send(
        { 'idempotency-key': 'k' },
        { ...command.body, reason: 'another', note: undefined, outcome: 'done' },
      );
      expect([400, 422]).toContain(other.statusCode);
      expect(await db.apiAudit.count({ where: { actor: `staff:${caller.staffId}`, method: 'POST' } })).toBe(3);
    });

    it('refuses strangers, unknown records, bad fields and unknown fields, and changes nothing [F9]', async () => {
      const rival = await aCaller(db, 'Rival');
      const [field, value] = command.bad;
      const answers = [
        await app.inject({ method: 'POST', url: command.url(), payload: command.body }),
        await asCaller(app, rival).post(command.url(), command.body),
        await asCaller(app, caller).post(command.unknown, command.body),
        await send({}, { ...command.body, [field]: value }),
        await send({}, { ...command.body, isAdmin: true }),
        await send({}, {}),
      ];
      expect(answers.map((answer) => answer.statusCode)).toEqual([401, 404, 404, 400, 400, 400]);
      expect(answers[3]?.json()).toMatchObject({ errors: [{ path: field }] });
      expect(answers[4]?.json()).toMatchObject({ errors: [{ path: 'isAdmin' }] });
      expect([await db.signalOutbox.count(), await db.evidence.count(), await db.idempotencyKey.count()]).toEqual([
        0, 0, 0,
      ]);
      expect(await db.apiAudit.count()).toBe(6);
    });
  });

  const afterEnd = commands.filter(([name]) =>
    ['promise', 'hold', 'escalation', 'cancellation', 'decision'].includes(name),
  );
  it.each(afterEnd)('refuses a %s on a case that has ended', async (_name, command) => {
    await db.collectionCase.updateMany({ data: { endedAt: testNow, outcome: 'settled' } });
    const answer = await asCaller(app, caller).post(command.url(), command.body);
    expect([answer.statusCode, answer.json<{ type: string }>().type]).toEqual([409, 'urn:dunwell:problem:conflict']);
  });

  it('answers 202 when the case does not answer', async () => {
    const silent = await testApp(db, { messenger: silentMessenger });
    const answer = await asCaller(silent, caller).post('/v1/cases/INV-1/cancellation', { reason: because });
    expect([answer.statusCode, answer.json()]).toEqual([202, { caseId: booked.caseId, applied: false }]);
    await silent.close();
  });

  it('decides an approval and closes a task only once', async () => {
    for (const url of [`/v1/approvals/${approvalId}/decision`, `/v1/tasks/${taskId}/outcome`]) {
      const body = url.includes('approvals') ? { decision: 'refused', reason: because } : { outcome: 'reached' };
      expect((await asCaller(app, caller).post(url, body)).statusCode).toBe(200);
      expect((await asCaller(app, caller).post(url, body)).statusCode).toBe(409);
    }
    const read = asCaller(app, caller);
    expect((await read.get(`/v1/tasks/${taskId}`)).json()).toMatchObject({ status: 'closed', outcome: 'reached' });
    expect((await read.get('/v1/tasks?status=closed')).json()).toMatchObject({ items: [{ id: taskId }] });
    expect((await read.get('/v1/approvals?status=refused')).json()).toMatchObject({ items: [{ id: approvalId }] });
    expect((await read.get('/v1/holds?active=true')).json()).toMatchObject({ items: [{ id: holdId }] });
    const timeline = (await read.get('/v1/cases/INV-1/timeline')).json<{ entries: { code: string }[] }>().entries;
    expect(timeline.map((entry) => entry.code)).toEqual(
      expect.arrayContaining(['task.closed', 'approval.decided', 'hold.placed']),
    );
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
    for (let tries = 0; (await db.hold.count()) < 11 && tries < 200; tries += 1) {
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
