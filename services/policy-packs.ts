import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../domain/canonical-json';
import { parsePolicy } from '../domain/policy/parse';
import type { PolicyProblem } from '../domain/policy/problem';
import type { Policy } from '../domain/policy/schema';
import { type TemplateSet, checkTemplates } from '../domain/policy/templates';
import { productPresets, withPreset } from './policy-presets';
import { MAX_POLICY_BYTES, type PolicyText, decodePolicy, tooLong } from './policy-text';
import { readYaml } from './policy-yaml';
import { sha256 } from './sha256';
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

/**
 * SHA-256 (hex) over the canonical form of a policy document and its templates: same meaning, same hash, whatever the layout
 * of the file. The document is taken as written, so that a later product with new defaults computes the same.
 */
export const policyHash = (document: unknown, templates: TemplateSet): string =>
  sha256(canonicalJson({ document, templates }));

/** A document with the values of the preset that it names, so that what is stored does not change with a preset's file. */
const complete = (document: unknown): unknown => withPreset(document, productPresets());

/** Names of the packs in `folder`, in order: the folders in it that hold a policy; others hold rates or lists of words. */
export async function packNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'policy.yaml')))
    .map(({ name }) => name)
    .sort();
}

/** Where the files of one pack are. */
export interface PackFiles {
  readonly policy: string;
  readonly templates: string;
}

/** The files of the pack in `folder`: `policy.yaml` and `templates/<template>.<language>.<format>.liquid` beside it. */
export const packFiles = (folder: string): PackFiles => ({
  policy: join(folder, 'policy.yaml'),
  templates: join(folder, 'templates'),
});

/** Reads and checks the pack `name` of the packs in `folder`. */
export const readPack = (folder: string, name: string): Promise<CheckedPack> =>
  readPackFiles(packFiles(join(folder, name)));

/** Reads and checks one pack from its files; a missing folder of templates holds none. @throws when the policy cannot be read */
export async function readPackFiles(files: PackFiles): Promise<CheckedPack> {
  const read = await readPackTexts(files);
  return read.ok ? checkPack(read.text, read.templates) : read;
}

/** The texts of a pack as they stand in its files, not checked yet. */
export type PackTexts =
  | { readonly ok: true; readonly text: string; readonly templates: TemplateSet }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads the texts of a pack. @throws when the policy cannot be read */
export async function readPackTexts({ policy, templates }: PackFiles): Promise<PackTexts> {
  const text = await readTextOf(policy);
  if (!text.ok) return text;
  const read = await readTemplates(templates);
  return read.ok ? { ok: true, text: text.text, templates: read.templates } : read;
}

/** The content hash that a pack of these texts has; null when the text is no YAML. */
export function hashOfTexts(text: string, templates: TemplateSet): string | null {
  const yaml = readYaml(text);
  return yaml.ok ? policyHash(complete(yaml.document), templates) : null;
}

async function readTextOf(file: string): Promise<PolicyText> {
  const { size } = await stat(file);
  // A file that is too long is not even read.
  return size > MAX_POLICY_BYTES ? tooLong(size) : decodePolicy(await readFile(file));
}

type ReadTemplates =
  | { readonly ok: true; readonly templates: TemplateSet }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

async function readTemplates(folder: string): Promise<ReadTemplates> {
  const names = (await filesIn(folder)).filter((name) => name.endsWith('.liquid')).sort();
  const texts: [string, string][] = [];
  const problems: PolicyProblem[] = [];
  for (const name of names) {
    const key = name.slice(0, -'.liquid'.length);
    const read = await readTextOf(join(folder, name));
    if (read.ok) texts.push([key, read.text.replace(/\r\n/g, '\n')]);
    else problems.push(...read.problems.map((problem) => ({ ...problem, path: `templates.${key}` })));
  }
  return problems.length === 0 ? { ok: true, templates: Object.fromEntries(texts) } : { ok: false, problems };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Checks a policy text and its templates: form, meaning, words, and every template rendered with sample facts. */
export function checkPack(text: string, templates: TemplateSet): CheckedPack {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const document = complete(yaml.document);
  const parsed = parsePolicy(document);
  if (!parsed.ok) {
    return { ok: false, problems: parsed.problems.map((problem) => ({ ...problem, ...yaml.placeOf(problem.path) })) };
  }
  const { policy } = parsed;
  const wording = productWordingLists();
  const problems = checkTemplates(policy, templates, wording).map((problem) =>
    problem.path.startsWith('steps.') ? { ...problem, ...yaml.placeOf(problem.path) } : problem,
  );
  if (problems.length > 0) return { ok: false, problems };
  const unrendered = tryTemplates(policy, templates, wording);
  if (unrendered.length > 0) return { ok: false, problems: unrendered };
  return { ok: true, pack: { policy, document, templates, hash: policyHash(document, templates) } };
}
