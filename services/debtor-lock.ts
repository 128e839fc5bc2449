import type { Tx } from '../clients/prisma';

/**
 * Takes the locks of debtors until the transaction ends, in id order, so that two transactions never wait for each other.
 * Contacts are reserved, and money and holds are booked, under this lock only (design 5). It leaves the keys of the rows alone, so
 * that whoever only adds a row that refers to a debtor need not wait: holding another row, it would wait in a circle.
 */
export async function lockDebtors(tx: Tx, debtorIds: readonly string[]): Promise<void> {
  const ids = [...new Set(debtorIds)];
  await tx.$queryRaw`select id from debtor where id = any(${ids}::uuid[]) order by id for no key update`;
}

/**
 * Takes the lock of one debtor, and those of its addresses, in their order: debtors that share an address share its limits.
 * Addresses are locked by reservations only, and after the debtor, so that nobody waits in a circle.
 */
export async function lockForContact(tx: Tx, debtorId: string): Promise<void> {
  await tx.$queryRaw`
    with locked as materialized (select id from debtor where id = ${debtorId}::uuid for no key update)
    select pg_advisory_xact_lock(hashtextextended(address, 0))::text
    from (select distinct p.address from locked join contact_point p on p.debtor_id = locked.id order by 1) as addresses`;
}
