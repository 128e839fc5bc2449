import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../../clients/prisma';
import { readPack } from '../../services/policy-packs';
import { createPolicyStore, type PolicyStore } from '../../services/policy-store';
import { checkoutFolder } from '../../workers/checkout';
import { published } from './published';

let kept: string | null = null;

/** The hash of the policy that stays when the tables are emptied; null while none is stored. */
export const keptPolicyHash = (): string | null => kept;

/** A store in whose database `standard` is, and stays through every reset. */
export async function standardStored(db: Db): Promise<PolicyStore> {
  kept = await storeChecked(db, 'standard');
  return createPolicyStore(db);
}

const checkedPack = z.object({
  name: z.string(),
  version: z.number(),
  hash: z.string(),
  document: z.record(z.string(), z.json()),
  templates: z.record(z.string(), z.string()),
});

/**
 * Stores a pack of the product and returns its hash. It is checked once a run: to render every template with every fact takes
 * a second, and most test files need it.
 */
export async function storeChecked(db: Db, name: string): Promise<string> {
  const file = join(published('TEST_FOLDER'), `${name}.json`);
  if (!existsSync(file)) await check(name, file);
  const pack = checkedPack.parse(JSON.parse(readFileSync(file, 'utf8')));
  await db.policyVersion.createMany({ data: [pack], skipDuplicates: true });
  return pack.hash;
}

async function check(name: string, file: string): Promise<void> {
  const checked = await readPack(join(checkoutFolder(), 'policies'), name);
  if (!checked.ok) throw new Error(`The pack ${name} is not right: ${JSON.stringify(checked.problems)}`);
  const { policy, document, templates, hash } = checked.pack;
  // Whole or not there: the other jest worker may look for it at any moment.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify({ name, version: policy.version, hash, document, templates }));
  renameSync(unfinished, file);
}
