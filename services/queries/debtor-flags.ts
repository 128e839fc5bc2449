import type { Db } from '../../clients/prisma';
import { instantText } from './columns';

/** What people have said of a debtor, newest first: who proposed it, who decided, and when it ended (U9). */
export async function flagsOfDebtor(db: Db, debtorId: string) {
  const rows = await db.debtorFlag.findMany({ where: { debtorId }, orderBy: { id: 'desc' } });
  return rows.map((row) => ({
    flag: row.flag,
    state: row.state,
    proposedBy: `staff:${row.proposedById}`,
    proposedAt: row.proposedAt.toISOString(),
    decidedBy: row.decidedById === null ? null : `staff:${row.decidedById}`,
    decidedAt: instantText(row.decidedAt),
    endedAt: instantText(row.endedAt),
  }));
}
