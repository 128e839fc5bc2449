import type { FastifyInstance } from 'fastify';
import type { StepCall } from '../../domain/case-input';
import { sendStep } from '../../services/contact/send-step';
import { createPolicyStore } from '../../services/policy-store';
import { testDatabase } from '../support/database';
import { oneCase } from '../support/one-case';
import { reminderCall, sendDeps } from '../support/sending';
import { aCaller, asCaller, testApp, type TestCaller } from './app-under-test';
import { aBookedCase } from './book';

interface Preview {
  readonly channel: string;
  readonly subject: string | null;
  readonly text: string;
  readonly document: string | null;
  readonly sms: { readonly segments: number; readonly cost: { readonly amount: string } } | null;
}

const containing = (text: string): unknown => expect.stringContaining(text);
const aNumber: unknown = expect.any(Number);

describe('documents and previews', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;
  const get = (url: string) => asCaller(app, caller).get(url);

  beforeAll(async () => {
    app = await testApp(db);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
  });

  it('show what a step would say, to whom and through what, and change nothing', async () => {
    await aBookedCase(db, { creditorId: caller.creditorId });
    const answer = await get('/v1/cases/INV-1/message?step=friendlyReminder');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      step: 'friendlyReminder',
      channel: 'email',
      language: 'en',
      recipient: { role: 'accountsPayable', name: null, address: 'd-1@example.com' },
      covers: ['INV-1'],
      subject: containing('friendly reminder'),
      text: containing('- INV-1: '),
      document: null,
      sms: null,
      decision: { kind: 'send', until: null, why: null },
    });
    expect([await db.contact.count(), await db.document.count(), await db.task.count()]).toEqual([0, 0, 0]);
  });

  it('[S230] name the owner to ask, and the account that two people have approved', async () => {
    const { debtorId } = await aBookedCase(db, { creditorId: caller.creditorId });
    const owner = { name: 'Chen Jing', email: 'chen@example.com', phone: '+86 871 5550 0142', role: 'owner' };
    const { id: ownerId } = await db.staff.create({ data: { ...owner, creditorId: caller.creditorId } });
    await db.debtor.update({ where: { id: debtorId }, data: { ownerId } });
    const text = async () => (await get('/v1/cases/INV-1/message?step=friendlyReminder')).json<Preview>().text;
    const details = { creditorId: caller.creditorId, holder: 'Acme Ltd', bankName: 'Bank', currency: 'CNY' };
    const enter = (
      accountNo: string,
      more: { validFrom: Date; validUntil?: Date; approvedById?: string; currency?: string },
    ) => db.bankAccount.create({ data: { ...details, accountNo, ...more } });
    const validFrom = new Date('2026-01-01T00:00:00Z');
    const approved = { approvedById: ownerId, validFrom };
    await enter('1-not-approved', { validFrom });
    await enter('2-ended', { ...approved, validUntil: new Date('2026-03-02T00:00:00Z') });
    await enter('3-not-yet', { ...approved, validFrom: new Date('2026-03-03T00:00:00Z') });
    await enter('4-other-currency', { ...approved, currency: 'EUR' });
    expect(await text()).toContain('please contact Chen Jing: +86 871 5550 0142, chen@example.com.');
    expect(await text()).toContain('to the account stated on the invoice');
    expect(await text()).not.toMatch(/not-approved|ended|not-yet|other-currency|Account number/);
    await enter('5-approved', { ...approved, validFrom: new Date('2026-03-02T00:00:00Z') });
    expect(await text()).toContain('Account holder: Acme Ltd\nBank: Bank\nAccount number (CNY): 5-approved');
  });

  it('[S316] show the script of a call in the words for this type of customer', async () => {
    const { debtorId } = await aBookedCase(db, { creditorId: caller.creditorId });
    const script = async (relationship: string | null) => {
      await db.debtor.update({ where: { id: debtorId }, data: { relationship } });
      return (await get('/v1/cases/INV-1/message?step=call')).json<Preview>();
    };
    expect(await script('longTerm')).toMatchObject({
      ...{ channel: 'call', format: 'script', subject: null, sms: null, covers: ['INV-1'] },
      text: containing('keeps your credit limit'),
    });
    expect((await script(null)).text).not.toContain('keeps your credit limit');
  });

  it('[S374] write the note of a present with what is open', async () => {
    await aBookedCase(db, { creditorId: caller.creditorId });
    const note = (await get('/v1/cases/INV-1/message?step=midAutumnGift')).json<Preview>();
    expect(note.text).toContain('A payment of CNY 1,000.00 is expected in');
  });

  it('count the segments of an SMS and what they cost', async () => {
    const { debtorId } = await aBookedCase(db, { creditorId: caller.creditorId });
    await db.contactPoint.deleteMany({ where: { debtorId } });
    await db.contactPoint.create({ data: { debtorId, kind: 'phone', address: '+8613800000000' } });
    const { channel, sms } = (await get('/v1/cases/INV-1/message?step=friendlyReminder')).json<Preview>();
    expect(channel).toBe('sms');
    expect(sms).toEqual({
      encoding: 'GSM-7',
      units: aNumber,
      segments: 1,
      cost: { amount: '0.08', currency: 'CNY', source: 'own choice' },
      // No two-way SMS to mainland China.
      canBeAnswered: false,
    });
  });

  it('show a letter as the document that would be posted', async () => {
    const { debtorId } = await aBookedCase(db, { creditorId: caller.creditorId });
    await db.contactPoint.create({ data: { debtorId, kind: 'post', address: '8 Jiangcheng Road, Wuhan' } });
    const { document, text } = (await get('/v1/cases/INV-1/message?step=formalLetter')).json<Preview>();
    expect(text).toContain('Unsealed copy');
    const letter = await get(document ?? '');
    expect(letter.headers['content-type']).toBe('application/pdf');
    expect(letter.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await get(document ?? '')).rawPayload.equals(letter.rawPayload)).toBe(true);
  });

  it.each([
    ['message?step=ghost', 400, 'expected'],
    ['message?step=managerReview', 400, 'writes no message'],
    ['letter.pdf?step=friendlyReminder', 400, 'a step that writes a letter'],
  ])('refuse %s', async (path, status, detail) => {
    await aBookedCase(db, { creditorId: caller.creditorId });
    const answer = await get(`/v1/cases/INV-1/${path}`);
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain(detail);
  });

  it('[S37] give the statement of account of a debtor', async () => {
    await aBookedCase(db, { creditorId: caller.creditorId });
    const answer = await get('/v1/debtors/D-1/statement.pdf');
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.rawPayload.length).toBeGreaterThan(10_000);
    expect((await get('/v1/debtors/D-9/statement.pdf')).statusCode).toBe(404);
  });

  it('give the letter that was posted, byte for byte as it is stored, and to its own creditor only', async () => {
    const { ids, creditorId, policyHash } = await oneCase(db);
    await db.contactPoint.create({ data: { debtorId: ids.debtorId, kind: 'post', address: '8 Jiangcheng Road' } });
    const call: StepCall = {
      ...reminderCall(ids, policyHash),
      asOf: '2026-03-24T02:00:00.000Z',
      day: 20,
      step: 'formalLetter',
      effect: 'sendLetter',
    };
    const deps = sendDeps(db, createPolicyStore(db), 'http://127.0.0.1:9', { mode: 'outbox', allowlist: [] });
    expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent', channel: 'letter' });
    const { document } = await db.contact.findFirstOrThrow({ include: { document: true } });
    expect(document).toMatchObject({ kind: 'letter', mediaType: 'application/pdf' });
    expect((await get(`/v1/documents/${document?.id}`)).statusCode).toBe(404);
    await db.staff.update({ where: { id: caller.staffId }, data: { creditorId } });
    const stored = await get(`/v1/documents/${document?.id}`);
    expect(stored.rawPayload.equals(Buffer.from(document?.content ?? []))).toBe(true);
  });
});
