import type { FastifyInstance } from 'fastify';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, type TestCaller } from './app-under-test';
import { aBookedCase } from './book';

// 1,000.00 due on 1 February; today is 2 March.
describe('late interest of a case', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;

  beforeAll(async () => {
    app = await testApp(db);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
    await aBookedCase(db, { creditorId: caller.creditorId });
  });

  const reason = 'the contract says so';
  const post = (url: string, body: object) => asCaller(app, caller).post(url, { ...body, reason });
  const standing = async () => (await asCaller(app, caller).get('/v1/cases/INV-1/interest')).json<object>();

  async function recordFacts(): Promise<void> {
    const contract = { number: 'K-1', governingLaw: 'CN', forum: 'Qingdao', clause: '7', interestRate: '0.0005' };
    expect((await post('/v1/invoices/INV-1/terms', { contract })).statusCode).toBe(200);
    expect((await post('/v1/debtors/D-1/facts', { kind: 'company' })).statusCode).toBe(200);
  }

  it('is blocked, with what is missing, until law, forum and kind of the debtor are recorded', async () => {
    const refusals = ['governingLawUnknown', 'forumUnknown', 'debtorKindUnknown', 'noClause'];
    expect(await standing()).toMatchObject({ principal: '1000.00', unposted: null, refusals });
    const refused = await post('/v1/cases/INV-1/interest', {});
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
      409,
      expect.stringContaining('governingLawUnknown, forumUnknown, debtorKindUnknown'),
    ]);
    await recordFacts();
    expect(await standing()).toMatchObject({ unposted: '14.50', perDay: '0.50', refusals: [], offer: null });
    const posted = await post('/v1/cases/INV-1/interest', {});
    expect([posted.statusCode, posted.json()]).toMatchObject([
      200,
      { interest: '14.50', fixedSum: '0.00', perDay: '0.50', through: '2026-03-02', applied: true },
    ]);
    expect(await standing()).toMatchObject({ posted: '14.50', postedOpen: '14.50', unposted: '0.00' });
    expect((await asCaller(app, caller).get('/v1/cases/INV-1')).json()).toMatchObject({ open: '1014.50' });
  });

  it('[S90] is waived by half for whoever pays the offered sum in time', async () => {
    await recordFacts();
    const offer = await post('/v1/cases/INV-1/offers', { percent: 50 });
    expect([offer.statusCode, offer.json()]).toMatchObject([
      200,
      { pay: '1007.25', waived: '7.25', lastDay: '2026-03-08' },
    ]);
    expect(await standing()).toMatchObject({ offer: { pay: '1007.25', lastDay: '2026-03-08' } });
    const paid = await asCaller(app, caller).post('/v1/payments', {
      ...{ invoices: ['INV-1'], amount: '1007.25', currency: 'CNY', valueDate: '2026-03-02', reference: 'P-1' },
    });
    expect(paid.json()).toMatchObject({ allocations: [{ invoice: 'INV-1', amount: '1007.25' }], onAccount: '0.00' });
    expect((await asCaller(app, caller).get('/v1/cases/INV-1')).json()).toMatchObject({ open: '0.00' });
  });

  it.each([
    ['/v1/cases/INV-1/offers', { percent: 51 }, 409],
    ['/v1/cases/INV-1/offers', { percent: 0 }, 400],
    ['/v1/cases/INV-1/offers', { percent: 50, validity: { days: 61 } }, 400],
    ['/v1/cases/INV-1/interest', { valueDate: '2026-03-03' }, 400],
    ['/v1/cases/INV-9/interest', {}, 404],
    ['/v1/invoices/INV-1/terms', { contract: { number: 'K-1', governingLaw: 'China' } }, 400],
    ['/v1/debtors/D-1/facts', { kind: 'club' }, 400],
  ])('refuses %s %j with %i', async (url, body, status) => {
    await recordFacts();
    const before = await db.ledgerEntry.count();
    expect((await post(url, body)).statusCode).toBe(status);
    expect([await db.ledgerEntry.count(), await db.quote.count()]).toEqual([before, 0]);
  });
});
