import type { Channel } from '../domain/channels';
import { type AddressFacts, addressedChannels, reachableChannels } from '../domain/reachability';
import type { IsoDate } from '../domain/time';
import type { Db } from '../clients/prisma';
import { columnOfDay, minorOf } from './columns';

/** A part of the overdue book: debtors, and what they owe by currency, in minor units. */
export interface Reach {
  readonly debtors: number;
  /** Between 0 and 1; 1 for an empty book. */
  readonly share: number;
  readonly openMinor: Readonly<Record<string, number>>;
}

/** Which part of the overdue debtors can be reached through what (K1). */
export interface Reachability {
  readonly asOf: IsoDate;
  readonly overdue: Reach;
  readonly channels: readonly ({ readonly channel: Channel } & Reach)[];
  readonly unreachable: Reach;
}

interface Overdue {
  readonly debtor_id: string;
  readonly currency: string;
  readonly open: bigint;
}

/**
 * The share of the overdue debtors of a creditor that is reachable by each channel, by number of debtors and by open amount
 * (K1). Overdue on `asOf` = due before that date and open now; reachable = an address that has not bounced and whose holder
 * has not refused the channel.
 */
export async function reachability(db: Db, creditorId: string, asOf: IsoDate): Promise<Reachability> {
  const overdue = await db.$queryRaw<Overdue[]>`
    select i.debtor_id, i.currency, sum(b.open)::bigint as open
    from invoice i
    join lateral (select sum(l.open_effect_minor)::bigint as open from ledger_entry l where l.invoice_id = i.id) b on b.open > 0
    where i.creditor_id = ${creditorId}::uuid and i.cancelled_at is null and i.effective_due_date < ${columnOfDay(asOf)}::date
    group by i.debtor_id, i.currency`;
  const points = await db.contactPoint.findMany({
    where: { debtor: { creditorId } },
    select: { debtorId: true, kind: true, bouncedAt: true, optedOut: true },
  });
  const addresses = new Map<string, AddressFacts[]>();
  for (const { debtorId, kind, bouncedAt, optedOut } of points) {
    addresses.set(debtorId, [...(addresses.get(debtorId) ?? []), { kind, bounced: bouncedAt !== null, optedOut }]);
  }
  const reachOf = (debtorId: string) => reachableChannels(addresses.get(debtorId) ?? []);
  const byDebtor = new Map(overdue.map((row) => [row.debtor_id, reachOf(row.debtor_id)]));
  const part = (isIn: (channels: readonly Channel[]) => boolean) => sumUp(overdue, byDebtor, isIn);
  return {
    asOf,
    overdue: part(() => true),
    channels: addressedChannels.map((channel) => ({ channel, ...part((channels) => channels.includes(channel)) })),
    unreachable: part((channels) => channels.length === 0),
  };
}

function sumUp(
  overdue: readonly Overdue[],
  byDebtor: ReadonlyMap<string, readonly Channel[]>,
  isIn: (channels: readonly Channel[]) => boolean,
): Reach {
  const members = new Set([...byDebtor].filter(([, channels]) => isIn(channels)).map(([debtorId]) => debtorId));
  const openMinor: Record<string, number> = {};
  for (const row of overdue) {
    if (members.has(row.debtor_id)) openMinor[row.currency] = (openMinor[row.currency] ?? 0) + minorOf(row.open);
  }
  const share = byDebtor.size === 0 ? 1 : members.size / byDebtor.size;
  return { debtors: members.size, share, openMinor };
}
