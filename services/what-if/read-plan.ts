import type { Plan } from '../../domain/plan';
import { compilePlan } from '../../domain/policy/compile';
import type { PolicyProblem } from '../../domain/policy/problem';
import { type PackFiles, readPackTexts } from '../pack-texts';
import { policyHash, readPolicy } from '../policy-document';

/** The plan of a pack, or what is wrong with the pack. */
export type ReadPlan =
  { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/**
 * The plan of a pack for a question that sends nothing. Its templates count for the hash; whether they can be sent is asked where
 * a policy is checked or stored, and takes longer than all the rest.
 *
 * @throws when the policy cannot be read
 */
export async function readPlan(files: PackFiles): Promise<ReadPlan> {
  const texts = await readPackTexts(files);
  if (!texts.ok) return texts;
  const read = readPolicy(texts.text);
  if (!read.ok) return read;
  return { ok: true, plan: compilePlan(read.policy, policyHash(read.document, texts.templates)) };
}
