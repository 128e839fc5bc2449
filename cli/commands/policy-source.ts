import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plan } from '../../domain/plan';
import { type PolicyProblem, expectedText, foundText } from '../../domain/policy/problem';
import { type PackFiles, packFiles, packNames } from '../../services/pack-texts';
import { type PolicyPack, readPackFiles } from '../../services/policy-packs';
import type { Language } from '../../services/queries/explain';
import { readPlan } from '../../services/what-if/read-plan';
import { CliError } from '../http';
import { policyTexts } from './policy-texts';

/** A pack as somebody named it: by its name, or by the path of its folder or file. */
export interface NamedPack {
  readonly label: string;
  readonly files: PackFiles;
}

/** The packs of this checkout. */
export const policiesFolder = (root: string): string => join(root, 'policies');

/** @throws CliError when there is neither a pack nor a file of that name */
export async function findPack(root: string, named: string, lang: Language): Promise<NamedPack> {
  const names = await packNames(policiesFolder(root));
  if (names.includes(named)) return { label: named, files: packFiles(join(policiesFolder(root), named)) };
  if (!existsSync(named)) {
    throw new CliError(policyTexts[lang].unknown(named, names.join(', ')));
  }
  if (statSync(named).isFile()) {
    return { label: basename(dirname(named)), files: { policy: named, templates: join(dirname(named), 'templates') } };
  }
  return { label: basename(named), files: packFiles(named) };
}

/** One problem as one line that editors can follow: file:line:column, path, what was expected, what stands there. */
export function problemLine({ policy, templates }: PackFiles, problem: PolicyProblem, lang: Language): string {
  const { path, line, column } = problem;
  const isTemplate = path.startsWith('templates.');
  const file = isTemplate ? join(templates, `${path.slice('templates.'.length)}.liquid`) : policy;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const fault = policyTexts[lang].fault(expectedText(problem, lang), foundText(problem, lang));
  return `${place}: ${isTemplate || path === '' ? '' : `${path}: `}${fault}`;
}

function refuse({ files }: NamedPack, named: string, problems: readonly PolicyProblem[], lang: Language): never {
  const lines = problems.map((problem) => problemLine(files, problem, lang));
  throw new CliError([policyTexts[lang].unusable(named), ...lines].join('\n'));
}

/** The pack, checked. @throws CliError naming every problem */
export async function usePack(root: string, named: string, lang: Language): Promise<PolicyPack> {
  const pack = await findPack(root, named, lang);
  const checked = await readPackFiles(pack.files);
  return checked.ok ? checked.pack : refuse(pack, named, checked.problems, lang);
}

/** The plan of a pack for a question that sends nothing: see `readPlan`. @throws CliError naming every problem */
export async function usePlan(root: string, named: string, lang: Language): Promise<Plan> {
  const pack = await findPack(root, named, lang);
  const read = await readPlan(pack.files);
  return read.ok ? read.plan : refuse(pack, named, read.problems, lang);
}
