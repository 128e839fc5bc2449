import { z } from 'zod';
import type { Prisma } from '../../clients/generated/prisma/client';
import type { Tx } from '../../clients/prisma';
import { type RatePeriod, accrue } from '../../domain/interest/accrual';
import type { OpenItem } from '../../domain/ledger';
import { type QuoteOutcome, type WaiverEntry, outcomeOf, waiverEntries } from '../../domain/offers/settlement';
import type { Quote } from '../../domain/offers/waiver';
import { type EpochDay, dayOf, type IsoDate, isoDateOf } from '../../domain/time';
import { dayOfColumn, minorOf } from '../columns';
import { type EvidenceEntry, appendEvidence } from '../evidence';
import { type DebtBooking, bookEntries } from './book-entries';
import { type Debt, postedMinor, principalsOf, readDebt } from './read-debt';

const daily = z.strictObject({ kind: z.literal('daily'), share: z.string() });
const yearly = z.strictObject({
  kind: z.literal('yearly'),
  percent: z.string(),
  dayCount: z.enum(['actual/365', 'actual/360', 'actual/actual']),
});
const ratesSchema = z.array(
  z.strictObject({ from: z.number(), through: z.number(), rate: z.union([daily, yearly]), source: z.string() }),
);

type QuoteRow = Prisma.QuoteGetPayload<{ include: { entries: true } }>;

const quoteOfRow = (row: QuoteRow): Quote => ({
  madeOn: dayOfColumn(row.madeOn),
  lastDay: dayOfColumn(row.lastDay),
  principalMinor: minorOf(row.principalMinor),
  interestMinor: minorOf(row.interestMinor),
  waivedMinor: minorOf(row.waivedMinor),
  payMinor: minorOf(row.payMinor),
});

/** The payments of a debt as quotes see them. */
const receiptsOf = ({ entries }: Debt) => {
  const reversed = new Set(entries.flatMap(({ reversesId }) => (reversesId === null ? [] : [reversesId])));
  return entries
    .filter(({ type }) => type === 'payment')
    .map(({ id, valueDay, amountMinor }) => ({ valueDay, amountMinor, reversed: reversed.has(id) }));
};

/** The quotes of invoices, the lowest sum first. */
async function quotesOf(tx: Tx, invoiceIds: readonly string[]): Promise<Map<string, QuoteRow[]>> {
  const rows = await tx.quote.findMany({
    where: { invoiceId: { in: [...invoiceIds] } },
    include: { entries: { orderBy: { id: 'asc' } } },
    orderBy: [{ payMinor: 'asc' }, { id: 'asc' }],
  });
  const quotes = new Map<string, QuoteRow[]>();
  for (const row of rows) quotes.set(row.invoiceId, [...(quotes.get(row.invoiceId) ?? []), row]);
  return quotes;
}

const isUsed = (row: QuoteRow): boolean => row.entries.length > 0;

/** Open items with what would settle them today by a quote: a payment that reaches this far is not asked for more. */
export async function itemsWithQuotes(tx: Tx, items: readonly OpenItem[], valueDate: IsoDate): Promise<OpenItem[]> {
  const day = dayOf(valueDate);
  const settling = new Map<string, number>();
  const invoiceIds = items.map(({ invoiceId }) => invoiceId);
  for (const [invoiceId, rows] of await quotesOf(tx, invoiceIds)) {
    // No second waiver, whatever becomes of the first (decisions 5.5).
    if (rows.some(isUsed)) continue;
    const live = rows.map(quoteOfRow).filter((quote) => day >= quote.madeOn && day <= quote.lastDay);
    if (live.length === 0) continue;
    const receipts = receiptsOf(await readDebt(tx, invoiceId));
    const missing = live.flatMap((quote) => {
      const outcome = outcomeOf(quote, receipts, day);
      return outcome.kind === 'open' ? [outcome.missingMinor] : [];
    });
    if (missing.length > 0) settling.set(invoiceId, Math.min(...missing));
  }
  return items.map((item) => {
    const settlesAtMinor = settling.get(item.invoiceId);
    return settlesAtMinor === undefined ? item : { ...item, settlesAtMinor };
  });
}

