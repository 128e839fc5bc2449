import fc from 'fast-check';
import { isoDate } from '../../domain/time';
import { creditsOnAccount, openBalances } from '../../services/balances';
import { verifyChain } from '../../services/evidence';
import { makeOffer } from '../../services/interest/make-offer';
import { postInterest } from '../../services/interest/post-interest';
import { writeQuotes } from '../../services/interest/write-quotes';
import { reversePayment } from '../../services/payment-reversal';
import { recordPayment } from '../../services/payments';
import { anEnrolledBook, anInvoiceRow, noon } from '../support/a-book';
import { testDatabase } from '../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

// 80,000.00, 8 days past due at noon of 18 March: 0.05 % a day are 40.00, 320.00 so far.
const agreed = anInvoiceRow({
  ...{ amount: '80000.00', debtor_kind: 'company', contract_number: 'K-1', governing_law: 'CN' },
  ...{ forum: 'Qingdao', interest_clause: '7', interest_rate: '0.0005' },
});
const other = anInvoiceRow({ invoice_number: 'INV-2', due_date: '2026-03-01', amount: '500.00' });
const by = { actor: 'staff:test', reason: 'agreed on the phone', at: noon };

/** Debtors with the same two invoices each; those of the first are INV-1 and INV-2. */
async function books(count: number) {
  const suffixes = Array.from({ length: count }, (_, index) => (index === 0 ? '' : `/${index}`));
  const of = (row: Record<string, string>, suffix: string) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, isNumber(key) ? `${value}${suffix}` : value]));
  const rows = suffixes.flatMap((suffix) => [of(agreed, suffix), of(other, suffix)]);
  const { creditorId, plans, caseOf } = await anEnrolledBook(db, rows);
  const deps = { db, plans };
  return suffixes.map((suffix) => {
    const caseId = caseOf(`INV-1${suffix}`);
    const pay = (reference: string, amountMinor: number, valueDate = '2026-03-18') =>
      recordPayment(
        { db },
        {
          ...{
            creditorId,
            invoiceNumbers: [`INV-1${suffix}`],
            reference,
            source: 'test',
            actor: 'staff:test',
            at: noon,
          },
          amount: { amountMinor, currency: 'CNY' },
          valueDate: isoDate(valueDate),
        },
      );
    const bounce = (reference: string) =>
      reversePayment(
        { db },
        { creditorId, reference, valueDate: isoDate('2026-03-20'), reason: 'bounced', actor: 'staff:test', at: noon },
      );
    const offer = (percent = 50) =>
      makeOffer(deps, { ...by, caseId, terms: { percent, of: 'interest' }, validity: { until: 'endOfWeek' } });
    const post = (through = {}) => postInterest(deps, { ...by, caseId, ...through });
    return { suffix, caseId, pay, bounce, offer, post };
  });
}

const isNumber = (key: string): boolean => ['debtor_number', 'invoice_number', 'contract_number'].includes(key);

async function aBook() {
  const [book] = await books(1);
  if (book === undefined) throw new Error('There is no book');
  return book;
}

const openOf = async (number: string) => {
  const { id } = await db.invoice.findFirstOrThrow({ where: { number } });
  return (await openBalances(db, [id])).get(id)?.openMinor;
};

const booked = async () => {
  const entries = await db.ledgerEntry.findMany({ where: { invoice: { number: 'INV-1' } }, orderBy: { id: 'asc' } });
  return entries.map(({ type, amountMinor, document }) => [type, Number(amountMinor), document]);
};

it('[S93] posts what has accrued, tells the case, and never posts the same days twice', async () => {
  const { caseId, post } = await aBook();
  expect(await post({ valueDate: '2026-03-14' })).toMatchObject({ interestMinor: 16_000, perDiemMinor: 4_000 });
  expect(await post()).toMatchObject({ interestMinor: 16_000, through: '2026-03-18' });
  expect(await post()).toMatchObject({ interestMinor: 0, messageIds: [] });
  expect(await openOf('INV-1')).toBe(8_032_000);
  const messages = await db.signalOutbox.findMany({ orderBy: { id: 'asc' } });
  expect(messages.map(({ kind, payload }) => [kind, payload])).toEqual([
    ['ledgerChanged', expect.objectContaining({ openBalanceMinor: 8_016_000, ledgerSeq: 2, entryType: 'interest' })],
    ['ledgerChanged', expect.objectContaining({ openBalanceMinor: 8_032_000, ledgerSeq: 3 })],
  ]);
  expect(await verifyChain(db, `case:${caseId}`)).toMatchObject({ ok: true, length: 3 });
});

