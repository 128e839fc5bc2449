import type { Db } from '../../clients/prisma';

/** Who uses the API: a person through one of their keys, or a machine. */
export interface Caller {
  readonly keyId: string;
  /** How evidence and audit name the caller: `staff:<id>` or `key:<id>`; no personal data. */
  readonly actor: string;
  readonly role: string | null;
  /** The creditor in whose book the caller works; null while there is no creditor at all. */
  readonly creditorId: string | null;
}

/**
 * The caller whose API key has `hash`; null when the key is unknown or revoked or its person has left. Staff of a creditor
 * work in that creditor's book, all others in the oldest one.
 */
export async function findCaller(db: Db, hash: string): Promise<Caller | null> {
  const key = await db.apiKey.findUnique({ where: { hash }, include: { staff: true } });
  if (key === null || key.revokedAt !== null || key.staff?.active === false) return null;
  const creditorId = key.staff?.creditorId ?? (await oldestCreditor(db));
  const actor = key.staff === null ? `key:${key.id}` : `staff:${key.staff.id}`;
  return { keyId: key.id, actor, role: key.staff?.role ?? null, creditorId };
}

async function oldestCreditor(db: Db): Promise<string | null> {
  const creditor = await db.creditor.findFirst({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return creditor?.id ?? null;
}
