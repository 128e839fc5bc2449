import { spreadOf, type Spread } from './statistics';

/** What one round measured for the product and for its bare peer. */
export interface Pair {
  readonly product: number;
  readonly bare: number;
}

/** A goal for a ratio: at most, or at least. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** One line of the table. The ratio is taken in each round, so that a load that comes and goes falls on both alike. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly product: Spread;
  readonly bare: Spread;
  readonly ratio: Spread;
  readonly goal: Goal | null;
  readonly met: boolean | null;
}

const isMet = (goal: Goal, ratio: number): boolean => ('atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast);

/** A figure from its rounds. The ratio is product / bare, and is judged by its median. */
export function figureOf(name: string, unit: string, rounds: readonly Pair[], goal: Goal | null = null): Figure {
  const ratio = spreadOf(rounds.map((round) => round.product / round.bare));
  return {
    name,
    unit,
    product: spreadOf(rounds.map((round) => round.product)),
    bare: spreadOf(rounds.map((round) => round.bare)),
    ratio,
    goal,
    met: goal === null ? null : isMet(goal, ratio.median),
  };
}