it('refuses interest with its reasons while what was agreed is unknown', async () => {
  const { caseOf, plans } = await anEnrolledBook(db, [anInvoiceRow()]);
  const answer = await postInterest({ db, plans }, { ...by, caseId: caseOf('INV-1') });
  expect(answer).toMatchObject({ ok: false, problem: { reason: 'interestRefused' } });
  expect(answer.ok ? '' : answer.problem.message).toMatch(
    /governingLawUnknown, forumUnknown, debtorKindUnknown, noClause/,
  );
  expect(await db.ledgerEntry.count()).toBe(1);
});

it('counts no interest on interest: a payment pays the posted interest first', async () => {
  const { pay, post } = await aBook();
  await post();
  await pay('P-1', 32_000);
  // The principal is untouched: two more days cost what they did before.
  expect(await post({ at: new Date('2026-03-20T04:00:00.000Z') })).toMatchObject({ interestMinor: 8_000 });
});

it('[S90] waives the offered half when the rest arrives in time, by value date, and settles the invoice', async () => {
  const { caseId, pay, offer } = await aBook();
  // Sunday 22 March, 24:00 in Shanghai (Y7).
  expect(await offer()).toMatchObject({
    ...{
      ok: true,
      payMinor: 8_016_000,
      waivedMinor: 16_000,
      lastDay: '2026-03-22',
      endsAt: '2026-03-22T16:00:00.000Z',
    },
  });
  expect(await openOf('INV-1')).toBe(8_000_000);
  // Two more days have accrued: 80.00, waived as "quote honoured" (decisions 5.4). The rest goes to the other invoice.
  expect(await pay('P-1', 8_036_000, '2026-03-20')).toMatchObject({
    allocations: [
      { invoiceNumber: 'INV-1', amountMinor: 8_016_000 },
      { invoiceNumber: 'INV-2', amountMinor: 20_000 },
    ],
  });
  expect(await booked()).toEqual([
    ['invoice', 8_000_000, 'INV-1'],
    ['payment', 8_016_000, 'P-1'],
    ['interest', 40_000, 'quote'],
    ['waiver', 16_000, 'offer'],
    ['waiver', 8_000, 'quoteHonoured'],
  ]);
  expect(await openOf('INV-1')).toBe(0);
  expect(await db.signalOutbox.findFirst({ where: { caseId } })).toMatchObject({
    ...{ kind: 'paymentReceived', payload: { openBalanceMinor: 0, ledgerSeq: 5 } },
  });
  expect(await verifyChain(db, `case:${caseId}`)).toMatchObject({ ok: true, length: 4 });
});

it('takes the waiver back with the payment that earned it, and gives no second one', async () => {
  const { pay, bounce, offer } = await aBook();
  await offer();
  await pay('P-1', 8_016_000);
  await bounce('P-1');
  expect((await booked()).slice(2)).toEqual([
    ['interest', 32_000, 'quote'],
    ['waiver', 16_000, 'offer'],
    ['paymentReversal', 8_016_000, 'P-1'],
    ['waiverReversal', 16_000, 'offer'],
  ]);
  expect(await openOf('INV-1')).toBe(8_032_000);
  await pay('P-2', 8_016_000, '2026-03-21');
  expect(await openOf('INV-1')).toBe(16_000);
  expect(await bounce('P-2')).toMatchObject({ ok: true });
  expect(await openOf('INV-1')).toBe(8_032_000);
});

it.each([
  ['a day late', 8_016_000, '2026-03-23', 0, 16_000],
  ['a cent short', 8_015_999, '2026-03-22', 0, 15_999],
  ['only the principal', 8_000_000, '2026-03-19', 0, 0],
])('waives nothing for a payment that is %s', async (_, amountMinor, valueDate, open, onAccountMinor) => {
  const { pay, offer } = await aBook();
  await offer();
  const answer = await pay('P-1', amountMinor, valueDate);
  expect((await booked()).map(([type]) => type)).toEqual(['invoice', 'payment']);
  expect(await openOf('INV-1')).toBe(open);
  const rest = answer.ok ? answer.allocations.slice(1).map((part) => part.amountMinor) : [];
  expect(rest).toEqual(onAccountMinor === 0 ? [] : [onAccountMinor]);
});

