import type { Db } from '../../clients/prisma';

/** The time zone in which a creditor's dates are meant. @throws when there is no such creditor */
export async function zoneOfCreditor(db: Db, creditorId: string): Promise<string> {
  const creditor = await db.creditor.findUniqueOrThrow({ where: { id: creditorId }, select: { zone: true } });
  return creditor.zone;
}
