import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { formatMoney } from '../../domain/money';
import { creditsOnAccount } from '../balances';
import { isoDateOfColumn, minorOf } from '../columns';
import { instantText, isUuid } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = {
  people: { orderBy: { role: 'asc' }, include: { points: { orderBy: { address: 'asc' } } } },
  points: { where: { personId: null }, orderBy: { address: 'asc' } },
} as const;

type DebtorRecord = Prisma.DebtorGetPayload<{ include: typeof withContext }>;
type PointRecord = DebtorRecord['points'][number];

const pointOf = (point: PointRecord) => ({
  kind: point.kind,
  label: point.label,
  address: point.address,
  bouncedAt: instantText(point.bouncedAt),
  wrongAt: instantText(point.wrongAt),
  verifiedOn: point.verifiedOn === null ? null : isoDateOfColumn(point.verifiedOn),
  optedOut: point.optedOut,
});

function itemOf(row: Omit<DebtorRecord, 'people' | 'points'>) {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    kind: row.kind,
    country: row.country,
    zone: row.zone,
    language: row.language,
    grade: row.grade,
    motive: row.motive,
    relationship: row.relationship,
    contactHours: row.contactHours,
    paymentRunDays: row.paymentRunDays,
    cashDates: row.cashDates.map(isoDateOfColumn),
    marketRisk: row.marketRisk,
    segment: row.segment,
    policy: row.policyName,
    noContactUntil: row.noContactUntil === null ? null : isoDateOfColumn(row.noContactUntil),
    reviewMessages: row.reviewMessages,
    sample: row.sample,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A debtor as lists show it. */
export type DebtorItem = ReturnType<typeof itemOf>;

/** A page of the creditor's debtors, newest first. */
export async function listDebtors(
  db: Db,
  query: { readonly creditorId: string; readonly sample: boolean | undefined; readonly page: PageRequest },
): Promise<Page<DebtorItem>> {
  const { creditorId, sample, page } = query;
  const rows = await db.debtor.findMany({
    where: { creditorId, ...(sample === undefined ? {} : { sample }), ...createdBefore(page.after) },
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}

/** Per currency: what is open on invoices, and what was received and not yet allocated. */
async function accountOf(db: Db, debtorId: string) {
  const sums = await db.ledgerEntry.groupBy({
    by: ['currency'],
    where: { debtorId, invoiceId: { not: null } },
    _sum: { openEffectMinor: true },
    orderBy: { currency: 'asc' },
  });
  const credits = await creditsOnAccount(db, debtorId);
  const open = new Map(sums.map((sum) => [sum.currency, minorOf(sum._sum.openEffectMinor ?? 0n)]));
  const currencies = [...new Set([...open.keys(), ...credits.keys()])].sort();
  return currencies.map((currency) => ({
    currency,
    open: formatMoney({ amountMinor: open.get(currency) ?? 0, currency }),
    onAccount: formatMoney({ amountMinor: credits.get(currency) ?? 0, currency }),
  }));
}

/** One debtor of the creditor by id or number, with its contact matrix and what is open per currency; null when unknown. */
export async function findDebtor(db: Db, creditorId: string, key: string) {
  const row = await db.debtor.findFirst({
    where: { creditorId, OR: [...(isUuid(key) ? [{ id: key }] : []), { number: key }] },
    include: withContext,
  });
  if (row === null) return null;
  return {
    ...itemOf(row),
    points: row.points.map(pointOf),
    people: row.people.map(({ role, name, language, noContactUntil, points }) => ({
      role,
      name,
      language,
      noContactUntil: noContactUntil === null ? null : isoDateOfColumn(noContactUntil),
      points: points.map(pointOf),
    })),
    balances: await accountOf(db, row.id),
  };
}
