import type { FastifyInstance } from 'fastify';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, silentMessenger, testApp, testNow, type TestCaller } from './app-under-test';
import { aBookedCase } from './book';

const payment = {
  debtor: 'D-1',
  invoices: ['INV-1'],
  amount: '400.00',
  currency: 'CNY',
  valueDate: '2026-03-01',
  reference: 'BANK-1',
};

describe('recording a payment', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;
  const pay = (body: object, headers = {}) => asCaller(app, caller).post('/v1/payments', body, headers);
  const bookings = async () => ({
    payments: await db.payment.count(),
    entries: await db.ledgerEntry.count({ where: { type: 'payment' } }),
    messages: await db.signalOutbox.count(),
  });
  const nothing = { payments: 0, entries: 0, messages: 0 };

  beforeAll(async () => {
    app = await testApp(db);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
    await aBookedCase(db, { creditorId: caller.creditorId });
  });

  it('books it, tells the case and answers 200 when the case has applied it', async () => {
    const answer = await pay(payment);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      created: true,
      allocations: [{ invoice: 'INV-1', amount: '400.00' }],
      onAccount: '0.00',
      applied: true,
    });
    expect(await bookings()).toEqual({ payments: 1, entries: 1, messages: 1 });
    const read = asCaller(app, caller);
    expect((await read.get('/v1/payments/BANK-1')).json()).toMatchObject({ amount: '400.00', debtor: 'D-1' });
    expect((await read.get('/v1/payments')).json()).toMatchObject({ items: [{ reference: 'BANK-1' }], next: null });
    expect((await read.get('/v1/invoices/INV-1')).json()).toMatchObject({ amount: '1000.00', open: '600.00' });
    expect((await read.get('/v1/debtors/D-1')).json()).toMatchObject({
      balances: [{ currency: 'CNY', open: '600.00', onAccount: '0.00' }],
    });
    expect((await read.get('/v1/payments/nothing')).statusCode).toBe(404);
  });

  it('answers 202 while the case does not answer: the payment is committed all the same', async () => {
    const silent = await testApp(db, { messenger: silentMessenger });
    const answer = await asCaller(silent, caller).post('/v1/payments', payment);
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toMatchObject({ created: true, applied: false });
    expect(await bookings()).toEqual({ payments: 1, entries: 1, messages: 1 });
    await silent.close();
  });

  it('gives the same answer to the same key and request, and books once', async () => {
    const first = await pay(payment, { 'idempotency-key': 'k-1' });
    const second = await pay(payment, { 'idempotency-key': 'k-1' });
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect([second.statusCode, second.json()]).toEqual([first.statusCode, first.json()]);
    expect(await bookings()).toEqual({ payments: 1, entries: 1, messages: 1 });
  });

  it('books once when the same command arrives ten times at the same moment', async () => {
    const answers = await Promise.all([...Array(10).keys()].map(() => pay(payment, { 'idempotency-key': 'k-1' })));
    const statuses = new Set(answers.map((answer) => answer.statusCode));
    expect([...statuses].every((status) => status === 200 || status === 409)).toBe(true);
    expect(statuses.has(200)).toBe(true);
    expect(await bookings()).toEqual({ payments: 1, entries: 1, messages: 1 });
  });

  it('refuses the key for another request, and keeps keys of different callers apart', async () => {
    await pay(payment, { 'idempotency-key': 'k-1' });
    const other = await pay({ ...payment, amount: '401.00' }, { 'idempotency-key': 'k-1' });
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ type: 'urn:dunwell:problem:idempotencyKeyReused' });
    const rival = await aCaller(db, 'Rival');
    const foreign = await asCaller(app, rival).post('/v1/payments', payment, { 'idempotency-key': 'k-1' });
    expect(foreign.statusCode).toBe(404);
  });

  it('says that a command is under way, and takes over what a dead process left', async () => {
    const row = { where: { status: { not: null } }, data: { status: null } };
    await pay(payment, { 'idempotency-key': 'k-1' });
    await db.idempotencyKey.updateMany(row);
    const busy = await pay(payment, { 'idempotency-key': 'k-1' });
    expect(busy.statusCode).toBe(409);
    expect(busy.headers['retry-after']).toBe('1');
    await db.idempotencyKey.updateMany({ data: { updatedAt: new Date(testNow.getTime() - 3_600_000) } });
    const again = await pay(payment, { 'idempotency-key': 'k-1' });
    expect(again.statusCode).toBe(200);
    expect(again.json()).toMatchObject({ created: false });
    expect(await bookings()).toEqual({ payments: 1, entries: 1, messages: 1 });
  });

  it('refuses another payment with a known reference as a conflict', async () => {
    await pay(payment);
    const other = await pay({ ...payment, amount: '1.00' });
    expect(other.statusCode).toBe(409);
    expect(await bookings()).toEqual({ payments: 1, entries: 1, messages: 1 });
  });

  it('frees the key of a refused command, so that it may be repeated when the reason is gone', async () => {
    const unknown = { ...payment, debtor: 'D-2', invoices: ['INV-2'] };
    expect((await pay(unknown, { 'idempotency-key': 'k-1' })).statusCode).toBe(404);
    expect(await bookings()).toEqual(nothing);
    await aBookedCase(db, { creditorId: caller.creditorId, number: 'INV-2', debtor: 'D-2' });
    expect((await pay(unknown, { 'idempotency-key': 'k-1' })).statusCode).toBe(200);
  });

  it('[F8] needs a key, an Idempotency-Key and a body it can read, of at most 256 KB', async () => {
    const send = (headers: Record<string, string>, payload: string) =>
      app.inject({ method: 'POST', url: '/v1/payments', payload, headers });
    const authorization = `Bearer ${caller.key}`;
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify(payment);
    expect((await send({ ...json, 'idempotency-key': 'k' }, body)).statusCode).toBe(401);
    const noKey = await send({ ...json, authorization }, body);
    expect(noKey.statusCode).toBe(400);
    expect(noKey.json()).toMatchObject({ errors: [{ path: 'idempotency-key' }] });
    expect((await send({ ...json, authorization, 'idempotency-key': 'ä b' }, body)).statusCode).toBe(400);
    expect((await send({ ...json, authorization, 'idempotency-key': 'k' }, '{"debtor":')).statusCode).toBe(400);
    expect((await send({ ...json, authorization, 'idempotency-key': 'k' }, '')).statusCode).toBe(400);
    expect((await send({ ...json, authorization, 'idempotency-key': 'k' }, '{"__proto__":{}}')).statusCode).toBe(400);
    expect((await send({ 'content-type': 'text/xml', authorization, 'idempotency-key': 'k' }, '<a/>')).statusCode).toBe(
      415,
    );
    expect(
      (await send({ ...json, authorization, 'idempotency-key': 'k' }, `"${'x'.repeat(300_000)}"`)).statusCode,
    ).toBe(413);
    expect(await bookings()).toEqual(nothing);
    expect(await db.apiAudit.count({ where: { method: 'POST' } })).toBe(8);
  });

  const hostile: [string, object, string][] = [
    ['a negative amount', { amount: '-1.00' }, 'amount'],
    ['a zero amount', { amount: '0.00' }, 'amount'],
    ['an amount as a number', { amount: 400 }, 'amount'],
    ['a fraction beyond the currency', { amount: '1.001' }, 'amount'],
    ['a fraction of a yen', { amount: '1.5', currency: 'JPY' }, 'amount'],
    ['an amount beyond safe integers', { amount: '90071992547409.93' }, 'amount'],
    ['an enormous amount', { amount: '9'.repeat(400) }, 'amount'],
    ['an exponent', { amount: '1e3' }, 'amount'],
    ['a thousands separator', { amount: '1,000.00' }, 'amount'],
    ['a formula', { amount: '=1+1' }, 'amount'],
    ['an unknown currency form', { currency: 'cny' }, 'currency'],
    ['a date that does not exist', { valueDate: '2026-02-30' }, 'valueDate'],
    ['an instant for a date', { valueDate: '2026-03-01T00:00:00Z' }, 'valueDate'],
    ['a number for a date', { valueDate: 20260301 }, 'valueDate'],
    ['an unknown field', { isAdmin: true }, 'isAdmin'],
    ['a creditor of one’s own choice', { creditorId: '01900000-0000-7000-8000-000000000000' }, 'creditorId'],
    ['an empty reference', { reference: '' }, 'reference'],
    ['a reference with a line break', { reference: 'a\r\nSet-Cookie: x' }, 'reference'],
    ['a NUL in a reference', { reference: 'a\u0000b' }, 'reference'],
    ['half a surrogate pair', { reference: 'a\ud800' }, 'reference'],
    ['a reference without end', { reference: 'x'.repeat(121) }, 'reference'],
    ['a missing reference', { reference: undefined }, 'reference'],
    ['an object for a text', { payer: { $ne: null } }, 'payer'],
    ['a text for a list', { invoices: 'INV-1' }, 'invoices'],
    ['a bad invoice number', { invoices: ['INV-1', ''] }, 'invoices.1'],
    ['too many invoices', { invoices: Array.from({ length: 501 }, (_, i) => `I-${i}`) }, 'invoices'],
  ];
  it.each(hostile)('refuses %s with 400, names the field and changes nothing [F9]', async (_name, change, field) => {
    const answer = await pay({ ...payment, ...change });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { path: string }[] }>().errors.map((error) => error.path)).toContain(field);
    expect(answer.body.length).toBeLessThan(2_000);
    expect(await bookings()).toEqual(nothing);
    expect(await db.idempotencyKey.count()).toBe(0);
  });

  it('keeps text as text: a formula or markup in a reference is stored and shown as it came', async () => {
    const reference = `=HYPERLINK("http://x")'; DROP TABLE payment;--<script>`;
    expect((await pay({ ...payment, reference })).statusCode).toBe(200);
    const shown = await asCaller(app, caller).get(`/v1/payments/${encodeURIComponent(reference)}`);
    expect(shown.json()).toMatchObject({ reference });
  });
});
