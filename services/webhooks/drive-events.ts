import type { Db } from '../../clients/prisma';
import { deliverMessages, type DeliveryDeps } from '../message-delivery';
import { applyEvent, FAILED } from './apply-event';

/** How many events were applied and how many fit nothing. */
export interface Driven {
  readonly applied: number;
  readonly parked: number;
}

/** Applies events one after the other until `until`, a number of milliseconds since the epoch; the rest is left to the worker. */
export async function driveEvents(
  deps: DeliveryDeps,
  ids: readonly string[],
  options: { readonly now: Date; readonly until: number },
): Promise<Driven> {
  const count = { applied: 0, parked: 0 };
  for (const id of ids) {
    if (Date.now() >= options.until) break;
    const result = await applyEvent(deps.db, id, options.now);
    if (result.kind === 'known') continue;
    count[result.kind] += 1;
    // Nobody waits for the cases: what is committed is true, and the relay repeats what does not arrive.
    if (result.kind === 'applied') await deliverMessages(deps, result.messageIds, { waitMs: 0 });
  }
  return count;
}

// Younger events are still in the hands of the request that brought them.
const SETTLED_AFTER_MS = 10_000;
// Bounds one turn; some fifty are applied in a second.
const BATCH = 500;

const oldestFirst = [{ receivedAt: 'asc' as const }, { id: 'asc' as const }];

/** Events that nobody has applied, for the worker's turn: what a stopped process left behind, and what failed. */
const leftBehind = (db: Db, now: Date) =>
  db.webhookEvent.findMany({
    where: {
      appliedAt: null,
      receivedAt: { lt: new Date(now.getTime() - SETTLED_AFTER_MS) },
      OR: [{ parkedReason: null }, { parkedReason: { startsWith: FAILED } }],
    },
    orderBy: oldestFirst,
    take: BATCH,
    select: { id: true },
  });

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

/** Applies what was stored and not applied. Safe to repeat and to run in several workers at once. */
export async function applyLeftBehind(deps: DeliveryDeps & { readonly now: Date }): Promise<Driven> {
  const { now } = deps;
  return driveEvents(deps, idsOf(await leftBehind(deps.db, now)), { now, until: Infinity });
}

/** Tries every parked event again, oldest first: what they lacked may have been added since. */
export async function redriveParked(deps: DeliveryDeps & { readonly now: Date }): Promise<Driven> {
  const { db, now } = deps;
  const total = { applied: 0, parked: 0 };
  // What stays parked keeps its place: the list goes on behind the last one that was tried.
  for (let after: { receivedAt: Date; id: string } | null = null; ;) {
    const rows: { receivedAt: Date; id: string }[] = await db.webhookEvent.findMany({
      where: { appliedAt: null, parkedReason: { not: null } },
      orderBy: oldestFirst,
      take: BATCH,
      ...(after === null ? {} : { cursor: { id: after.id }, skip: 1 }),
      select: { id: true, receivedAt: true },
    });
    const { applied, parked } = await driveEvents(deps, idsOf(rows), { now, until: Infinity });
    total.applied += applied;
    total.parked += parked;
    after = rows.at(-1) ?? null;
    if (rows.length < BATCH || after === null) return total;
  }
}
