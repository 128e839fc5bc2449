import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../domain/canonical-json';
import { parsePolicy } from '../domain/policy/parse';
import type { PolicyProblem } from '../domain/policy/problem';
import type { Policy } from '../domain/policy/schema';
import { type TemplateSet, checkTemplates } from '../domain/policy/templates';
import { readYaml } from './policy-yaml';
import { tryTemplates } from './render/trial';

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

/**
 * SHA-256 (hex) over the canonical form of a policy document and its templates: same meaning, same hash, whatever the layout
 * of the file. The document is taken as written, so that a later product with new defaults computes the same.
 */
export const policyHash = (document: unknown, templates: TemplateSet): string =>
  createHash('sha256').update(canonicalJson({ document, templates })).digest('hex');

/** Names of the packs in `folder`, in order. */
export async function packNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Reads and checks the pack `name`: `<folder>/<name>/policy.yaml` and `templates/<template>.<language>.<format>.liquid` beside it. */
export async function readPack(folder: string, name: string): Promise<CheckedPack> {
  const text = await readFile(join(folder, name, 'policy.yaml'), 'utf8');
  return checkPack(text, await readTemplates(join(folder, name, 'templates')));
}

async function readTemplates(folder: string): Promise<TemplateSet> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.liquid')).sort();
  const read = async (name: string): Promise<[string, string]> => {
    const text = await readFile(join(folder, name), 'utf8');
    return [name.slice(0, -'.liquid'.length), text.replace(/\r\n/g, '\n')];
  };
  return Object.fromEntries(await Promise.all(names.map(read)));
}

/** Checks a policy text and its templates: form, meaning, words, and every template rendered with sample facts. */
export function checkPack(text: string, templates: TemplateSet): CheckedPack {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const parsed = parsePolicy(yaml.document);
  if (!parsed.ok) {
    return { ok: false, problems: parsed.problems.map((problem) => ({ ...problem, line: yaml.lineOf(problem.path) })) };
  }
  const { policy } = parsed;
  const problems = checkTemplates(policy, templates).map((problem) =>
    problem.path.startsWith('steps.') ? { ...problem, line: yaml.lineOf(problem.path) } : problem,
  );
  if (problems.length > 0) return { ok: false, problems };
  const unrendered = tryTemplates(policy, templates);
  if (unrendered.length > 0) return { ok: false, problems: unrendered };
  return { ok: true, pack: { policy, document: yaml.document, templates, hash: policyHash(yaml.document, templates) } };
}
