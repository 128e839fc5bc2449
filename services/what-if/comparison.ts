import type { Plan } from '../../domain/plan';
import { addEffort, emptyEffort, type BookEffort, type Effort } from '../../domain/simulation/effort';
import { effortReportOf, type EffortReport } from '../../domain/simulation/effort-report';
import { isoDateOf } from '../../domain/time';
import type { PriceTable } from './price-table';
import { byValue, dimensions, segmentOfKey, type Dimension } from './segments';

/** The same for each of the two policies. */
export interface Both<T> {
  readonly a: T;
  readonly b: T;
}

/** Tasks of one role, week by week; weeks are named by their Monday. */
export interface RoleWeeks {
  readonly role: string;
  readonly weeks: readonly { readonly week: string; readonly tasks: number }[];
}

/** What two policies did with one part of the book. */
export interface SegmentComparison extends Both<EffortReport> {
  readonly dimension: Dimension;
  readonly value: string;
  readonly invoices: number;
}

/** What two policies did with one book. */
export interface Comparison {
  readonly policies: Both<{ readonly policy: string; readonly version: number; readonly hash: string }>;
  readonly prices: PriceTable;
  readonly whole: Both<EffortReport>;
  readonly tasksPerWeek: Both<readonly RoleWeeks[]>;
  /** One dimension after the other; a dimension in which the whole book is the same is left out. */
  readonly segments: readonly SegmentComparison[];
}

/** One policy's part of the comparison. */
export interface Contender {
  readonly plan: Plan;
  readonly effort: BookEffort;
}

const both = <T>({ a, b }: Both<Contender>, make: (contender: Contender) => T): Both<T> => ({ a: make(a), b: make(b) });

function sumWhere({ effort }: Contender, isWanted: (key: string) => boolean): Effort {
  const sum = emptyEffort();
  for (const [key, more] of effort.segments) if (isWanted(key)) addEffort(sum, more);
  return sum;
}

const roleWeeksOf = ({ effort }: Contender): RoleWeeks[] =>
  [...effort.weeks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, weeks]) => ({
      role,
      weeks: [...weeks].sort(([a], [b]) => a - b).map(([week, tasks]) => ({ week: isoDateOf(week), tasks })),
    }));

/** Puts together what two policies did with the same book. Pure. */
export function comparisonOf(contenders: Both<Contender>, prices: PriceTable): Comparison {
  const reports = (isWanted: (key: string) => boolean) =>
    both(contenders, (contender) => effortReportOf(sumWhere(contender, isWanted), contender.plan, prices));
  const keys = [...contenders.a.effort.segments.keys()];
  const segments = dimensions.flatMap((dimension) => {
    const values = [...new Set(keys.map((key) => segmentOfKey(key)[dimension]))].sort(byValue);
    if (values.length < 2) return [];
    return values.map((value): SegmentComparison => {
      const report = reports((key) => segmentOfKey(key)[dimension] === value);
      return { dimension, value, invoices: report.a.invoices, ...report };
    });
  });
  return {
    policies: both(contenders, ({ plan: { policy, version, hash } }) => ({ policy, version, hash })),
    prices,
    whole: reports(() => true),
    tasksPerWeek: both(contenders, roleWeeksOf),
    segments,
  };
}
