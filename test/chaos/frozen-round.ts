import { until } from '../support/story-until';
import type { CrashCase } from './crash-cases';
import { acceptedFor, caughtWorkers, recover, waitUntilIdle, type CrashSite, type Recovered } from './crash-round';
import { startWorkerProcess, type WorkerProcess } from './crash-process';

/** A case whose worker froze, was taken for dead, and went on. */
export interface Thawed extends Recovered {
  /** What our record says in the end, when the frozen worker has done what it was about to do. */
  readonly finalState: string;
}

// A busy machine; a provider that never answers is given up by its SDK after 20 s.
const WITHIN_SECONDS = 150;

/**
 * Catches every case at its point and freezes the workers there: they neither work nor report, and the server takes them for
 * dead. Others take over; then the frozen ones go on where they stood, not knowing of it. Tells what came of each case.
 */
export async function frozenRound(
  site: CrashSite,
  cases: readonly CrashCase[],
  { workers }: { readonly workers: number },
): Promise<Thawed[]> {
  const { db, provider, settings } = site;
  const frozen: WorkerProcess[] = [];
  const others: WorkerProcess[] = [];
  try {
    await caughtWorkers({ workers, site, cases }, frozen);
    const frozenAt = performance.now();
    for (const worker of frozen) worker.freeze();
    for (let count = 0; count < workers; count += 1) others.push(startWorkerProcess({ ...settings, points: {} }));
    const recovered = await recover(site, cases, frozenAt);
    await waitUntilIdle(site, cases);
    for (const worker of frozen) worker.goOn();
    const stateOf = async ({ debtorId }: CrashCase) =>
      (await db.contact.findFirstOrThrow({ where: { debtorId } })).state;
    const answered = cases.filter(({ point }) => point !== 'afterAcceptanceBeforeAnswer');
    await until(
      'the frozen workers have recorded what they know',
      async () => (await Promise.all(answered.map(stateOf))).every((state) => state === 'sent'),
      WITHIN_SECONDS,
    );
    await waitUntilIdle(site, cases);
    return await Promise.all(
      recovered.map(async (row) => ({ ...row, accepted: acceptedFor(provider, row), finalState: await stateOf(row) })),
    );
  } finally {
    await Promise.all([...frozen, ...others].map((worker) => worker.kill()));
  }
}
