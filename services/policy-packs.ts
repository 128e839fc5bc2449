import { join } from 'node:path';
import type { PolicyProblem } from '../domain/policy/problem';
import type { Policy } from '../domain/policy/schema';
import { type TemplateSet, checkTemplates } from '../domain/policy/templates';
import { type PackFiles, packFiles, readPackTexts } from './pack-texts';
import { policyHash, readPolicy } from './policy-document';
import { tryTemplates } from './render/trial';
import { productWordingLists } from './wording-lists';

/** A policy with its templates, checked. `document` is the text's value, from which the policy can be read again. */
export interface PolicyPack {
  readonly policy: Policy;
  readonly document: unknown;
  readonly templates: TemplateSet;
  readonly hash: string;
}

export type CheckedPack =
  | { readonly ok: true; readonly pack: PolicyPack }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads and checks the pack `name` of the packs in `folder`. */
export const readPack = (folder: string, name: string): Promise<CheckedPack> =>
  readPackFiles(packFiles(join(folder, name)));

/** Reads and checks one pack from its files; a missing folder of templates holds none. @throws when the policy cannot be read */
export async function readPackFiles(files: PackFiles): Promise<CheckedPack> {
  const read = await readPackTexts(files);
  return read.ok ? checkPack(read.text, read.templates) : read;
}

/** Checks a policy text and its templates: form, meaning, words, and every template rendered with sample facts. */
export function checkPack(text: string, templates: TemplateSet): CheckedPack {
  const read = readPolicy(text);
  if (!read.ok) return read;
  const { policy, document, placeOf } = read;
  const wording = productWordingLists();
  const problems = checkTemplates(policy, templates, wording).map((problem) =>
    problem.path.startsWith('steps.') ? { ...problem, ...placeOf(problem.path) } : problem,
  );
  if (problems.length > 0) return { ok: false, problems };
  const unrendered = tryTemplates(policy, templates, wording);
  if (unrendered.length > 0) return { ok: false, problems: unrendered };
  return { ok: true, pack: { policy, document, templates, hash: policyHash(document, templates) } };
}
