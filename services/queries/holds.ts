import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { isoDateOfColumn } from '../columns';
import { instantText } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = { debtor: { select: { number: true } }, invoice: { select: { number: true } } } as const;

type HoldRecord = Prisma.HoldGetPayload<{ include: typeof withContext }>;

function itemOf(row: HoldRecord) {
  return {
    id: row.id,
    scope: row.scope,
    kind: row.kind,
    reason: row.reason,
    debtor: row.debtor?.number ?? null,
    invoice: row.invoice?.number ?? null,
    caseId: row.caseId,
    from: isoDateOfColumn(row.fromDate),
    until: row.untilDate === null ? null : isoDateOfColumn(row.untilDate),
    placedBy: row.placedBy,
    releasedAt: instantText(row.releasedAt),
    releasedBy: row.releasedBy,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A named pause. */
export type HoldItem = ReturnType<typeof itemOf>;

/** A page of the creditor's holds, newest first; `active` admits those that nobody has released. */
export async function listHolds(
  db: Db,
  query: { readonly creditorId: string; readonly active: boolean | undefined; readonly page: PageRequest },
): Promise<Page<HoldItem>> {
  const { creditorId, active, page } = query;
  const released = active === undefined ? {} : { releasedAt: active ? null : { not: null } };
  const rows = await db.hold.findMany({
    where: { creditorId, ...released, ...createdBefore(page.after) },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}

/** The hold of a case, and a case through which it can be released; `caseId` is null when no open case is concerned. */
export async function locateHold(
  db: Db,
  creditorId: string,
  id: string,
): Promise<{ readonly id: string; readonly caseId: string | null } | null> {
  const row = await db.hold.findFirst({ where: { id, creditorId }, select: { caseId: true, debtorId: true } });
  if (row === null) return null;
  if (row.caseId !== null) return { id, caseId: row.caseId };
  // A hold on a whole debtor is released through any of its open cases; the others are told by the same command.
  const open = await db.collectionCase.findFirst({
    where: { creditorId, debtorId: row.debtorId ?? id, endedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  return { id, caseId: open?.id ?? null };
}
