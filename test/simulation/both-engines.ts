import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Db } from '../../clients/prisma';
import { importPresets } from '../../domain/import/mapping';
import type { SimDebtor, SimPeople, SimResult } from '../../domain/simulation/book';
import { bookResultOf, differencesOf } from '../../domain/simulation/report';
import type { EpochDay } from '../../domain/time';
import { createPinnedPlans } from '../../services/pinned-plans';
import { readCsvBook } from '../../services/simulation/csv-book';
import { bookByPlanner } from '../../services/simulation/planner-book';
import { bookByTemporal } from '../../workers/simulation/run-book';
import { addScratchCreditor } from '../../workers/simulation/scratch-debtors';
import { createVirtualTime } from '../../workers/simulation/virtual-time';
import { testTemporal } from '../support/temporal';
import { startVirtualWorkers } from '../support/virtual-workers';

/** Both engines on one server: workers whose people behave in one way. */
export async function startBothEngines(db: Db, people: SimPeople) {
  const temporal = await testTemporal();
  const { client, nativeConnection: connection, namespace } = temporal;
  const workers = await startVirtualWorkers({ db, client, connection, namespace, people, packs });
  const time = createVirtualTime(temporal.connection, namespace);
  const plans = createPinnedPlans(db, workers.policies);
  return {
    /** Runs a book by both and says in what they differ. */
    async compare(
      debtors: readonly SimDebtor[],
      until: EpochDay,
      { policy = 'standard', creditorZone = 'Asia/Shanghai' }: { policy?: string; creditorZone?: string } = {},
    ) {
      const { plan, versionId } = await workers.policies.planFor(policy);
      const place = { creditorZone, until };
      const planned = bookResultOf(bookByPlanner(plan, people, place, debtors));
      const creditorId = await addScratchCreditor(db, creditorZone, 'CNY');
      const results: SimResult[] = [];
      const { signal } = new AbortController();
      const parts = { db, client, time, creditorId, plans, policy: { versionId }, signal };
      await bookByTemporal(parts, plan, place, debtors, (result) => results.push(result));
      return { planned, differences: differencesOf(planned, bookResultOf(results)) };
    },
    stop: async () => {
      await workers.stop();
      await temporal.close();
    },
  };
}

/** Every pack of the checkout. */
export const packs = readdirSync(join(__dirname, '..', '..', 'policies'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(entry.parentPath, entry.name, 'policy.yaml')))
  .map(({ name }) => name)
  .sort();

const realBook = join(resolve(__dirname, '..', '..'), '..', 'shared', 'data', 'receivables-2012-2013.csv');

/** `it`, skipped by name where the real book is absent. */
export const itWithRealBook = existsSync(realBook) ? it : it.skip;

/** The first invoices of the real book, paid on their real dates. */
export async function realDebtors(limit: number): Promise<readonly SimDebtor[]> {
  const { debtors } = await readCsvBook(createReadStream(realBook), {
    mapping: importPresets['ibm-ar'],
    currency: 'USD',
    payments: 'actual',
    zone: 'Asia/Shanghai',
    language: 'en',
    limit,
  });
  return debtors;
}
