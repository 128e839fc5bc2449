import type { Db } from '../../clients/prisma';

// Raw webhooks are kept for a year (decisions 6, U4).
const KEPT_YEARS = 1;
// One statement of this size takes some milliseconds and locks little.
const BATCH = 1_000;
// Bounds one turn; what is left waits for the next.
const MOST_BATCHES = 50;

/** What of old webhooks is gone: rows, and the bodies of those that a reply still names. */
export interface DeletedEvents {
  readonly deleted: number;
  readonly emptied: number;
}

function yearsBefore(now: Date, years: number): Date {
  const date = new Date(now);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return date;
}

/**
 * Deletes webhooks as they arrived, a year after they were applied, or received where nothing fitted them. What they said of a
 * contact and a reply's own words are records of their own and stay; an event that a reply names loses its body only. Safe to
 * repeat and to run in several workers at once.
 */
export async function deleteOldEvents({ db, now }: { readonly db: Db; readonly now: Date }): Promise<DeletedEvents> {
  const before = yearsBefore(now, KEPT_YEARS);
  const old = { OR: [{ appliedAt: { lt: before } }, { appliedAt: null, receivedAt: { lt: before } }] };
  const idsOf = async (where: object): Promise<string[]> => {
    const rows = await db.webhookEvent.findMany({ where: { ...old, ...where }, take: BATCH, select: { id: true } });
    return rows.map(({ id }) => id);
  };
  const count = { deleted: 0, emptied: 0 };
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const unnamed = await idsOf({ reply: null });
    const named = await idsOf({ reply: { isNot: null }, body: { not: '' } });
    const { count: deleted } = await db.webhookEvent.deleteMany({ where: { id: { in: unnamed } } });
    const { count: emptied } = await db.webhookEvent.updateMany({ where: { id: { in: named } }, data: { body: '' } });
    count.deleted += deleted;
    count.emptied += emptied;
    if (unnamed.length < BATCH && named.length < BATCH) break;
  }
  return count;
}
