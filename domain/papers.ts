/** Papers that people upload about a debtor or one of its invoices. */
export const paperKinds = ['contract', 'order', 'deliveryNote', 'acceptance', 'invoice'] as const;

export type PaperKind = (typeof paperKinds)[number];

// What a claim is proved with: what was agreed, delivered, accepted and invoiced (S203, S204).
const needed: readonly (readonly PaperKind[])[] = [
  ['contract', 'order'],
  ['deliveryNote'],
  ['acceptance'],
  ['invoice'],
];

/** The papers that a claim still lacks, each by the first kind that would do; empty when all are there. */
export const missingPapers = (present: readonly string[]): PaperKind[] =>
  needed.flatMap((kinds) => (kinds.some((kind) => present.includes(kind)) ? [] : kinds.slice(0, 1)));

/** The fact on which legal steps wait (S73, S202); null while nobody keeps papers of this claim here. */
export function evidenceOf(present: readonly string[]): 'complete' | 'incomplete' | null {
  if (present.length === 0) return null;
  return missingPapers(present).length === 0 ? 'complete' : 'incomplete';
}

/** Formats in which papers are kept: those that every reader shows and none executes. */
export const paperTypes = ['application/pdf', 'image/png', 'image/jpeg', 'image/tiff'] as const;

export type PaperType = (typeof paperTypes)[number];
