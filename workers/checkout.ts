import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder of the checkout, from the sources and from their compiled copies below `dist/` alike: policies and the workflow
 * bundle are found there.
 *
 * @throws Error when the checkout is incomplete.
 */
export function checkoutFolder(): string {
  const folder = [join(__dirname, '..'), join(__dirname, '..', '..')].find((path) =>
    existsSync(join(path, 'policies')),
  );
  if (folder === undefined) throw new Error(`No folder policies found near ${__dirname}: the checkout is incomplete.`);
  return folder;
}
