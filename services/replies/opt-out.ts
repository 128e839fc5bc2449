import type { Tx } from '../../clients/prisma';
import type { Channel } from '../../domain/channels';
import { openDataTasks } from '../data-tasks';
import type { EvidenceEntry } from '../evidence';

/** An address as it is compared: mail without regard to case, numbers as they are. */
const spellings = (address: string): string[] => [...new Set([address, address.toLowerCase()])];

interface Address {
  readonly kind: string;
  readonly address: string;
}

/** Debtors that have this address: several where one office writes for all of them. */
export async function debtorsAt(tx: Tx, { kind, address }: Address): Promise<string[]> {
  const rows = await tx.contactPoint.findMany({
    where: { kind, address: { in: spellings(address) } },
    select: { debtorId: true },
    orderBy: { debtorId: 'asc' },
  });
  return [...new Set(rows.map(({ debtorId }) => debtorId))];
}

/**
 * Whoever holds the address wants no more messages on this channel: reminders end there, formal notices by post do not
 * (decisions 4.5). A debtor that cannot be reached any more becomes a data task (K1). The caller holds the locks of
 * {@link debtorsAt}. Idempotent.
 *
 * @returns evidence, for the caller's last statement
 */
export async function optOutAddress(
  tx: Tx,
  refusal: Address & { readonly channel: Channel; readonly at: Date; readonly source: string },
): Promise<EvidenceEntry[]> {
  const { kind, address, channel, at, source } = refusal;
  const points = await tx.contactPoint.findMany({
    where: { kind, address: { in: spellings(address) }, NOT: { optedOut: { has: channel } } },
    orderBy: { id: 'asc' },
  });
  for (const { id } of points) await tx.contactPoint.update({ where: { id }, data: { optedOut: { push: channel } } });
  const tasks = await openDataTasks(
    tx,
    points.map(({ debtorId }) => debtorId),
    at,
  );
  const optedOut = points.map(({ id: contactPointId, debtorId }): EvidenceEntry => ({
    chain: { kind: 'debtor', id: debtorId },
    kind: 'optedOut',
    at,
    content: { contactPointId, channel, source },
  }));
  return [...optedOut, ...tasks];
}

/**
 * Whoever refused messages on this channel wants them again, by the same way (START). The caller holds the locks of
 * {@link debtorsAt}. Idempotent.
 *
 * @returns evidence, for the caller's last statement
 */
export async function optInAddress(
  tx: Tx,
  wish: Address & { readonly channel: Channel; readonly at: Date; readonly source: string },
): Promise<EvidenceEntry[]> {
  const { kind, address, channel, at, source } = wish;
  const points = await tx.contactPoint.findMany({
    where: { kind, address: { in: spellings(address) }, optedOut: { has: channel } },
    orderBy: { id: 'asc' },
  });
  for (const { id, optedOut } of points) {
    const left = optedOut.filter((refused) => refused !== channel);
    await tx.contactPoint.update({ where: { id }, data: { optedOut: left } });
  }
  return points.map(({ id: contactPointId, debtorId }) => ({
    chain: { kind: 'debtor', id: debtorId },
    kind: 'optedIn',
    at,
    content: { contactPointId, channel, source },
  }));
}
