import type { FastifyInstance } from 'fastify';
import { newId } from '../../services/ids';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, testNow, type TestCaller } from './app-under-test';
import { type BookedCase, aBookedCase } from './book';
import { addWork } from './work';

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
    ({ taskId, approvalId, holdId } = await addWork(db, caller, booked));
  });

  const because = 'the debtor asked for it';
  type Command = {
    url: () => string;
    body: Record<string, unknown>;
    bad: [string, unknown];
    made: string[];
    unknown: string;
  };
  const commands: [string, Command][] = [
    [
      'promise',
      {
        url: () => '/v1/cases/INV-1/promises',
        body: { promisedFor: '2026-03-10', amount: '500.00', currency: 'CNY', reason: because },
        bad: ['promisedFor', '2026-02-30'],
        made: ['promiseId', 'holdUntil'],
        unknown: '/v1/cases/INV-9/promises',
      },
    ],
    [
      'hold',
      {
        url: () => `/v1/cases/${booked.caseId}/holds`,
        body: { from: '2026-03-02', until: '2026-03-20', kind: 'dispute', reason: because },
        bad: ['kind', 'mood'],
        made: ['holdId'],
        unknown: '/v1/cases/INV-9/holds',
      },
    ],
    [
      'release of all holds',
      {
        url: () => `/v1/cases/${booked.invoiceId}/release`,
        body: { reason: because },
        bad: ['reason', ''],
        made: ['releasedHoldIds'],
        unknown: '/v1/cases/INV-9/release',
      },
    ],
    [
      'release of one hold',
      {
        url: () => `/v1/holds/${holdId}/release`,
        body: { reason: because },
        bad: ['reason', 7],
        made: ['releasedHoldIds'],
        unknown: `/v1/holds/${newId()}/release`,
      },
    ],
    [
      'outcome of a task',
      {
        url: () => `/v1/tasks/${taskId}/outcome`,
        body: { outcome: 'noAnswer', note: 'rang twice' },
        bad: ['outcome', 'bored'],
        made: [],
        unknown: `/v1/tasks/${newId()}/outcome`,
      },
    ],
    [
      'escalation',
      {
        url: () => '/v1/cases/INV-1/escalation',
        body: { role: 'manager', reason: because },
        bad: ['role', 'the boss!'],
        made: [],
        unknown: '/v1/cases/INV-9/escalation',
      },
    ],
    [
      'cancellation',
      {
        url: () => '/v1/cases/INV-1/cancellation',
        body: { reason: because },
        bad: ['reason', null],
        made: [],
        unknown: '/v1/cases/INV-9/cancellation',
      },
    ],
    [
      'decision',
      {
        url: () => `/v1/approvals/${approvalId}/decision`,
        body: { decision: 'approved', reason: because },
        bad: ['decision', 'perhaps'],
        made: [],
        unknown: `/v1/approvals/${newId()}/decision`,
      },
    ],
    [
      'due date',
      {
        url: () => '/v1/invoices/INV-1/due-date',
        body: { effectiveDueDate: '2026-03-15', reason: because },
        bad: ['effectiveDueDate', '15.3.2026'],
        made: [],
        unknown: '/v1/invoices/INV-9/due-date',
      },
    ],
    [
      'terms of an invoice',
      {
        url: () => '/v1/invoices/INV-1/terms',
        body: { terms: { from: 'delivery', days: 30 }, events: { delivered: '2026-02-15' }, reason: because },
        bad: ['contract', 'K-1'],
        made: [],
        unknown: '/v1/invoices/INV-9/terms',
      },
    ],
    [
      'facts of a debtor',
      {
        url: () => '/v1/debtors/D-1/facts',
        body: { grade: 'C', reason: because },
        bad: ['grade', '<script>'],
        made: [],
        unknown: '/v1/debtors/D-9/facts',
      },
    ],
    [
      'reversal of a payment',
      {
        url: () => '/v1/payments/P-1/reversal',
        body: { valueDate: '2026-03-02', reason: 'bounced' },
        bad: ['valueDate', '2026-13-01'],
        made: [],
        unknown: '/v1/payments/P-9/reversal',
      },
    ],
  ];

  describe.each(commands)('%s', (_name, command) => {
    const send = (headers = {}, body: object = command.body) =>
      asCaller(app, caller).post(command.url(), body, headers);

    it('is committed with its message and evidence, applied, and carried out once per key', async () => {
      const first = await send({ 'idempotency-key': 'k' });
      expect([first.statusCode, first.json()]).toMatchObject([200, { applied: true }]);
      expect(Object.keys(first.json<object>())).toEqual(expect.arrayContaining(command.made));
      const messages = await db.signalOutbox.count();
      const evidence = await db.evidence.count({ where: { NOT: { chainId: 'system:policies' } } });
      expect(evidence).toBeGreaterThan(0);
      const second = await send({ 'idempotency-key': 'k' });
      expect(second.headers['idempotent-replayed']).toBe('true');
      expect([second.statusCode, second.json()]).toEqual([first.statusCode, first.json()]);
      expect([
        await db.signalOutbox.count(),
        await db.evidence.count({ where: { NOT: { chainId: 'system:policies' } } }),
      ]).toEqual([messages, evidence]);
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
      expect([
        await db.signalOutbox.count(),
        await db.evidence.count({ where: { NOT: { chainId: 'system:policies' } } }),
        await db.idempotencyKey.count(),
      ]).toEqual([0, 0, 0]);
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
});
