import { dependOnDay } from './conditions';
import type { Plan, PlanStep, Requirement, StepCondition } from './plan';

/**
 * A step as the planner looks at it. What only the plan says is worked out once, and every row has the same fields: those that a
 * step has or has not are several times dearer to read.
 */
export interface PlanRow {
  readonly step: PlanStep;
  readonly index: number;
  readonly id: string;
  readonly day: number;
  readonly entry: boolean;
  /** Ids of the steps of which one must have been performed before; null when the step has a day of its own. */
  readonly follows: readonly string[] | null;
  readonly requires: readonly Requirement[];
  readonly when: readonly StepCondition[];
  /** Whether the conditions may hold on one day and not on another although nothing happens. */
  readonly ages: boolean;
  /** The steps that stand in the place of this one. */
  readonly replacedBy: readonly PlanRow[];
  /** How many rows up to this one, itself included, the day alone may let in or shut out. */
  readonly agingSoFar: number;
}

const none: readonly never[] = [];

const rowOf = (step: PlanStep, index: number, replacedBy: readonly PlanRow[], agingSoFar: number): PlanRow => ({
  step,
  index,
  id: step.id,
  day: step.day,
  entry: step.entry,
  follows: step.after?.steps ?? null,
  requires: step.requires ?? none,
  when: step.when,
  ages: dependOnDay(step.when),
  replacedBy,
  agingSoFar,
});

function makeRows({ steps }: Plan): readonly PlanRow[] {
  const replacers = new Map<string, PlanRow[]>();
  for (const { instead = none } of steps) for (const id of instead) replacers.set(id, []);
  const replacedByAging = new Set(steps.flatMap(({ when, instead = none }) => (dependOnDay(when) ? instead : none)));
  let aging = 0;
  const rows = steps.map((step, index) => {
    if (dependOnDay(step.when) || replacedByAging.has(step.id)) aging += 1;
    return rowOf(step, index, replacers.get(step.id) ?? none, aging);
  });
  for (const row of rows) {
    for (const id of row.step.instead ?? none) {
      const found = replacers.get(id);
      // Repetitions of a step have the same conditions: they are asked once, unless each is judged on a day of its own.
      if (row.ages || found?.some((other) => other.id === row.id) !== true) found?.push(row);
    }
  }
  return rows;
}

// A plan never changes; its rows are asked for at every look, millions of times in a comparison.
const rowsByPlan = new WeakMap<Plan, readonly PlanRow[]>();

/** The rows of a plan, in the order of its steps. */
export function rowsOf(plan: Plan): readonly PlanRow[] {
  const known = rowsByPlan.get(plan);
  if (known !== undefined) return known;
  const rows = makeRows(plan);
  rowsByPlan.set(plan, rows);
  return rows;
}
