import type { FastifyInstance } from 'fastify';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, type TestCaller } from './app-under-test';
import { aBookedCase } from './book';

interface CaseList {
  items: { invoice: string; next: { why: string } }[];
  next: string | null;
}

describe('cases', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;
  const get = (url: string, headers = {}) => asCaller(app, caller).get(url, headers);
  const numbersOf = async (url: string) => (await get(url)).json<CaseList>().items.map((item) => item.invoice);

  beforeAll(async () => {
    app = await testApp(db);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
  });

  it('lists what comes next, when, through what and why, in the language of the reader', async () => {
    await aBookedCase(db, { creditorId: caller.creditorId });
    const answer = await get('/v1/cases');
    expect(answer.statusCode).toBe(200);
    expect(answer.json<CaseList>().items[0]).toMatchObject({
      invoice: 'INV-1',
      debtor: 'D-1',
      amount: '1000.00',
      open: '1000.00',
      currency: 'CNY',
      dueDate: '2026-02-01',
      next: {
        step: 'reminder-1',
        channel: 'email',
        at: '2026-03-03T01:00:00.000Z',
        why: 'too early for reminder-1, it is due on day 30',
      },
    });
    const chinese = await get('/v1/cases', { 'accept-language': 'fr;q=0.9, zh-CN, en;q=0.5' });
    expect(chinese.json<CaseList>().items[0]?.next.why).toBe('时间未到：reminder-1，第 30 天');
  });

  it('[S46] orders by next action with cases without one last, and pages through all of them without repeats', async () => {
    const at = ['2026-03-05', null, '2026-03-04', '2026-03-04', null];
    for (const [i, day] of at.entries()) {
      const nextAt = day === null ? null : `${day}T01:00:00.000Z`;
      await aBookedCase(db, { creditorId: caller.creditorId, number: `N-${i}`, nextAt });
    }
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page: CaseList = (await get(`/v1/cases?limit=2${cursor}`)).json();
      seen.push(...page.items.map((item) => item.invoice));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(seen).toEqual(['N-2', 'N-3', 'N-0', 'N-1', 'N-4']);
    expect(await numbersOf('/v1/cases?sort=created&order=desc')).toEqual(['N-4', 'N-3', 'N-2', 'N-1', 'N-0']);
  });

  it.each(['next', 'due', 'created'].flatMap((sort) => ['asc', 'desc'].map((order) => [sort, order])))(
    'pages in the order of %s %s as in one list',
    async (sort, order) => {
      for (let i = 0; i < 5; i += 1) {
        const dueDate = `2026-02-0${1 + (i % 3)}`;
        await aBookedCase(db, {
          creditorId: caller.creditorId,
          number: `N-${i}`,
          dueDate,
          nextAt: `${dueDate}T03:00:00.000Z`,
        });
      }
      const whole = await numbersOf(`/v1/cases?sort=${sort}&order=${order}`);
      const first: CaseList = (await get(`/v1/cases?sort=${sort}&order=${order}&limit=3`)).json();
      const rest = await numbersOf(`/v1/cases?sort=${sort}&order=${order}&limit=3&cursor=${first.next}`);
      expect([...first.items.map((item) => item.invoice), ...rest]).toEqual(whole);
      expect(whole).toHaveLength(5);
    },
  );

  it('filters by status, stage, debtor, due date, channel and sample', async () => {
    const { creditorId } = caller;
    await aBookedCase(db, { creditorId, number: 'A', status: 'ended', debtor: 'D-1', dueDate: '2026-01-10' });
    await aBookedCase(db, { creditorId, number: 'B', stage: 'formal', debtor: 'D-2', nextChannel: 'letter' });
    await aBookedCase(db, { creditorId, number: 'C', debtor: 'D-3', sample: true });
    expect(await numbersOf('/v1/cases?status=ended')).toEqual(['A']);
    expect(await numbersOf('/v1/cases?stage=formal')).toEqual(['B']);
    expect(await numbersOf('/v1/cases?debtor=D-2')).toEqual(['B']);
    expect(await numbersOf('/v1/cases?dueBefore=2026-02-01')).toEqual(['A']);
    expect(await numbersOf('/v1/cases?channel=letter')).toEqual(['B']);
    expect(await numbersOf('/v1/cases?sample=true')).toEqual(['C']);
  });

  it('finds a case by its id, its invoice id and its invoice number', async () => {
    const { caseId, invoiceId } = await aBookedCase(db, { creditorId: caller.creditorId, number: 'A/1 中' });
    for (const key of [caseId, invoiceId, encodeURIComponent('A/1 中')]) {
      expect((await get(`/v1/cases/${key}`)).json()).toMatchObject({ id: caseId, invoice: 'A/1 中' });
    }
  });

  it('shows nothing of another creditor’s book [F9]', async () => {
    const other = await aCaller(db, 'Rival');
    const { caseId } = await aBookedCase(db, { creditorId: other.creditorId });
    expect(await numbersOf('/v1/cases')).toEqual([]);
    for (const url of [
      `/v1/cases/${caseId}`,
      '/v1/cases/INV-1',
      `/v1/cases/${caseId}/timeline`,
      '/v1/invoices/INV-1',
      '/v1/debtors/D-1',
    ]) {
      expect((await get(url)).statusCode).toBe(404);
    }
  });

  it('tells what happened and what was decided, in order, in both languages', async () => {
    const { caseId, invoiceId, debtorId } = await aBookedCase(db, { creditorId: caller.creditorId });
    const at = new Date('2026-03-10T02:00:00.000Z');
    await db.task.create({
      data: {
        debtorId,
        caseId,
        invoiceId,
        kind: 'call',
        role: 'collector',
        why: { code: 'due', step: 'call-1', day: 10 },
        at,
      },
    });
    const answer = await get(`/v1/cases/${caseId}/timeline`);
    expect(answer.statusCode).toBe(200);
    const { entries } = answer.json<{ entries: { code: string; text: string }[] }>();
    expect(entries.map((entry) => entry.code).sort()).toEqual(['ledger.invoice', 'task.opened']);
    expect(entries.find((entry) => entry.code === 'task.opened')?.text).toBe(
      'task for collector: call, because call-1 is due on day 10',
    );
    const chinese = await get(`/v1/cases/${caseId}/timeline`, { 'accept-language': 'zh' });
    expect(chinese.json()).toMatchObject({ language: 'zh-CN' });
    expect(chinese.body).toContain('为 collector 建立任务：call');
  });

  const bad: [string, string][] = [
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=many', 'limit'],
    ['dueBefore=2026-02-30', 'dueBefore'],
    ['channel=pigeon', 'channel'],
    ['sample=maybe', 'sample'],
    ['sort=amount', 'sort'],
    ['order=up', 'order'],
    ['cursor=garbage', 'cursor'],
    ['cursor=eyJzIjoiY2FzZXMuZHVlLmFzYyIsInYiOm51bGwsImkiOiJ4In0', 'cursor'],
    ['status=a%00b', 'status'],
    ['owner=me', 'owner'],
    ['status=open&status=ended', 'status'],
  ];
  it.each(bad)('refuses ?%s and names the field [F9]', async (query, field) => {
    const answer = await get(`/v1/cases?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ path: field }] });
  });

  it('records every look at personal data', async () => {
    await get('/v1/cases?debtor=secret');
    expect(await db.apiAudit.findMany()).toMatchObject([
      { actor: `staff:${caller.staffId}`, method: 'GET', path: '/v1/cases', status: 200 },
    ]);
  });
});
