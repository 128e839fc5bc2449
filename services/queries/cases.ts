import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { formatMoney } from '../../domain/money';
import { openBalances } from '../balances';
import { columnOfDay, isoDateOfColumn } from '../columns';
import { dayOf, type IsoDate } from '../../domain/time';
import { amountText, instantText, isUuid } from './columns';
import { explain, reasonOf, type Language } from './explain';
import { pageOf, type Cursor, type Page, type PageRequest } from './page';

/** What narrows a list of cases; an absent filter admits all. */
export interface CaseFilter {
  readonly status: string | undefined;
  readonly stage: string | undefined;
  /** The debtor's number. */
  readonly debtor: string | undefined;
  /** Effective due date before this date. */
  readonly dueBefore: IsoDate | undefined;
  /** Channel of the next step. */
  readonly channel: string | undefined;
  readonly sample: boolean | undefined;
}

/** What a list of cases is ordered by: next action, effective due date or age of the case. */
export const caseSorts = ['next', 'due', 'created'] as const;
export type CaseSort = (typeof caseSorts)[number];
export type Direction = 'asc' | 'desc';

const withContext = {
  invoice: { select: { number: true, amountMinor: true, dueDate: true, effectiveDueDate: true, sample: true } },
  debtor: { select: { number: true, name: true } },
  creditor: { select: { zone: true } },
} as const;

type CaseRecord = Prisma.CollectionCaseGetPayload<{ include: typeof withContext }>;

function itemOf(row: CaseRecord, openMinor: number, language: Language) {
  const reason = reasonOf(row.nextReason);
  return {
    id: row.id,
    invoiceId: row.invoiceId,
    invoice: row.invoice.number,
    debtorId: row.debtorId,
    debtor: row.debtor.number,
    debtorName: row.debtor.name,
    status: row.status,
    stage: row.stage,
    outcome: row.outcome,
    currency: row.currency,
    amount: amountText(row.invoice.amountMinor, row.currency),
    open: formatMoney({ amountMinor: openMinor, currency: row.currency }),
    dueDate: isoDateOfColumn(row.invoice.effectiveDueDate),
    sample: row.invoice.sample,
    zone: row.creditor.zone,
    next: {
      at: instantText(row.nextAt),
      step: row.nextStep,
      occurrence: row.nextOccurrence,
      effect: row.nextEffect,
      channel: row.nextChannel,
      severity: row.nextSeverity,
      reason,
      why: reason === null ? null : explain(reason, language, row.creditor.zone),
    },
    run: row.runNo,
    createdAt: row.createdAt.toISOString(),
    startedAt: instantText(row.startedAt),
    endedAt: instantText(row.endedAt),
  };
}

/** A case as lists show it, with what comes next, when, through what, and why. */
export type CaseItem = ReturnType<typeof itemOf>;

function sortValueOf(row: CaseRecord, sort: CaseSort): string | null {
  if (sort === 'next') return instantText(row.nextAt);
  return sort === 'due' ? row.invoice.effectiveDueDate.toISOString() : row.createdAt.toISOString();
}

function orderOf(sort: CaseSort, direction: Direction) {
  const byId = { id: direction };
  if (sort === 'next') return [{ nextAt: { sort: direction, nulls: 'last' as const } }, byId];
  return sort === 'due' ? [{ invoice: { effectiveDueDate: direction } }, byId] : [{ createdAt: direction }, byId];
}

function following(after: Cursor | undefined, sort: CaseSort, direction: Direction) {
  if (after === undefined) return {};
  const beyondId = direction === 'asc' ? { gt: after.id } : { lt: after.id };
  if (after.value === null) return { nextAt: null, id: beyondId };
  const at = new Date(after.value);
  const beyond = direction === 'asc' ? { gt: at } : { lt: at };
  if (sort === 'next') return { OR: [{ nextAt: beyond }, { nextAt: at, id: beyondId }, { nextAt: null }] };
  if (sort === 'created') return { OR: [{ createdAt: beyond }, { createdAt: at, id: beyondId }] };
  return { OR: [{ invoice: { effectiveDueDate: beyond } }, { invoice: { effectiveDueDate: at }, id: beyondId }] };
}

function whereOf(creditorId: string, filter: CaseFilter) {
  const { status, stage, debtor, dueBefore, channel, sample } = filter;
  return {
    creditorId,
    ...(status === undefined ? {} : { status }),
    ...(stage === undefined ? {} : { stage }),
    ...(channel === undefined ? {} : { nextChannel: channel }),
    ...(debtor === undefined ? {} : { debtor: { number: debtor } }),
    invoice: {
      ...(dueBefore === undefined ? {} : { effectiveDueDate: { lt: columnOfDay(dayOf(dueBefore)) } }),
      ...(sample === undefined ? {} : { sample }),
    },
  };
}

/** A page of the creditor's cases, in a stable order by (sort value, id); cases without a next action come last. */
export async function listCases(
  db: Db,
  query: {
    readonly creditorId: string;
    readonly filter: CaseFilter;
    readonly sort: CaseSort;
    readonly direction: Direction;
    readonly page: PageRequest;
    readonly language: Language;
  },
): Promise<Page<CaseItem>> {
  const { sort, direction, page } = query;
  const rows = await db.collectionCase.findMany({
    where: { AND: [whereOf(query.creditorId, query.filter), following(page.after, sort, direction)] },
    include: withContext,
    orderBy: orderOf(sort, direction),
    take: page.limit + 1,
  });
  const open = await openBalances(
    db,
    rows.map((row) => row.invoiceId),
  );
  return pageOf(
    rows,
    page.limit,
    (row) => ({ value: sortValueOf(row, sort), id: row.id }),
    (row) => itemOf(row, open.get(row.invoiceId)?.openMinor ?? 0, query.language),
  );
}

const byKey = (creditorId: string, key: string) => ({
  creditorId,
  OR: [...(isUuid(key) ? [{ id: key }, { invoiceId: key }] : []), { invoice: { number: key } }],
});

/** Id and currency of a case by case id, invoice id or invoice number; null when the book has none such. */
export async function locateCase(
  db: Db,
  creditorId: string,
  key: string,
): Promise<{ readonly id: string; readonly currency: string } | null> {
  return db.collectionCase.findFirst({ where: byKey(creditorId, key), select: { id: true, currency: true } });
}

/** One case of the creditor by case id, invoice id or invoice number; null when the book has none such. */
export async function findCase(
  db: Db,
  query: { readonly creditorId: string; readonly key: string; readonly language: Language },
): Promise<CaseItem | null> {
  const { creditorId, key } = query;
  const row = await db.collectionCase.findFirst({ where: byKey(creditorId, key), include: withContext });
  if (row === null) return null;
  const open = await openBalances(db, [row.invoiceId]);
  return itemOf(row, open.get(row.invoiceId)?.openMinor ?? 0, query.language);
}