it('lets a demand that states interest settle for its sum, and leaves a better offer alone', async () => {
  const { pay, offer } = await aBook();
  await offer();
  const { id: invoiceId, creditorId } = await db.invoice.findFirstOrThrow({ where: { number: 'INV-1' } });
  const { id: debtorId } = await db.debtor.findFirstOrThrow();
  const contact = await db.contact.create({
    data: {
      ...{ debtorId, channel: 'letter', state: 'sent', language: 'en', leadStep: 's', leadDay: 8, template: 't' },
      ...{ policyHash: '', textHash: '', facts: {}, at: noon, reservedAt: noon },
    },
  });
  const stated = {
    ...{ invoiceNumber: 'INV-1', currency: 'CNY', principalMinor: 8_000_000, interestMinor: 32_000 },
    ...{ madeOn: isoDate('2026-03-18'), lastDay: isoDate('2026-03-25') },
  };
  for (let times = 0; times < 2; times++)
    await db.$transaction((tx) => writeQuotes(tx, { contactId: contact.id, creditorId }, [stated]));
  expect(await db.quote.count({ where: { invoiceId } })).toBe(2);
  // After Sunday only the demand's sum settles.
  await pay('P-1', 8_032_000, '2026-03-24');
  expect(await openOf('INV-1')).toBe(0);
  expect((await booked()).slice(1)).toEqual([
    ['payment', 8_032_000, 'P-1'],
    ['interest', 32_000, 'quote'],
  ]);
});

it('adds payments in time up to the quoted sum', async () => {
  const { pay, post, offer } = await aBook();
  await post();
  await offer();
  await pay('P-1', 5_000_000, '2026-03-18');
  await pay('P-2', 3_016_000, '2026-03-19');
  expect(await openOf('INV-1')).toBe(0);
  expect((await booked()).slice(4)).toEqual([
    ['interest', expect.any(Number), 'quote'],
    ['waiver', 16_000, 'offer'],
    ['waiver', expect.any(Number), 'quoteHonoured'],
  ]);
});

it('[X13] asks for an approval beyond half of the interest and for a second offer', async () => {
  const { offer } = await aBook();
  expect(await offer(51)).toMatchObject({ ok: false, problem: { reason: 'approvalNeeded' } });
  expect(await offer()).toMatchObject({ ok: true });
  expect(await offer()).toMatchObject({ ok: false, problem: { reason: 'approvalNeeded' } });
});

it('adds up at every instant, whatever is posted, offered, paid and taken back (I5)', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pay' as const), minor: fc.integer({ min: 1, max: 9_000_000 }), day: fc.nat(6) }),
    fc.record({ kind: fc.constant('payQuoted' as const), day: fc.nat(6) }),
    fc.record({ kind: fc.constant('bounce' as const), nth: fc.nat(3) }),
    fc.record({ kind: fc.constant('post' as const) }),
    fc.record({ kind: fc.constant('offer' as const) }),
  );
  // One book for all sequences: a database for each would take a second.
  const sequences = fc.array(fc.array(step, { minLength: 2, maxLength: 7 }), { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(sequences, async (stories) => {
      await reset();
      const debtors = await books(stories.length);
      for (const [index, story] of stories.entries()) {
        const { suffix, pay, bounce, offer, post } = debtors[index] ?? (await aBook());
        const paid: string[] = [];
        for (const act of story) {
          const reference = `P-${index}-${paid.length}`;
          if (act.kind === 'post') await post();
          else if (act.kind === 'offer') await offer();
          else if (act.kind === 'bounce') await bounce(paid[act.nth % Math.max(1, paid.length)] ?? 'none');
          else {
            paid.push(reference);
            await pay(reference, act.kind === 'pay' ? act.minor : 8_016_000, `2026-03-${18 + act.day}`);
          }
          await checkIdentity(suffix);
        }
      }
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

/** Decisions 5.2 for one debtor: every term net of its own reversals. */
async function checkIdentity(suffix: string): Promise<void> {
  const { id: debtorId } = await db.debtor.findFirstOrThrow({ where: { number: `D1${suffix}` } });
  const credit = (await creditsOnAccount(db, debtorId)).get('CNY') ?? 0;
  const open = [(await openOf(`INV-1${suffix}`)) ?? NaN, (await openOf(`INV-2${suffix}`)) ?? NaN];
  expect(Math.min(...open, credit)).toBeGreaterThanOrEqual(0);
  const sums = await db.ledgerEntry.groupBy({ by: ['type'], where: { debtorId }, _sum: { amountMinor: true } });
  const net = (type: 'invoice' | 'interest' | 'payment' | 'waiver') =>
    sums.reduce((sum, row) => {
      const minor = Number(row._sum.amountMinor ?? 0);
      return sum + (row.type === type ? minor : row.type === `${type}Reversal` ? -minor : 0);
    }, 0);
  const owed = net('invoice') + net('interest');
  expect(owed).toBe(net('payment') + net('waiver') + open.reduce((a, b) => a + b, 0) - credit);
}
