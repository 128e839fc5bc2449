import type { Db } from '../../clients/prisma';
import { createPolicyStore, type PolicyStore } from '../../services/policy-store';
import { checkoutFolder } from '../../workers/checkout';

// Of this test file: to check a pack renders every template, a third of a second for each test.
let stored: string | null = null;

/** The hash of the policy that stays when the tables are emptied; null while none is stored. */
export const keptPolicyHash = (): string | null => stored;

/** A store in whose database `standard` is: checked and stored once a test file, kept by every reset. */
export async function standardStored(db: Db): Promise<PolicyStore> {
  const store = createPolicyStore(db);
  const isThere = stored !== null && (await db.policyVersion.count({ where: { hash: stored } })) > 0;
  if (isThere) return store;
  await store.loadPacks(`${checkoutFolder()}/policies`, ['standard']);
  stored = (await store.planFor('standard')).hash;
  return store;
}
