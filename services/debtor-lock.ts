import type { Tx } from '../clients/prisma';

/**
 * Takes the locks of debtors until the transaction ends, in id order, so that two transactions never wait for each other.
 * Contacts are reserved, and money and holds are booked, under this lock only (design 5).
 */
export async function lockDebtors(tx: Tx, debtorIds: readonly string[]): Promise<void> {
  const ids = [...new Set(debtorIds)];
  await tx.$queryRaw`select id from debtor where id = any(${ids}::uuid[]) order by id for update`;
}
