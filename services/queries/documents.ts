import type { Db } from '../../clients/prisma';

/** A stored document of a debtor of the creditor, with its bytes; null when there is none such. */
export async function findDocument(
  db: Db,
  creditorId: string,
  id: string,
): Promise<{ readonly mediaType: string; readonly content: Buffer } | null> {
  const row = await db.document.findFirst({
    where: { id, debtor: { creditorId } },
    select: { mediaType: true, content: true },
  });
  return row === null ? null : { mediaType: row.mediaType, content: Buffer.from(row.content) };
}
