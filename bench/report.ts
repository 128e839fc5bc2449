import Table from 'cli-table3';
import type { Figure, Goal } from './figures';
import type { Spread } from './statistics';

/** Everything that a run found out. */
export interface Report {
  readonly commit: string;
  readonly quick: boolean;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly loadAtStart: number;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly servers: string;
  readonly benches: readonly {
    readonly name: string;
    readonly title: string;
    readonly seconds: number;
    readonly figures: readonly Figure[];
  }[];
}

const short = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
const shown = ({ median, min, max }: Spread): string => `${short(median)} (${short(min)}–${short(max)})`;
const goalText = (goal: Goal): string => ('atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`);

/** A measured figure in a line, for those who watch a long run. */
export const lineOf = ({ name, unit, product, ratio }: Figure): string =>
  `  ${name}: ${shown(product)} ${unit}, ratio ${shown(ratio)}`;

/** The report for people: medians, with the smallest and the largest block in parentheses. */
export function textOf(report: Report): string {
  const { machine, versions } = report;
  const lines = [
    `Commit ${report.commit}${report.quick ? ', quick: small blocks, the figures say little' : ''}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, load ${machine.loadAtStart}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    report.servers,
  ];
  for (const { name, title, seconds, figures } of report.benches) {
    const table = new Table({
      head: ['', 'unit', 'product', 'bare', 'ratio', 'goal', 'met'],
      style: { head: [], border: [] },
    });
    for (const { name: what, unit, product, bare, ratio, goal, met } of figures) {
      const judged = goal === null ? ['', ''] : [goalText(goal), met === true ? 'yes' : 'no'];
      table.push([what, unit, shown(product), shown(bare), shown(ratio), ...judged]);
    }
    lines.push('', `${name}: ${title} (${seconds.toFixed(0)} s)`, table.toString());
  }
  return lines.join('\n');
}
