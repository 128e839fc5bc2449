import type { Db } from '../../clients/prisma';
import { loadSampleBook, SAMPLE_CREDITOR, SAMPLE_SOURCE } from './load-sample-book';

/**
 * Loads the sample book into an installation that has no creditor yet, and completes a loading that was interrupted. An
 * installation with a book of its own, or whose sample book is complete, is left alone.
 *
 * @returns whether anything was loaded
 */
export async function ensureSampleBook(db: Db, now: Date): Promise<boolean> {
  const creditors = await db.creditor.findMany({ select: { name: true }, take: 2 });
  const isOurs = creditors.length === 1 && creditors[0]?.name === SAMPLE_CREDITOR;
  if (creditors.length > 0 && !isOurs) return false;
  const finished = await db.import.count({ where: { source: SAMPLE_SOURCE, finishedAt: { not: null } } });
  if (isOurs && finished > 0) return false;
  await loadSampleBook({ db }, now);
  return true;
}
