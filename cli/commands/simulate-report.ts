import type { RowProblem } from '../../domain/import/fields';
import type { Difference } from '../../domain/simulation/report';
import type { BookTally } from '../../domain/simulation/tally';
import type { Output } from '../output';

const BAR = 30;
const SHOWN_DIFFERENCES = 20;
const SHOWN_PROBLEMS = 10;

const count = (value: number): string => value.toLocaleString('en-US');

function chart(out: Output, title: string, counts: Readonly<Record<string, number>>): void {
  const rows = Object.entries(counts);
  if (rows.length === 0) return;
  const total = rows.reduce((sum, [, value]) => sum + value, 0);
  const most = Math.max(...rows.map(([, value]) => value));
  out.line();
  out.line(out.colors.bold(`${title}: ${count(total)}`));
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) {
    const bar = out.colors.cyan('█'.repeat(Math.max(1, Math.round((value / most) * BAR))));
    const share = `${((100 * value) / total).toFixed(1)} %`;
    out.line(`  ${name.padEnd(width)}  ${count(value).padStart(9)}  ${share.padStart(7)}  ${bar}`);
  }
}

/** The summary of a simulated book for people: endings, contacts by channel and by step, tasks, and how long it took. */
export function showSummary(out: Output, title: string, tally: BookTally, wallMs: number): void {
  out.line(title);
  chart(out, 'Invoices by ending', tally.outcomes());
  chart(out, 'Contacts by channel', tally.channels());
  chart(out, 'Contacts by step', tally.steps());
  chart(out, 'Tasks by step', tally.tasks());
  const { invoices } = tally;
  out.line();
  out.line(
    `Took ${(wallMs / 1000).toFixed(1)} s, ${count(Math.round((invoices * 1000) / Math.max(1, wallMs)))} invoices a second.`,
  );
}

/** Rows of the file that are not part of the simulation. */
export function noteProblems(out: Output, problems: readonly RowProblem[]): void {
  if (problems.length === 0) return;
  out.note(`${count(problems.length)} problems; the rows with them are left out:`);
  for (const { line, column, value, expected } of problems.slice(0, SHOWN_PROBLEMS)) {
    out.note(`  line ${line}, ${column}: found ${JSON.stringify(value)}, expected ${expected}`);
  }
  if (problems.length > SHOWN_PROBLEMS) out.note(`  … and ${problems.length - SHOWN_PROBLEMS} more`);
}

/** Where two engines differ, for people. */
export function showDifferences(out: Output, differences: readonly Difference[]): void {
  if (differences.length === 0) {
    out.line('Both engines give the same endings, contacts and tasks: difference 0.');
    return;
  }
  out.line(out.colors.red(`The engines differ in ${count(differences.length)} rows:`));
  const columns = ['What', 'Invoice', 'Step', 'planner', 'temporal'].map((title) => ({ title }));
  out.table(
    columns,
    differences
      .slice(0, SHOWN_DIFFERENCES)
      .map(({ what, invoice, step, left, right }) => [what, invoice, step, left ?? '–', right ?? '–']),
  );
}
