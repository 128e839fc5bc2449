import type { Db } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { tellPapers } from './papers';

/** Looks for viruses in a file. Rejects when it could not look: the file stays quarantined, and is tried again. */
export interface VirusScanner {
  scan(content: Uint8Array): Promise<'clean' | 'infected'>;
}

// A scan takes a second or less; more wait for the next turn.
const MOST_AT_ONCE = 20;

/**
 * Has every quarantined upload scanned: a clean one may be read and sent from then on, the content of an infected one is thrown
 * away and only its hash is kept. Cases hear how their papers stand; the relay delivers it.
 *
 * @returns how many got a verdict
 * @throws what the scanner said of the first file that it could not scan, after all others
 */
export async function scanUploads({
  db,
  scanner,
  now,
}: {
  readonly db: Db;
  readonly scanner: VirusScanner | null;
  readonly now: Date;
}): Promise<number> {
  if (scanner === null) return 0;
  const select = { id: true, debtorId: true, invoiceId: true, content: true, contentHash: true } as const;
  const waiting = await db.upload.findMany({
    where: { scan: 'pending' },
    select,
    orderBy: { id: 'asc' },
    take: MOST_AT_ONCE,
  });
  const problems: unknown[] = [];
  for (const { id, debtorId, invoiceId, content, contentHash } of waiting) {
    const verdict = await scanner.scan(content ?? new Uint8Array()).catch((error: unknown) => {
      problems.push(error);
      return null;
    });
    // One file that cannot be scanned keeps no other in quarantine.
    if (verdict === null) continue;
    await db.$transaction(async (tx) => {
      await lockDebtors(tx, [debtorId]);
      const data = { scan: verdict, scannedAt: now, ...(verdict === 'infected' ? { content: null } : {}) };
      const { count } = await tx.upload.updateMany({ where: { id, scan: 'pending' }, data });
      if (count === 0) return;
      const found = { uploadId: id, contentHash, verdict };
      await appendEvidence(tx, [
        { chain: { kind: 'debtor', id: debtorId }, kind: 'paperScanned', at: now, content: found },
      ]);
      await tellPapers(tx, { debtorId, invoiceId }, now);
    });
  }
  if (problems.length > 0) throw problems[0];
  return waiting.length;
}
