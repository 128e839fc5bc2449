import { createCaseStarter } from '../clients/case-starter';
import type { Bench, BenchParts } from './bench';
import { startOf, writeCases, yesterday } from './book';
import { figureOf } from './figures';
import { interleave, pairsOf } from './measure';
import { inParallel } from './parallel';

const STARTS_AT_ONCE = 8;
const WAIT_MS = 3 * 86_400_000;

/** Starts cases that sleep until their first reminder, and waits until all have opened. */
async function parkCases({ installation, creditorId }: BenchParts, count: number): Promise<void> {
  const { versionId } = await installation.policies.planFor('standard');
  const book = { creditorId, policyVersionId: versionId };
  const cases = await writeCases(installation.db, book, count, yesterday(new Date()));
  const starter = createCaseStarter(installation.client);
  await inParallel(STARTS_AT_ONCE, cases, (found) => starter.start(startOf(found)));
  const ids = cases.map(({ caseId }) => caseId);
  while ((await installation.db.collectionCase.count({ where: { id: { in: ids }, rowSeq: 0 } })) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What one more sleeping workflow takes in the worker's cache: after a collection, per case, in blocks. */
export const memory: Bench = {
  name: 'memory',
  title: 'cached idle case in the worker',
  exactMemory: true,
  async run(parts) {
    const { product, bare, isQuick } = parts;
    const inBlock = isQuick ? 20 : 100;
    let blocks = 0;
    const grown = async (peer: typeof product, park: () => Promise<void>) => {
      const before = await peer.memory();
      await park();
      const after = await peer.memory();
      return {
        heapKb: (after.heapBytes - before.heapBytes) / 1024 / inBlock,
        residentKb: (after.residentBytes - before.residentBytes) / 1024 / inBlock,
      };
    };
    const rounds = await interleave(isQuick ? 2 : 5, {
      product: () => grown(product, () => parkCases(parts, inBlock)),
      bare: () => {
        blocks += 1;
        const ids = Array.from({ length: inBlock }, (_, index) => `bare-memory:${blocks}:${index}`);
        return grown(bare, () => bare.starts({ ids, waitMs: WAIT_MS, atOnce: STARTS_AT_ONCE }));
      },
    });
    return [
      figureOf(
        'JavaScript heap of a case',
        'KB',
        pairsOf(rounds, (block) => block.heapKb),
        { atMost: 1.5 },
      ),
      figureOf(
        'resident memory of a case',
        'KB',
        pairsOf(rounds, (block) => block.residentKb),
      ),
    ];
  },
};
