import { createCaseMessenger } from '../../clients/case-messenger';
import { createPolicyStore } from '../../services/policy-store';
import { driveEvents } from '../../services/webhooks/drive-events';
import { readSendGridBatch } from '../../services/webhooks/sendgrid-events';
import { storeEvents } from '../../services/webhooks/store-events';
import { checkoutFolder } from '../../workers/checkout';
import { addScratchCreditor } from '../../workers/simulation/scratch-debtors';
import type { TestDatabase } from '../support/database';
import { startProviderStandIn } from '../support/provider-stand-in';
import { mailEvent } from '../support/stand-in/webhooks';
import { testTemporal, workflowBundle } from '../support/temporal';
import { aCrashCase, type CrashCase } from './crash-cases';
import type { CrashPoint } from './crash-points';
import type { CrashSite } from './crash-round';

/** A book, servers and a provider for crashes. Close it when all have happened. */
export async function crashSite({ db, url: databaseUrl }: TestDatabase) {
  const [temporal, provider, { codePath: bundlePath }] = await Promise.all([
    testTemporal(),
    startProviderStandIn(),
    workflowBundle(),
  ]);
  const { client, namespace, address } = temporal;
  const policies = createPolicyStore(db);
  await policies.loadPacks(`${checkoutFolder()}/policies`, ['standard']);
  const { versionId } = await policies.planFor('standard');
  const creditorId = await addScratchCreditor(db, 'Asia/Shanghai', 'CNY');
  const settings = { databaseUrl, address, namespace, bundlePath, providerUrl: provider.url };
  const site: CrashSite = { db, client, policies, provider, settings };
  return {
    site,
    /** Cases to be caught at `point`. */
    casesAt: async (point: CrashPoint, count: number): Promise<CrashCase[]> => {
      const cases: CrashCase[] = [];
      for (let number = 1; number <= count; number += 1)
        cases.push(await aCrashCase(db, { creditorId, versionId }, `${point}-${number}`, point));
      return cases;
    },
    close: async () => {
      await provider.close();
      await temporal.close();
    },
  };
}

/** Lets the provider report every message that it accepted as delivered. */
export async function reportDelivered({ db, client, provider }: CrashSite): Promise<void> {
  const now = new Date();
  const events = provider.accepted.map((mail) => mailEvent(mail, 'delivered', now));
  const ids = await storeEvents(db, readSendGridBatch(JSON.stringify(events)), now);
  await driveEvents({ db, messenger: createCaseMessenger(client) }, ids, { now, until: Infinity });
}
