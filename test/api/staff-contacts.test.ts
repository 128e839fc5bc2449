import type { FastifyInstance } from 'fastify';
import { newId } from '../../services/ids';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, testNow, type TestCaller } from './app-under-test';
import { aBookedCase, type BookedCase } from './book';

const { db, reset } = testDatabase();
let app: FastifyInstance;
let caller: TestCaller;
let booked: BookedCase;
const api = () => asCaller(app, caller);

beforeAll(async () => {
  app = await testApp(db);
});
afterAll(() => app.close());
beforeEach(async () => {
  await reset();
  caller = await aCaller(db);
  booked = await aBookedCase(db, { creditorId: caller.creditorId });
});

const because = 'they asked for it';

it('sets the flag of a debtor and of a person, with an end, and shows the matrix', async () => {
  const rules = { noContactUntil: '2026-04-01', reviewMessages: true, reason: because };
  expect((await api().post('/v1/debtors/D-1/contact-rules', rules)).statusCode).toBe(200);
  const person = {
    name: 'Li Na',
    email: 'li@d-1.example.com',
    post: '1 Road',
    noContactUntil: '2026-05-01',
    reason: because,
  };
  expect((await api().post('/v1/debtors/D-1/people/financeHead', person)).statusCode).toBe(200);
  expect((await api().get('/v1/debtors/D-1')).json()).toMatchObject({
    ...{ noContactUntil: '2026-04-01', reviewMessages: true },
    people: [
      {
        role: 'financeHead',
        name: 'Li Na',
        noContactUntil: '2026-05-01',
        points: [{ kind: 'post' }, { kind: 'email' }],
      },
    ],
  });
  const bad = [
    await api().post('/v1/debtors/D-1/contact-rules', { noContactUntil: '2026-03-01', reason: because }),
    await api().post('/v1/debtors/D-1/people/cousin', person),
    await api().post('/v1/debtors/D-1/people/financeHead', { ...person, email: 'li at d-1' }),
    await api().post('/v1/debtors/D-9/people/financeHead', person),
  ];
  expect(bad.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 404]);
});

it('answers a wish to send now with the reason and the instant, and skips on request', async () => {
  // The case of the test announces a step that its policy does not have.
  const wish = await api().post('/v1/cases/INV-1/send-now', { reason: because });
  expect([wish.statusCode, wish.json<{ detail: string }>().detail]).toEqual([
    409,
    expect.stringContaining('cannot take reminder-1 now'),
  ]);
  expect((await api().post('/v1/cases/INV-1/skip', { step: 'another', reason: because })).statusCode).toBe(409);
  expect((await api().post('/v1/cases/INV-1/skip', { reason: because })).json()).toMatchObject({
    step: 'reminder-1',
    applied: true,
  });
  expect((await api().post('/v1/cases/INV-9/skip', { reason: because })).statusCode).toBe(404);
});

it('leaves holds for fraud to compliance', async () => {
  const placed = await api().post('/v1/cases/INV-1/holds', { kind: 'fraud', from: '2026-03-02', reason: because });
  const { holdId } = placed.json<{ holdId: string }>();
  expect((await api().post(`/v1/holds/${holdId}/release`, { reason: because })).statusCode).toBe(403);
  await db.staff.updateMany({ data: { role: 'compliance' } });
  expect((await api().post(`/v1/holds/${holdId}/release`, { reason: because })).json()).toMatchObject({
    releasedHoldIds: [holdId],
  });
});

it('lets sales hold an invoice from their heads-up', async () => {
  const { debtorId, caseId, invoiceId } = booked;
  const task = { debtorId, caseId, invoiceId, stepId: 'formalLetter', occurrence: 1, kind: 'headsUp', role: 'sales' };
  const { id } = await db.task.create({ data: { ...task, why: { code: 'headsUp' }, at: testNow } });
  expect((await api().post(`/v1/tasks/${id}/hold`, { reason: because })).json()).toMatchObject({
    caseId,
    applied: true,
  });
  expect(await db.hold.findFirstOrThrow()).toMatchObject({ kind: 'manual', untilDate: new Date('2026-03-16') });
  expect((await api().post(`/v1/tasks/${newId()}/hold`, { reason: because })).statusCode).toBe(404);
});

it('asks two people before anybody is told another bank account', async () => {
  const account = {
    holder: 'Acme Ltd',
    bankName: 'Bank',
    accountNo: '62 22',
    currency: 'CNY',
    validFrom: '2026-03-02',
    reason: because,
  };
  const { accountId } = (await api().post('/v1/bank-accounts', account)).json<{ accountId: string }>();
  expect((await api().post(`/v1/bank-accounts/${accountId}/approve`, { reason: because })).statusCode).toBe(403);
  expect((await api().get('/v1/bank-accounts')).json()).toMatchObject({ items: [{ id: accountId, approved: false }] });
});

describe('uploads', () => {
  const upload = (query: string, payload: Buffer | string, type = 'application/octet-stream') =>
    api().post(`/v1/uploads?${query}`, payload, { 'content-type': type });
  const pdf = Buffer.from('%PDF-1.7 delivery note');

  it('are stored once, listed, and downloaded as they are', async () => {
    const query = 'invoice=INV-1&kind=deliveryNote&name=note.pdf';
    const stored = await upload(query, pdf);
    expect(stored.json()).toMatchObject({ scan: 'unscanned', applied: true });
    const { uploadId } = stored.json<{ uploadId: string }>();
    expect((await upload(query, pdf, 'application/pdf')).json()).toMatchObject({ uploadId });
    expect((await api().get('/v1/uploads?invoice=INV-1')).json()).toMatchObject({
      items: [{ id: uploadId, kind: 'deliveryNote' }],
    });
    const content = await api().get(`/v1/uploads/${uploadId}/content`);
    expect([content.headers['content-type'], content.rawPayload]).toEqual(['application/pdf', pdf]);
    const rival = await aCaller(db, 'Rival');
    expect((await asCaller(app, rival).get(`/v1/uploads/${uploadId}/content`)).statusCode).toBe(404);
  });

  it('are refused by type, by size and without a subject', async () => {
    const query = 'invoice=INV-1&kind=invoice&name=a.pdf';
    expect((await upload(query, 'MZ this is a program')).statusCode).toBe(415);
    expect((await upload(query, Buffer.alloc(11 * 1024 * 1024))).statusCode).toBe(413);
    expect((await upload('kind=invoice&name=a.pdf', pdf)).statusCode).toBe(400);
    expect((await upload('invoice=INV-1&kind=diary&name=a.pdf', pdf)).statusCode).toBe(400);
  });

  it('wait in quarantine where somebody scans them', async () => {
    const scanning = await testApp(db, { scansUploads: true });
    const query = 'debtor=D-1&kind=contract&name=a.pdf';
    const headers = { 'content-type': 'application/pdf' };
    const { uploadId } = (await asCaller(scanning, caller).post(`/v1/uploads?${query}`, pdf, headers)).json<{
      uploadId: string;
    }>();
    expect((await api().get(`/v1/uploads/${uploadId}/content`)).statusCode).toBe(409);
    await scanning.close();
  });
});
