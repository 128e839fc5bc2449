import type { FastifyInstance } from 'fastify';
import { minuteOf } from '../../domain/time';
import { appendEvidence } from '../../services/evidence';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, type TestCaller } from './app-under-test';
import { type BookedCase, aBookedCase } from './book';

interface Timeline {
  entries: { at: string; code: string; text: string; data: Record<string, unknown> }[];
}

describe('the timeline of a case and the outbox', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;
  let booked: BookedCase;

  beforeAll(async () => {
    app = await testApp(db);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
    booked = await aBookedCase(db, { creditorId: caller.creditorId });
  });

  const decision = (at: string, action: string, step: string | null, reason: object) => ({
    seq: 1,
    at: minuteOf(at),
    action,
    step,
    until: action === 'wait' ? minuteOf('2026-03-04T01:00:00Z') : null,
    reason,
    openBalanceMinor: 100_000,
    dueDay: 20_485,
    stageDay: 3,
    messages: [],
  });

  async function decided(): Promise<void> {
    const chain = { kind: 'case', id: booked.caseId } as const;
    await db.$transaction((tx) =>
      appendEvidence(tx, [
        {
          chain,
          kind: 'caseEnrolled',
          at: new Date('2026-02-01T16:00:00Z'),
          content: { policy: { name: 'standard', version: 1, hash: 'h' }, runNo: 1 },
        },
        {
          chain,
          kind: 'decisions',
          at: new Date('2026-03-03T02:00:00Z'),
          content: {
            decisions: [
              {
                ...decision('2026-03-03T01:00:00Z', 'perform', 'reminder-1', {
                  code: 'due',
                  step: 'reminder-1',
                  day: 3,
                }),
                passedOver: ['notice-1', 'notice-2'],
              },
              decision('2026-03-03T02:00:00Z', 'wait', 'call-1', {
                code: 'cap',
                n: 2,
                until: minuteOf('2026-03-04T01:00:00Z'),
              }),
            ],
          },
        },
        { chain, kind: 'caseEnded', at: new Date('2026-03-09T02:00:00Z'), content: { outcome: 'settled', runNo: 1 } },
      ]),
    );
  }

  async function sent(): Promise<void> {
    const { debtorId, caseId, invoiceId } = booked;
    const at = new Date('2026-03-03T01:00:30Z');
    await db.contact.create({
      data: {
        debtorId,
        channel: 'email',
        state: 'delivered',
        language: 'en',
        template: 'reminder-1',
        leadStep: 'reminder-1',
        leadDay: 3,
        policyHash: 'h',
        facts: {},
        at,
        reservedAt: at,
        sentAt: at,
        deliveredAt: new Date('2026-03-03T01:05:00Z'),
        steps: { create: { caseId, invoiceId, stepId: 'reminder-1', occurrence: 1, attempt: 1, at } },
        outbox: {
          create: {
            channel: 'email',
            recipient: 'd-1@example.com',
            subject: 'Invoice INV-1',
            body: 'Dear …',
            why: 'deliveryOff',
          },
        },
      },
    });
  }

  const read = async (language: string): Promise<Timeline> =>
    (await asCaller(app, caller).get('/v1/cases/INV-1/timeline', { 'accept-language': language })).json();

  it('tells decisions with their reasons beside what was done, oldest first', async () => {
    await decided();
    await sent();
    const { entries } = await read('en-GB');
    const told = entries.filter((entry) => entry.code !== 'ledger.invoice');
    expect(told.map((entry) => entry.text)).toEqual([
      'case opened under policy standard 1',
      'decided to take reminder-1, because reminder-1 is due on day 3, and passed over notice-1, notice-2',
      'reminder-1 sent by email',
      'reminder-1 delivered by email',
      'nothing to do until 2026-03-04 09:00, because the contact limit is reached (2); possible again at 2026-03-04 09:00',
      'case ended: settled',
    ]);
    expect([...entries].sort((a, b) => a.at.localeCompare(b.at))).toEqual(entries);
    expect(told[1]?.data).toMatchObject({ stageDay: 3, reason: { code: 'due' } });
  });

  it('names the rule of the policy behind a step, with its sources', async () => {
    await db.policyVersion.updateMany({
      data: { document: { steps: [{ id: 'other' }, { id: 'reminder-1', sources: ['S53'], ownChoice: 'U1' }] } },
    });
    await decided();
    const { entries } = await read('en');
    const taken = entries.find((entry) => entry.code === 'decision.perform');
    expect(taken?.data['rule']).toEqual({ policy: 'standard 1', path: 'steps.1', sources: ['S53', 'U1'] });
  });

  it('puts what happened within a minute before the decision that ended the case in it', async () => {
    await decided();
    const { debtorId, invoiceId } = booked;
    const money = {
      amountMinor: 100_000n,
      openEffectMinor: -100_000n,
      currency: 'CNY',
      valueDate: new Date('2026-03-09'),
    };
    const createdAt = new Date('2026-03-09T02:00:42Z');
    await db.ledgerEntry.create({
      data: { debtorId, invoiceId, type: 'payment', ...money, document: 'B-1', actor: 'test', createdAt },
    });
    const codes = (await read('en')).entries.map((entry) => entry.code);
    expect(codes.indexOf('ledger.payment')).toBeLessThan(codes.indexOf('caseEnded'));
  });

  it('tells the same in Chinese', async () => {
    await decided();
    const { entries } = await read('zh-CN,zh;q=0.9');
    const texts = entries.map((entry) => entry.text);
    expect(texts).toContain('暂不行动，至 2026-03-04 09:00，原因：已达联系次数上限（2），2026-03-04 09:00 后可再联系');
    expect(texts).toContain('案件建立，策略 standard 1');
  });

  it('shows a message in the outbox with what it covers, to the own book only, and records who looked', async () => {
    await sent();
    const answer = await asCaller(app, caller).get('/v1/outbox?channel=email&debtor=D-1');
    expect(answer.json()).toMatchObject({
      items: [
        {
          recipient: 'd-1@example.com',
          subject: 'Invoice INV-1',
          why: 'deliveryOff',
          covers: [{ invoice: 'INV-1', step: 'reminder-1' }],
        },
      ],
    });
    const rival = await aCaller(db, 'Rival');
    expect((await asCaller(app, rival).get('/v1/outbox')).json()).toEqual({ items: [], next: null });
    expect(await db.apiAudit.count({ where: { path: '/v1/outbox' } })).toBe(2);
  });
});
