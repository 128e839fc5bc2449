import fc from 'fast-check';
import { isoDate } from '../../domain/time';
import { creditsOnAccount, openBalances } from '../../services/balances';
import { verifyChain } from '../../services/evidence';
import { reversePayment } from '../../services/payment-reversal';
import type { RecordPayment } from '../../services/payment-command';
import { recordPayment } from '../../services/payments';
import { aCreditor, anEnrolledBook, anInvoiceRow, csvOf, importText, noon } from '../support/a-book';
import { testDatabase } from '../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

const aPayment = (creditorId: string, over: Partial<RecordPayment> = {}): RecordPayment => ({
  creditorId,
  invoiceNumbers: ['INV-1'],
  amount: { amountMinor: 100_000, currency: 'CNY' },
  valueDate: isoDate('2026-03-17'),
  reference: 'BANK-1',
  source: 'test',
  actor: 'staff:test',
  at: noon,
  ...over,
});

const twoInvoices = [
  anInvoiceRow(),
  anInvoiceRow({ invoice_number: 'INV-2', due_date: '2026-03-01', amount: '500.00' }),
];

it('books a payment on the designated invoice and tells its case the balance that the ledger has', async () => {
  const { creditorId, caseOf } = await anEnrolledBook(db, twoInvoices);
  const answer = await recordPayment({ db }, aPayment(creditorId));
  expect(answer).toMatchObject({ ok: true, created: true, onAccountMinor: 0 });
  expect(answer.ok && answer.allocations).toEqual([{ invoiceNumber: 'INV-1', amountMinor: 100_000 }]);
  const messages = await db.signalOutbox.findMany();
  expect(messages.map(({ caseId, kind, payload }) => [caseId, kind, payload])).toEqual([
    [
      caseOf('INV-1'),
      'paymentReceived',
      expect.objectContaining({ id: messages[0]?.id, openBalanceMinor: 0, ledgerSeq: 2, amountMinor: 100_000 }),
    ],
  ]);
  expect(await verifyChain(db, `case:${caseOf('INV-1')}`)).toMatchObject({ ok: true, length: 2 });
});

it('spreads what is left over what is due longest, and keeps the rest as credit on account', async () => {
  const { creditorId } = await anEnrolledBook(db, twoInvoices);
  const answer = await recordPayment(
    { db },
    aPayment(creditorId, { amount: { amountMinor: 160_000, currency: 'CNY' } }),
  );
  expect(answer).toMatchObject({
    ok: true,
    allocations: [
      { invoiceNumber: 'INV-1', amountMinor: 100_000 },
      { invoiceNumber: 'INV-2', amountMinor: 50_000 },
    ],
    onAccountMinor: 10_000,
  });
  const debtor = await db.debtor.findFirstOrThrow();
  expect([...(await creditsOnAccount(db, debtor.id))]).toEqual([['CNY', 10_000]]);
});

it('answers the same payment alike a second time and books it once (R6)', async () => {
  const { creditorId } = await anEnrolledBook(db, twoInvoices);
  const first = await recordPayment({ db }, aPayment(creditorId));
  const second = await recordPayment({ db }, aPayment(creditorId));
  expect(second).toEqual({ ...first, created: false });
  expect([await db.payment.count(), await db.signalOutbox.count()]).toEqual([1, 1]);
});

it('books a reference once when it arrives many times at the same moment', async () => {
  const { creditorId } = await anEnrolledBook(db, twoInvoices);
  const answers = await Promise.all(Array.from({ length: 8 }, () => recordPayment({ db }, aPayment(creditorId))));
  expect(answers.filter((answer) => answer.ok && answer.created)).toHaveLength(1);
  expect(await db.payment.count()).toBe(1);
});

it.each([
  ['amount', { amount: { amountMinor: 1, currency: 'CNY' } }],
  ['value date', { valueDate: isoDate('2026-03-16') }],
  ['designation', { invoiceNumbers: ['INV-2'] }],
  ['payer', { payer: 'Somebody' }],
])('calls the same reference with another %s a conflict', async (_, over) => {
  const { creditorId } = await anEnrolledBook(db, twoInvoices);
  await recordPayment({ db }, aPayment(creditorId));
  expect(await recordPayment({ db }, aPayment(creditorId, over))).toMatchObject({
    ok: false,
    problem: { reason: 'idempotencyConflict' },
  });
});

