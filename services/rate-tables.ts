import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Law, RateTable, Scheme } from '../domain/law/law';
import { rateTableSchema, schemesSchema } from '../domain/law/schema';
import { decodePolicy } from './policy-text';
import { readYaml } from './policy-yaml';

/** One fault in a law file: which file, where in it, what stands there and what was expected. */
export interface LawProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly expected: string;
}

type Checked<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problems: readonly LawProblem[] };

export type ReadLaw =
  { readonly ok: true; readonly law: Law } | { readonly ok: false; readonly problems: readonly LawProblem[] };

/** Checks the text of a rate table: dates that exist, in order, without overlap, an address with each rate. */
export const checkRateTable = (file: string, bytes: Uint8Array): Checked<RateTable> =>
  checkFile(file, bytes, rateTableSchema);

/** Checks the text of the schemes and that each of their tables is there. */
export function checkSchemes(
  file: string,
  bytes: Uint8Array,
  tables: readonly RateTable[],
): Checked<readonly Scheme[]> {
  const read = checkFile(file, bytes, schemesSchema, ({ schemes }) =>
    schemes.flatMap(({ id, rate }, index) => {
      if (!('table' in rate) || tables.some((table) => table.id === rate.table)) return [];
      return [{ path: `schemes.${index}.rate`, expected: `scheme ${id}: the name of a rate table, not ${rate.table}` }];
    }),
  );
  return read.ok ? { ok: true, value: read.value.schemes } : read;
}

/**
 * Reads `<folder>/schemes.yaml` and `<folder>/rates/*.yaml`. One fault in one file and nothing is loaded: an interest claim
 * with half of the law would be wrong without anybody seeing it.
 */
export async function readLaw(folder: string): Promise<ReadLaw> {
  const names = (await readdir(join(folder, 'rates'))).filter((name) => name.endsWith('.yaml')).sort();
  const read = await Promise.all(
    names.map(async (name) => checkRateTable(join('rates', name), await readFile(join(folder, 'rates', name)))),
  );
  const tables = read.flatMap((each) => (each.ok ? [each.value] : []));
  const schemes = checkSchemes('schemes.yaml', await readFile(join(folder, 'schemes.yaml')), tables);
  const problems = [...read, schemes].flatMap((each) => (each.ok ? [] : each.problems));
  // A table that failed is missing for the schemes too: its own fault is the one to show.
  const own = problems.filter(({ file }) => file !== 'schemes.yaml');
  if (own.length > 0) return { ok: false, problems: own };
  return schemes.ok ? { ok: true, law: { schemes: schemes.value, tables } } : { ok: false, problems };
}

interface Fault {
  readonly path: string;
  readonly expected: string;
}

function checkFile<Value>(
  file: string,
  bytes: Uint8Array,
  schema: z.ZodType<Value>,
  faultsOf: (value: Value) => readonly Fault[] = () => [],
): Checked<Value> {
  const decoded = decodePolicy(bytes);
  const yaml = decoded.ok ? readYaml(decoded.text) : decoded;
  if (!yaml.ok) {
    const problems = yaml.problems.map(({ line = 1, column = 1, expected }) => ({
      file,
      line,
      column,
      path: '',
      expected,
    }));
    return { ok: false, problems };
  }
  const { placeOf } = yaml;
  const parsed = schema.safeParse(yaml.document);
  const faults = parsed.success ? faultsOf(parsed.data) : parsed.error.issues.map(faultOf);
  const problems = faults.map(({ path, expected }) => ({ file, ...placeOf(path), path, expected }));
  return parsed.success && problems.length === 0 ? { ok: true, value: parsed.data } : { ok: false, problems };
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') {
    return { path: path.join('.'), expected: issue.message.replace(/^expected /, '') };
  }
  return { path: [...path, issue.keys[0] ?? ''].join('.'), expected: `no such field (${issue.keys.join(', ')})` };
}
