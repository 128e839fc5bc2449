import type { Db, Tx } from '../clients/prisma';

// A connection is free within milliseconds unless the database is in trouble; then the caller should know soon.
const maxWaitMs = 5_000;
// A command may wait behind a batch of an import that holds the same debtors; such a batch takes well under ten seconds.
const timeoutMs = 20_000;

/** Runs `work` in one transaction; an exception rolls all of it back. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(work, { maxWait: maxWaitMs, timeout: timeoutMs });
}

/**
 * Takes the locks of debtors until the transaction ends, in id order, so that two transactions never wait for each other.
 * Contacts are reserved, and money and holds are booked, under this lock only (design 5).
 */
export async function lockDebtors(tx: Tx, debtorIds: readonly string[]): Promise<void> {
  const ids = [...new Set(debtorIds)];
  await tx.$queryRaw`select id from debtor where id = any(${ids}::uuid[]) order by id for update`;
}
