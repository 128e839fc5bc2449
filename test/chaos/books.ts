import * as fc from 'fast-check';
import type { Db } from '../../clients/prisma';
import { startProviderStandIn } from '../support/provider-stand-in';
import { aSending, sendDeps } from '../support/sending';
import { seededFaults } from '../support/stand-in/faults';
import { anyDebtor } from './any-book';
import { liveDebtor, type BookOutcome } from './book-run';

// As many as a worker has in flight; the pool has ten connections.
const AT_ONCE = 10;
const FAULTS = 0.15;

/** Lives a generated book of `debtors` through the real gate, the provider failing now and then. */
export async function liveBook(db: Db, seed: number, debtors: number): Promise<BookOutcome> {
  const provider = await startProviderStandIn();
  provider.faults.push(...seededFaults(seed, FAULTS, debtors * 50, { hang: false }));
  const book = await aSending(db);
  const deps = sendDeps(db, book.policies, provider.url);
  const waiting = fc.sample(anyDebtor, { seed, numRuns: debtors }).map((debtor, index) => ({ debtor, index }));
  const outcomes: BookOutcome[] = [];
  const takeOne = async () => {
    for (let taken = waiting.pop(); taken !== undefined; taken = waiting.pop()) {
      const number = `B${String(taken.index).padStart(4, '0')}`;
      outcomes.push(await liveDebtor({ db, deps, provider, book }, number, taken.debtor));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeOne));
  await provider.close();
  return {
    messages: outcomes.reduce((sum, { messages }) => sum + messages, 0),
    violations: outcomes.flatMap(({ violations }) => violations),
  };
}
