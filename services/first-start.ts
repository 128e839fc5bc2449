import { randomBytes } from 'node:crypto';
import type { Db } from '../clients/prisma';
import { sha256 } from './sha256';

/** The person in whose name the first API key acts. */
const admin = { name: 'Administrator', email: 'admin@dunwell.invalid', role: 'admin' } as const;

/** A new API key: `dw_` and 32 random bytes in base64url. It is shown once; the database knows only its hash. */
function newApiKey(): string {
  return `dw_${randomBytes(32).toString('base64url')}`;
}

/** What the database keeps of an API key: SHA-256 of the whole key, in hexadecimal. 32 random bytes need no salt. */
export function hashApiKey(key: string): string {
  return sha256(key);
}

/**
 * On a database without any staff, creates the administrator and a new API key, in one transaction.
 *
 * @param keep stores the key for its owner, just before the commit: a key that nobody knows would lock everybody out
 * @returns the key; undefined when this is no first start
 */
export async function createFirstAdmin(db: Db, keep: (key: string) => void): Promise<string | undefined> {
  return db.$transaction(async (tx) => {
    // Two installations may meet the same empty database: the later one waits here and then finds the row.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('dunwell first start'))`;
    if ((await tx.staff.count()) > 0) return undefined;
    const key = newApiKey();
    await tx.staff.create({ data: { ...admin, apiKeys: { create: { name: 'first start', hash: hashApiKey(key) } } } });
    keep(key);
    return key;
  });
}

/** What the installation will do next, and why. */
export interface NextContact {
  caseId: string;
  at: Date;
  step: string;
  channel: string | null;
  reason: unknown;
}

/** The earliest planned action of all open cases; undefined while there is none. */
export async function findNextContact(db: Db): Promise<NextContact | undefined> {
  const row = await db.collectionCase.findFirst({
    where: { endedAt: null, nextAt: { not: null }, nextStep: { not: null } },
    orderBy: { nextAt: 'asc' },
  });
  if (row === null || row.nextAt === null || row.nextStep === null) return undefined;
  return { caseId: row.id, at: row.nextAt, step: row.nextStep, channel: row.nextChannel, reason: row.nextReason };
}

/** Whether there are open cases and each of them has planned what comes next: only then is the earliest one final. */
export async function everyCaseIsPlanned(db: Db): Promise<boolean> {
  const [open, unplanned] = await Promise.all([
    db.collectionCase.count({ where: { endedAt: null } }),
    db.collectionCase.count({ where: { endedAt: null, nextAt: null } }),
  ]);
  return open > 0 && unplanned === 0;
}
