import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/errors';
import type { Law } from '../domain/law/law';
import { readLaw } from './rate-tables';

// Above the sources, and above their compiled copies below dist/.
const places = [join(__dirname, '..'), join(__dirname, '..', '..')].map((root) => join(root, 'policies', 'law'));

let law: Promise<Law> | null = null;

/**
 * The schemes and rate tables of the product, from `policies/law` beside its code, read once.
 * @throws DomainError naming each fault of its files
 */
export function productLaw(): Promise<Law> {
  law ??= readProductLaw();
  return law;
}

async function readProductLaw(): Promise<Law> {
  const folder = places.find((place) => existsSync(place));
  if (folder === undefined) throw new DomainError('noLaw', `No folder policies/law found near ${__dirname}`);
  const read = await readLaw(folder);
  if (read.ok) return read.law;
  const faults = read.problems.map(({ file, line, path, expected }) => `${file}:${line} ${path}: expected ${expected}`);
  throw new DomainError('badLaw', `The law files cannot be used:\n${faults.join('\n')}`);
}
