import type { SimResult } from './book';

/** Counts of a book that is simulated debtor by debtor: its rows need not stay in memory. */
export interface BookTally {
  readonly invoices: number;
  add(result: SimResult): void;
  /** Invoices by how they ended. */
  outcomes(): Record<string, number>;
  channels(): Record<string, number>;
  steps(): Record<string, number>;
  /** Tasks by step. */
  tasks(): Record<string, number>;
}

const addOne = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

/** By name, so that the same counts are always written in the same order. */
const inOrder = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** An empty tally. */
export function createTally(): BookTally {
  const outcomes = new Map<string, number>();
  const channels = new Map<string, number>();
  const steps = new Map<string, number>();
  const tasks = new Map<string, number>();
  let invoices = 0;
  return {
    get invoices() {
      return invoices;
    },
    add(result) {
      invoices += result.outcomes.size;
      for (const outcome of result.outcomes.values()) addOne(outcomes, outcome);
      for (const { channel, step } of result.contacts) {
        addOne(channels, channel);
        addOne(steps, step);
      }
      for (const { step } of result.tasks) addOne(tasks, step);
    },
    outcomes: () => inOrder(outcomes),
    channels: () => inOrder(channels),
    steps: () => inOrder(steps),
    tasks: () => inOrder(tasks),
  };
}
