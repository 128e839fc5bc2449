import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { isoDateOfColumn } from '../columns';
import { amountText, instantText, isUuid } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = {
  debtor: { select: { number: true } },
  entries: { orderBy: { createdAt: 'asc' }, include: { invoice: { select: { number: true } } } },
} as const;

type PaymentRecord = Prisma.PaymentGetPayload<{ include: typeof withContext }>;

function itemOf(row: PaymentRecord) {
  return {
    id: row.id,
    debtorId: row.debtorId,
    debtor: row.debtor.number,
    reference: row.reference,
    amount: amountText(row.amountMinor, row.currency),
    currency: row.currency,
    valueDate: isoDateOfColumn(row.valueDate),
    payer: row.payer,
    source: row.source,
    reversedAt: instantText(row.reversedAt),
    entries: row.entries.map((entry) => ({
      type: entry.type,
      invoice: entry.invoice?.number ?? null,
      amount: amountText(entry.amountMinor, entry.currency),
    })),
    createdAt: row.createdAt.toISOString(),
  };
}

/** A payment with the ledger entries that it made: what went to which invoice, and what is credit on account. */
export type PaymentItem = ReturnType<typeof itemOf>;

/** A page of the payments to the creditor, newest first; `debtor` is a debtor's number. */
export async function listPayments(
  db: Db,
  query: { readonly creditorId: string; readonly debtor: string | undefined; readonly page: PageRequest },
): Promise<Page<PaymentItem>> {
  const { creditorId, debtor, page } = query;
  const rows = await db.payment.findMany({
    where: {
      creditorId,
      ...(debtor === undefined ? {} : { debtor: { number: debtor } }),
      ...createdBefore(page.after),
    },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}

/** One payment to the creditor by id or reference; null when there is none such. */
export async function findPayment(db: Db, creditorId: string, key: string): Promise<PaymentItem | null> {
  const row = await db.payment.findFirst({
    where: { creditorId, OR: [...(isUuid(key) ? [{ id: key }] : []), { reference: key }] },
    include: withContext,
  });
  return row === null ? null : itemOf(row);
}
