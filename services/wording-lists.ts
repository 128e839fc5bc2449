import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type WordingLists, readWordingLists } from '../domain/wording/lists';

// Above the sources, and above their compiled copies below dist/.
const places = [join(__dirname, '..'), join(__dirname, '..', '..')].map((root) => join(root, 'policies', 'wording'));

let lists: WordingLists | null = null;

/**
 * The lists of the product, from `policies/wording` beside its code: read once, the same for every policy of every
 * installation, because red lines are no setting (X22, X24).
 * @throws Error when the folder is missing; ZodError when a list is not as expected
 */
export function productWordingLists(): WordingLists {
  lists ??= readLists();
  return lists;
}

function readLists(): WordingLists {
  const folder = places.find((place) => existsSync(place));
  if (folder === undefined)
    throw new Error(`No folder policies/wording found near ${__dirname}: it holds the red lines`);
  const read = (name: string): unknown => parse(readFileSync(join(folder, name), 'utf8'));
  return readWordingLists([read('zh-CN.yaml'), read('en.yaml')], read('traditional.yaml'));
}
