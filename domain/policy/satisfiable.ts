import { textFacts, type TextFact } from '../plan';
import type { PolicyStep } from './schema';

type Condition = PolicyStep['when'][number];

/** What conditions leave of one fact: words (null: any), or numbers `[atLeast, below)`. */
interface Allowed {
  words: readonly string[] | null;
  without: readonly string[];
  atLeast: number;
  below: number;
}

const anything = (): Allowed => ({ words: null, without: [], atLeast: 0, below: Infinity });

function narrow(allowed: Allowed, condition: Condition): Allowed {
  const listed = { in: undefined, notIn: undefined, atLeast: undefined, below: undefined, ...condition };
  const known: readonly string[] | null = condition.fact in textFacts ? wordsOf(condition.fact) : null;
  const before = allowed.words ?? known;
  const words = listed.in === undefined ? before : (before ?? listed.in).filter((word) => listed.in?.includes(word));
  return {
    words,
    without: [...allowed.without, ...(listed.notIn ?? [])],
    atLeast: Math.max(allowed.atLeast, listed.atLeast ?? 0),
    below: Math.min(allowed.below, listed.below ?? Infinity),
  };
}

const isTextFact = (fact: string): fact is TextFact => Object.hasOwn(textFacts, fact);
const wordsOf = (fact: string): readonly string[] | null => (isTextFact(fact) ? textFacts[fact] : null);

const isEmpty = ({ words, without, atLeast, below }: Allowed): boolean =>
  atLeast >= below || (words !== null && words.every((word) => without.includes(word)));

/** Whether some case meets all of these conditions at once. */
export function areSatisfiable(conditions: readonly Condition[]): boolean {
  const byFact = new Map<string, Allowed>();
  for (const condition of conditions) {
    byFact.set(condition.fact, narrow(byFact.get(condition.fact) ?? anything(), condition));
  }
  return ![...byFact.values()].some(isEmpty);
}

/** Whether one case can meet both steps: their conditions go together, and neither is taken instead of the other. */
export const canMeetBoth = (a: PolicyStep, b: PolicyStep): boolean =>
  !(a.instead ?? []).includes(b.id) && !(b.instead ?? []).includes(a.id) && areSatisfiable([...a.when, ...b.when]);
