import type { Db } from '../../clients/prisma';
import { daysOverdue, owedSums, type UnpaidItem } from '../../domain/conversations/call-sheet';
import { formatMoney } from '../../domain/money';
import { type EpochDay, type IsoDate, dayOf, isoDateOf } from '../../domain/time';
import { dayOfColumn, isoDateOfColumn, minorOf } from '../columns';
import { notDueYet } from '../due-dates';
import { readDebt } from '../interest/read-debt';
import type { PlanSource } from '../open-case';
import { productLaw } from '../product-law';
import { rateText } from '../render/formats';
import { interestFacts, isInterestClaimed } from '../render/interest-facts';
import { amountText } from './columns';
import { figuresText } from './call-figures';

// As many bookings as fit beside the unpaid items on one page; the statement of account has all of them.
const RECENT_BOOKINGS = 20;

/** The unpaid invoices of a debtor, the one that is due first at the head. */
export async function unpaidInvoices(db: Db, debtorId: string) {
  const open = await db.ledgerEntry.groupBy({
    by: ['invoiceId'],
    where: { debtorId, invoiceId: { not: null } },
    _sum: { openEffectMinor: true },
    having: { openEffectMinor: { _sum: { gt: 0 } } },
  });
  const sums = new Map(open.map(({ invoiceId, _sum }) => [invoiceId, minorOf(_sum.openEffectMinor ?? 0n)]));
  const rows = await db.invoice.findMany({
    where: { id: { in: open.flatMap(({ invoiceId }) => invoiceId ?? []) } },
    include: { contract: true, case: { select: { policyVersionId: true } } },
    orderBy: [{ effectiveDueDate: 'asc' }, { number: 'asc' }],
  });
  return rows.map((row) => ({ ...row, openMinor: sums.get(row.id) ?? 0 }));
}

type UnpaidInvoice = Awaited<ReturnType<typeof unpaidInvoices>>[number];

interface Asked {
  readonly debtorId: string;
  /** The step of the call; null for a call of no step, which claims no interest. */
  readonly step: string | null;
  readonly today: IsoDate;
  /** Of the debtor, and of whoever reads. */
  readonly spoken: string;
  readonly language: string;
}

interface Deps {
  readonly db: Db;
  readonly plans: PlanSource;
}

/** The late interest that a message of the same step would claim on an invoice; empty where it would claim none. */
async function claimedRates(
  { db, plans }: Deps,
  invoice: UnpaidInvoice,
  step: string | null,
  today: EpochDay,
): Promise<UnpaidItem['rates']> {
  if (step === null || invoice.case === null || dayOfColumn(invoice.effectiveDueDate) >= today) return [];
  const plan = await plans.planOfVersion(invoice.case.policyVersionId);
  if (!isInterestClaimed(plan, step)) return [];
  const { entries, dueDay, ...debt } = await readDebt(db, invoice.id);
  const source = {
    ...{
      currency: debt.currency,
      contract: debt.contract,
      dueDate: isoDateOf(dueDay),
      disputedMinor: debt.disputedMinor,
    },
    entries: entries.map(({ valueDay, ...entry }) => ({ ...entry, valueDate: isoDateOf(valueDay) })),
  };
  return interestFacts(source, debt.parties, { plan, step, law: await productLaw(), today })?.rates ?? [];
}

/** What a customer owes over all of its invoices, in figures and one by one, and what was booked last (S197, S199). */
export async function callDebt(deps: Deps, invoices: readonly UnpaidInvoice[], asked: Asked) {
  const { debtorId, step, language, spoken } = asked;
  const today = dayOf(asked.today);
  const items = [];
  for (const invoice of invoices) {
    const dueDay = dayOfColumn(invoice.effectiveDueDate);
    items.push({ ...invoice, dueDay, rates: await claimedRates(deps, invoice, step, today) });
  }
  const sums = owedSums(items, today);
  const rateTexts = (rates: UnpaidItem['rates']) => rates.map((rate) => rateText(rate, language));
  return {
    asOf: asked.today,
    figures: figuresText(sums, spoken),
    sums: sums.map(({ currency, openMinor, overdueMinor, rates, ...counts }) => ({
      ...{ currency, ...counts },
      open: formatMoney({ amountMinor: openMinor, currency }),
      overdueOpen: formatMoney({ amountMinor: overdueMinor, currency }),
      rates: rateTexts(rates),
    })),
    items: items.map(({ number, currency, openMinor, dueDay, rates }) => ({
      ...{ invoice: number, currency },
      open: formatMoney({ amountMinor: openMinor, currency }),
      dueDate: isoDateOf(dueDay) === notDueYet ? null : isoDateOf(dueDay),
      daysOverdue: daysOverdue(dueDay, today),
      rates: rateTexts(rates),
    })),
    transactions: await recentBookings(deps.db, debtorId),
    promises: await judgedPromises(deps.db, debtorId),
  };
}

/** How many of its promises the debtor kept, in whole or in part, or broke: its past repayment (S27). */
async function judgedPromises(db: Db, debtorId: string) {
  const rows = await db.promiseToPay.groupBy({ by: ['status'], where: { debtorId }, _count: { _all: true } });
  const countOf = (status: string) => rows.find((row) => row.status === status)?._count._all ?? 0;
  return { kept: countOf('kept'), partlyKept: countOf('partlyKept'), broken: countOf('broken') };
}

async function recentBookings(db: Db, debtorId: string) {
  const rows = await db.ledgerEntry.findMany({
    where: { debtorId },
    include: { invoice: { select: { number: true } } },
    orderBy: [{ valueDate: 'desc' }, { id: 'desc' }],
    take: RECENT_BOOKINGS,
  });
  return rows.map(({ valueDate, type, invoice, amountMinor, currency }) => ({
    ...{ date: isoDateOfColumn(valueDate), type, invoice: invoice?.number ?? null, currency },
    amount: amountText(amountMinor, currency),
  }));
}
