/** What a debt's place in the work list depends on, in percent; together 100 (S319). */
export interface PriorityWeights {
  /** What is to be collected: the debtor's overdue sum beside the largest of the book. */
  readonly target: number;
  /** What a call costs beside that sum. */
  readonly cost: number;
  /** Whether the debtor can pay: by its grade. */
  readonly solvency: number;
  /** What is at stake for the cooperation. */
  readonly relationship: number;
}

/** What is weighed of one debtor. Sums are minor units of one currency. */
export interface WeighedDebt {
  readonly overdueMinor: number;
  readonly largestMinor: number;
  /** Null: no price in this currency; it counts as nothing. */
  readonly costMinor: number | null;
  readonly grade: string | null;
  readonly relationship: string | null;
}

// Without a policy's own weights the sum alone decides.
const bySum: PriorityWeights = { target: 100, cost: 0, solvency: 0, relationship: 0 };

const solvencyOf: Readonly<Record<string, number>> = { A: 1, B: 0.7, C: 0.3 };
const stakeOf: Readonly<Record<string, number>> = { important: 1, longTerm: 0.8, standard: 0.3 };
// What nobody knows stands in the middle (X17).
const UNKNOWN = 0.5;

const shareOf = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole)));

/** How soon a person should turn to a debtor, 0 to 100: collection target, cost, solvency and relationship, weighted (S319). */
export function priorityOf(weights: PriorityWeights | undefined, debt: WeighedDebt): number {
  const { target, cost, solvency, relationship } = weights ?? bySum;
  const score =
    target * shareOf(debt.overdueMinor, debt.largestMinor) +
    cost * (1 - shareOf(debt.costMinor ?? 0, debt.overdueMinor)) +
    solvency * (solvencyOf[debt.grade ?? ''] ?? UNKNOWN) +
    relationship * (stakeOf[debt.relationship ?? ''] ?? UNKNOWN);
  return Math.round(score);
}
