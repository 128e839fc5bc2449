/** Types of customers for whom a script has other words (S316). */
export const customerTypes = ['cooperation', 'shortOfCash', 'delaying'] as const;
export type CustomerType = (typeof customerTypes)[number];

/**
 * The type by which the words of a call are chosen: who delays on purpose hears what delay costs, who is short of cash how to
 * pay in parts, who values the cooperation what punctuality keeps (S316, S317). Null: nobody knows, the neutral words.
 */
export function customerTypeOf(known: {
  readonly motive: string | null;
  readonly relationship: string | null;
}): CustomerType | null {
  if (known.motive === 'malicious') return 'delaying';
  if (known.motive === 'pressured') return 'shortOfCash';
  return known.relationship === 'longTerm' || known.relationship === 'important' ? 'cooperation' : null;
}
