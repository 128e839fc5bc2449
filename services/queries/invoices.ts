import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { formatMoney } from '../../domain/money';
import type { IsoDate } from '../../domain/time';
import { openBalances } from '../balances';
import { isoDateOfColumn } from '../columns';
import { dueDateUnder, dueFactsOf, notDueYet } from '../due-dates';
import { amountText, isUuid } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = {
  debtor: { select: { number: true, country: true, zone: true } },
  contract: { select: { number: true } },
  case: { select: { id: true, status: true } },
  dueDateChanges: { orderBy: { createdAt: 'asc' } },
} as const;

type InvoiceRecord = Prisma.InvoiceGetPayload<{ include: typeof withContext }>;

/** A due date, or null where nothing is due yet. */
const dueOrNull = (column: Date): IsoDate | null => {
  const date = isoDateOfColumn(column);
  return date === notDueYet ? null : date;
};

function itemOf(row: InvoiceRecord, openMinor: number) {
  const facts = dueFactsOf(row);
  const due = dueDateUnder(facts, row.debtor);
  return {
    id: row.id,
    number: row.number,
    debtorId: row.debtorId,
    debtor: row.debtor.number,
    currency: row.currency,
    amount: amountText(row.amountMinor, row.currency),
    open: formatMoney({ amountMinor: openMinor, currency: row.currency }),
    invoiceDate: isoDateOfColumn(row.invoiceDate),
    dueDate: isoDateOfColumn(row.dueDate),
    effectiveDueDate: dueOrNull(row.effectiveDueDate),
    waitsFor: due.ok ? null : due.waitsFor,
    terms: facts.terms,
    events: facts.events,
    contract: row.contract?.number ?? null,
    dueDateChanges: row.dueDateChanges.map((change) => ({
      from: dueOrNull(change.fromDate),
      to: dueOrNull(change.toDate),
      reason: change.reason,
      actor: change.actor,
      at: change.createdAt.toISOString(),
    })),
    receivableType: row.receivableType,
    cancelledAt: row.cancelledAt === null ? null : isoDateOfColumn(row.cancelledAt),
    sample: row.sample,
    caseId: row.case?.id ?? null,
    caseStatus: row.case?.status ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** An invoice with its open balance, the history of its due date and its case. */
export type InvoiceItem = ReturnType<typeof itemOf>;

/** A page of the creditor's invoices, newest first; `debtor` is a debtor's number. */
export async function listInvoices(
  db: Db,
  query: { readonly creditorId: string; readonly debtor: string | undefined; readonly page: PageRequest },
): Promise<Page<InvoiceItem>> {
  const { creditorId, debtor, page } = query;
  const rows = await db.invoice.findMany({
    where: {
      creditorId,
      ...(debtor === undefined ? {} : { debtor: { number: debtor } }),
      ...createdBefore(page.after),
    },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  const open = await openBalances(
    db,
    rows.map((row) => row.id),
  );
  return pageOf(rows, page.limit, createdCursor, (row) => itemOf(row, open.get(row.id)?.openMinor ?? 0));
}

/** One invoice of the creditor by id or number; null when the book has none such. */
export async function findInvoice(db: Db, creditorId: string, key: string): Promise<InvoiceItem | null> {
  const row = await db.invoice.findFirst({
    where: { creditorId, OR: [...(isUuid(key) ? [{ id: key }] : []), { number: key }] },
    include: withContext,
  });
  if (row === null) return null;
  const open = await openBalances(db, [row.id]);
  return itemOf(row, open.get(row.id)?.openMinor ?? 0);
}
