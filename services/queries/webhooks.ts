import type { Db } from '../../clients/prisma';
import { pageOf, type Cursor, type Page, type PageRequest } from './page';

/** A webhook that fits nothing, without its content. */
export interface ParkedWebhook {
  readonly id: string;
  readonly provider: string;
  readonly kind: string;
  readonly reason: string;
  readonly receivedAt: string;
}

const cursorOf = (row: { readonly receivedAt: Date; readonly id: string }): Cursor => ({
  value: row.receivedAt.toISOString(),
  id: row.id,
});

function receivedBefore(after: Cursor | undefined) {
  if (after === undefined || after.value === null) return {};
  const receivedAt = new Date(after.value);
  return { OR: [{ receivedAt: { lt: receivedAt } }, { receivedAt, id: { lt: after.id } }] };
}

/** A page of the parked webhooks, newest first. They belong to no book: nobody knows whom they concern. */
export async function listParked(db: Db, page: PageRequest): Promise<Page<ParkedWebhook>> {
  const rows = await db.webhookEvent.findMany({
    where: { appliedAt: null, parkedReason: { not: null }, ...receivedBefore(page.after) },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
    select: { id: true, provider: true, kind: true, parkedReason: true, receivedAt: true },
  });
  return pageOf(rows, page.limit, cursorOf, ({ id, provider, kind, parkedReason, receivedAt }) => ({
    id,
    provider,
    kind,
    reason: parkedReason ?? '',
    receivedAt: receivedAt.toISOString(),
  }));
}
