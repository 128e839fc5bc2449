import type { Channel } from '../channels';

/**
 * What the text of a proposed message is true for: its way and recipient, its template, and each invoice with what is open on
 * it in minor units, in the order of invoice ids. No personal data.
 */
export interface ProposalBasis {
  readonly channel: Channel;
  readonly pointId: string | null;
  readonly template: string;
  readonly invoices: readonly (readonly [invoiceId: string, openMinor: number])[];
}

/** A proposal that waits for a person or that one has released. */
export interface LivingProposal {
  readonly state: 'waiting' | 'released';
  /** Whether a person has changed its words. */
  readonly edited: boolean;
  /** Whether the deadline and the announced day that a person wrote are still those of the plan (X1). */
  readonly datesRight: boolean;
  readonly basis: ProposalBasis;
}

/**
 * What review mode makes of a message that the gate lets pass: `send` it with the machine's words, `sendReleased` with those of
 * the proposal, `propose` it, `keep` the proposal that waits, `rewrite` its text with today's dates, `sendBack` a released one
 * whose dates have moved to the person who wrote them, or `replace` it, because what it says is not true any more.
 */
export type ReviewDecision = 'send' | 'sendReleased' | 'propose' | 'keep' | 'rewrite' | 'sendBack' | 'replace';

/** Whether two texts say the same of the same: recipient, invoices, sums. */
export const isSameBasis = (a: ProposalBasis, b: ProposalBasis): boolean =>
  a.channel === b.channel &&
  a.pointId === b.pointId &&
  a.template === b.template &&
  a.invoices.length === b.invoices.length &&
  a.invoices.every(([id, open], index) => b.invoices[index]?.[0] === id && b.invoices[index]?.[1] === open);

/** Decides on review alone; whether the message may go out at all, the gate has decided before, at the same instant. Pure. */
export function decideReview(
  isReviewed: boolean,
  proposal: LivingProposal | null,
  basis: ProposalBasis,
): ReviewDecision {
  if (proposal === null) return isReviewed ? 'propose' : 'send';
  const isTrue = isSameBasis(proposal.basis, basis);
  if (proposal.state === 'released' && proposal.datesRight && isTrue) return 'sendReleased';
  // Nobody reviews these messages any more: what waits is dropped, and the machine's own words go out.
  if (!isReviewed) return 'send';
  if (!isTrue) return 'replace';
  if (proposal.state === 'released') return 'sendBack';
  return proposal.edited ? 'keep' : 'rewrite';
}