it.each([
  ['amountNotPositive', { amount: { amountMinor: 0, currency: 'CNY' } }],
  ['amountNotPositive', { amount: { amountMinor: 0.5, currency: 'CNY' } }],
  ['unknownInvoice', { invoiceNumbers: ['INV-9'] }],
  ['unknownDebtor', { debtorNumber: 'D9' }],
  ['otherCurrency', { amount: { amountMinor: 1, currency: 'EUR' } }],
  ['debtorNeeded', { invoiceNumbers: [] }],
  ['severalDebtors', { debtorNumber: 'D2' }],
])('refuses with %s and changes nothing: %j', async (reason, over) => {
  const other = anInvoiceRow({ debtor_number: 'D2', invoice_number: 'INV-3' });
  const { creditorId } = await anEnrolledBook(db, [...twoInvoices, other]);
  expect(await recordPayment({ db }, aPayment(creditorId, over))).toMatchObject({ ok: false, problem: { reason } });
  expect(await db.payment.count()).toBe(0);
});

it('takes a payment back entry by entry, once', async () => {
  const { creditorId } = await anEnrolledBook(db, twoInvoices);
  await recordPayment({ db }, aPayment(creditorId, { amount: { amountMinor: 160_000, currency: 'CNY' } }));
  const reversal = {
    creditorId,
    reference: 'BANK-1',
    valueDate: isoDate('2026-03-18'),
    reason: 'bounced',
    actor: 'a',
    at: noon,
  };
  expect(await reversePayment({ db }, reversal)).toMatchObject({ ok: true, created: true });
  expect(await reversePayment({ db }, reversal)).toMatchObject({ ok: true, created: false, messageIds: [] });
  const invoices = await db.invoice.findMany({ orderBy: { number: 'asc' } });
  const balances = await openBalances(
    db,
    invoices.map((invoice) => invoice.id),
  );
  expect(invoices.map((invoice) => balances.get(invoice.id)?.openMinor)).toEqual([100_000, 50_000]);
  const debtor = await db.debtor.findFirstOrThrow();
  expect([...(await creditsOnAccount(db, debtor.id))]).toEqual([['CNY', 0]]);
  expect(await db.signalOutbox.count({ where: { kind: 'paymentReversed' } })).toBe(2);
});

it('adds up at every instant: invoiced + credit = open + paid, whatever is paid and taken back (I5)', async () => {
  const step = fc.record({
    minor: fc.integer({ min: 1, max: 120_000 }),
    invoice: fc.constantFrom('INV-1', 'INV-2'),
    back: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      await reset();
      const creditorId = await aCreditor(db);
      await importText(db, creditorId, csvOf(twoInvoices));
      const debtor = await db.debtor.findFirstOrThrow();
      let receivedMinor = 0;
      for (const [index, { minor, invoice, back }] of steps.entries()) {
        const reference = `R${index}`;
        const amount = { amountMinor: minor, currency: 'CNY' };
        await recordPayment({ db }, aPayment(creditorId, { reference, amount, invoiceNumbers: [invoice] }));
        if (back) {
          const reversal = {
            creditorId,
            reference,
            valueDate: isoDate('2026-03-18'),
            reason: 'bounced',
            actor: 'a',
            at: noon,
          };
          await reversePayment({ db }, reversal);
        } else receivedMinor += minor;
        const ids = (await db.invoice.findMany()).map((row) => row.id);
        const open = [...(await openBalances(db, ids)).values()].map((balance) => balance.openMinor);
        const credit = (await creditsOnAccount(db, debtor.id)).get('CNY') ?? 0;
        expect(Math.min(...open, credit)).toBeGreaterThanOrEqual(0);
        expect(150_000 + credit).toBe(open.reduce((sum, openMinor) => sum + openMinor, 0) + receivedMinor);
      }
    }),
    { numRuns: 12, seed: 7 },
  );
});
