import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../workers/checkout';

/** Rows of the same shape as a table of Markdown, to be pasted into docs/measurements.md. */
function tableOf(rows: readonly object[]): string {
  const cells = rows.map((row) => Object.values(row).map(String));
  const names = Object.keys(rows[0] ?? {});
  return [names, names.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Prints figures for people and leaves them as JSON in `test-results/<name>.json`. */
export function report(name: string, rows: readonly object[]): void {
  const folder = join(checkoutFolder(), 'test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`);
  process.stderr.write(`\n${name}\n\n${tableOf(rows)}\n\n`);
}
