import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyProblem } from '../domain/policy/problem';
import type { TemplateSet } from '../domain/policy/templates';
import { MAX_POLICY_BYTES, type PolicyText, decodePolicy, tooLong } from './policy-text';

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
