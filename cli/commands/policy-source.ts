import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plan } from '../../domain/plan';
import type { PolicyProblem } from '../../domain/policy/problem';
import { type PackFiles, packFiles, packNames } from '../../services/pack-texts';
import { type PolicyPack, readPackFiles } from '../../services/policy-packs';
import { readPlan } from '../../services/what-if/read-plan';
import { CliError } from '../http';

/** A pack as somebody named it: by its name, or by the path of its folder or file. */
export interface NamedPack {
  readonly label: string;
  readonly files: PackFiles;
}

/** The packs of this checkout. */
export const policiesFolder = (root: string): string => join(root, 'policies');

/** @throws CliError when there is neither a pack nor a file of that name */
export async function findPack(root: string, named: string): Promise<NamedPack> {
  const names = await packNames(policiesFolder(root));
  if (names.includes(named)) return { label: named, files: packFiles(join(policiesFolder(root), named)) };
  if (!existsSync(named)) {
    throw new CliError(`There is no policy ${named}; expected ${names.join(', ')}, or the path of a folder or file.`);
  }
  if (statSync(named).isFile()) {
    return { label: basename(dirname(named)), files: { policy: named, templates: join(dirname(named), 'templates') } };
  }
  return { label: basename(named), files: packFiles(named) };
}

/** One problem as one line that editors can follow: file:line:column, path, what was expected, what stands there. */
export function problemLine({ policy, templates }: PackFiles, { path, value, expected, ...at }: PolicyProblem): string {
  const isTemplate = path.startsWith('templates.');
  const file = isTemplate ? join(templates, `${path.slice('templates.'.length)}.liquid`) : policy;
  const place = [file, at.line, at.column].filter((part) => part !== undefined).join(':');
  const found = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return `${place}: ${isTemplate || path === '' ? '' : `${path}: `}expected ${expected}, found ${found}`;
}

function refuse(files: PackFiles, named: string, problems: readonly PolicyProblem[]): never {
  const lines = problems.map((problem) => problemLine(files, problem));
  throw new CliError(`Policy ${named} cannot be used:\n${lines.join('\n')}`);
}

/** The pack, checked. @throws CliError naming every problem */
export async function usePack(root: string, named: string): Promise<PolicyPack> {
  const { files } = await findPack(root, named);
  const checked = await readPackFiles(files);
  return checked.ok ? checked.pack : refuse(files, named, checked.problems);
}

/** The plan of a pack for a question that sends nothing: see `readPlan`. @throws CliError naming every problem */
export async function usePlan(root: string, named: string): Promise<Plan> {
  const { files } = await findPack(root, named);
  const read = await readPlan(files);
  return read.ok ? read.plan : refuse(files, named, read.problems);
}