/** Interest through a day by the rates of the quote, as far as there are any; what was quoted is owed in any case. */
function accruedMinor(row: QuoteRow, debt: Debt, last: EpochDay): number {
  const quotedMinor = minorOf(row.interestMinor) + postedMinor(debt) - debt.parts.interest;
  if (row.interestFrom === null) return quotedMinor;
  const rates: readonly RatePeriod[] = ratesSchema.parse(row.rates);
  const principals = principalsOf(debt).map(({ valueDay, openMinor }) => ({ valueDay, amountMinor: openMinor }));
  const accrual = accrue({ first: dayOfColumn(row.interestFrom), last, principals, rates });
  return 'noRateOn' in accrual ? quotedMinor : accrual.amountMinor;
}

/** What a payment has earned by a quote, or a reversal has lost. */
function bookingsOf(row: QuoteRow, debt: Debt, outcome: QuoteOutcome): DebtBooking[] {
  const quote = quoteOfRow(row);
  const waivers = row.entries.filter(({ type }) => type === 'waiver' || type === 'waiverReversal');
  const booked = waivers.map(({ type, document, amountMinor }): WaiverEntry => ({
    type: type === 'waiver' ? 'waiver' : 'waiverReversal',
    reason: document === 'offer' ? 'offer' : 'quoteHonoured',
    amountMinor: minorOf(amountMinor),
  }));
  const { costs, interest, principal } = debt.parts;
  const openMinor = costs + interest + principal;
  const honouredOn = outcome.kind === 'honoured' ? outcome.on : null;
  const isNew = honouredOn !== null && row.entries.length === 0;
  const unpostedMinor = isNew ? Math.max(0, accruedMinor(row, debt, honouredOn) - postedMinor(debt)) : 0;
  // Before the receipts of the quote: they are its sum, and the allocation takes no more for it.
  const owedMinor = openMinor + unpostedMinor + quote.payMinor;
  const valueDay = honouredOn ?? debt.entries.at(-1)?.valueDay ?? debt.dueDay;
  const quoteId = row.id;
  const changes = waiverEntries(quote, outcome, booked, owedMinor).map((change): DebtBooking => {
    const { type, reason, amountMinor } = change;
    const original = waivers.find((entry) => entry.document === reason && entry.type === 'waiver');
    const reverses = type === 'waiverReversal' && original !== undefined ? { reversesId: original.id } : {};
    return { type, amountMinor, valueDay, document: reason, quoteId, ...reverses };
  });
  const interestEntry = { type: 'interest', amountMinor: unpostedMinor, valueDay, document: 'quote', quoteId } as const;
  return [interestEntry, ...changes].filter(({ amountMinor }) => amountMinor > 0);
}

/**
 * Books what payments and reversals on invoices mean for their quotes, in the transaction that booked them: the quoted sum
 * paid in time settles, a payment taken back takes back the waiver that it earned (decisions 5.4, 5.5). To be called before
 * the balances are told to the cases.
 */
export async function settleQuotes(
  tx: Tx,
  invoiceIds: readonly string[],
  { today, actor, at }: { readonly today: EpochDay; readonly actor: string; readonly at: Date },
): Promise<void> {
  for (const [invoiceId, rows] of await quotesOf(tx, invoiceIds)) {
    const debt = await readDebt(tx, invoiceId);
    const receipts = receiptsOf(debt);
    const outcomes = rows.map((row) => ({ row, outcome: outcomeOf(quoteOfRow(row), receipts, today) }));
    // The quote that was honoured before, else the best of those that are now.
    const settled =
      outcomes.find(({ row }) => isUsed(row)) ?? outcomes.find(({ outcome }) => outcome.kind === 'honoured');
    if (settled === undefined) continue;
    const { row, outcome } = settled;
    const bookings = bookingsOf(row, debt, outcome);
    if (bookings.length === 0) continue;
    await bookEntries(tx, debt, actor, bookings);
    const kind = outcome.kind === 'honoured' ? 'quoteHonoured' : 'waiverReversed';
    const entries = bookings.map(({ type, amountMinor, document }) => ({ type, amountMinor, document }));
    const valueDay = isoDateOf(bookings[0]?.valueDay ?? today);
    const content = { quoteId: row.id, invoiceId: row.invoiceId, valueDay, currency: debt.currency, entries, actor };
    const found = await tx.collectionCase.findUnique({ where: { invoiceId: row.invoiceId }, select: { id: true } });
    const own: EvidenceEntry[] = found === null ? [] : [{ chain: { kind: 'case', id: found.id }, kind, at, content }];
    await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debt.debtorId }, kind, at, content }, ...own]);
  }
}
