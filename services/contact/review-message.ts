import type { Channel } from '../../domain/channels';
import type { Tx } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import type { ChannelOption, ContactDecision } from '../../domain/contact/decide-contact';
import { decideReview, type ProposalBasis, type ReviewDecision } from '../../domain/contact/review';
import { creditorDayOf } from '../../domain/calendar';
import { addMinutes, instantOf, MINUTES_PER_DAY } from '../../domain/time';
import type { EvidenceEntry } from '../evidence';
import { wordsOf, type MessageWords } from '../render/edited-message';
import { claimOn, coverable, isReviewed, type CoveredCase, type GateContext } from './contact-facts';
import type { DraftMessage } from './draft-message';
import type { GateRows } from './gate-shape';
import type { LeadingText } from './message-content';
import { insertProposal, rewriteProposal, sendBackProposal, withdrawOfCase, withdrawProposal } from './proposals';
import { legalDayOn, legalTexts, staleDates } from './stated-dates';

// Looked at again every day, so that its text keeps the dates of now, and gives way when a later step has come.
const LOOK_AGAIN_DAYS = 1;

/** A proposal of this step as the gate reads it. */
export type StepProposal = NonNullable<GateRows['proposal']>;

/** A proposal that waits or is released, of the caller's own step. */
export type OwnProposal = StepProposal & { readonly state: 'waiting' | 'released' };

/** The proposal that decides on the step: not one that somebody rejected, nor a covering one that went its way. */
export function livingProposal({ proposal }: GateRows): OwnProposal | null {
  if (proposal === null || proposal.state === 'rejected') return null;
  if (!proposal.leads && !proposal.living) return null;
  return { ...proposal, state: proposal.state };
}

/** A person's own words, once they are released. */
export const releasedWords = (proposal: OwnProposal | null): MessageWords | null =>
  proposal !== null && proposal.state === 'released' && proposal.edited
    ? { subject: proposal.subject, text: proposal.text }
    : null;

/** The step waits for a person: until when nobody asks again, unless somebody decides before. */
export const waitsForRelease = (context: GateContext, step: string): Extract<ContactDecision, { kind: 'defer' }> => ({
  kind: 'defer',
  until: addMinutes(context.asOf, LOOK_AGAIN_DAYS * MINUTES_PER_DAY),
  reason: { code: 'proposal', step },
});

/** What a text would be true for now. Pure. */
export function basisOf(
  { rows, calendar, asOf }: GateContext,
  option: ChannelOption,
  template: string,
  invoiceIds: readonly string[],
): ProposalBasis {
  const named = rows.cases.filter(({ invoiceId }) => invoiceIds.includes(invoiceId));
  const today = creditorDayOf(calendar, asOf);
  const invoices = named.map((row) => [row.invoiceId, claimOn(rows, row, today).claimedMinor] as const);
  return {
    channel: option.channel,
    pointId: option.pointId,
    template,
    invoices: invoices.sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** Of the cases that a proposal covers beside the caller's own, those whose very step may still be in the message. Pure. */
export const coveredByProposal = (context: GateContext, proposal: OwnProposal, channel: Channel): CoveredCase[] =>
  context.rows.cases.flatMap((row) => {
    const step = proposal.steps.find(({ caseId }) => caseId === row.id);
    if (step === undefined || row.nextStep !== step.step || row.nextOccurrence !== step.occurrence) return [];
    return coverable(context, row, channel);
  });

/** A message that the gate lets pass now. */
export interface PassedMessage {
  readonly option: ChannelOption;
  readonly lead: LeadingText;
  readonly covered: readonly CoveredCase[];
  readonly drafted: DraftMessage;
}

/** What review mode makes of it. Pure. */
export function reviewOf(context: GateContext, proposal: OwnProposal | null, passed: PassedMessage): ReviewDecision {
  const basis = basisOfPassed(context, passed);
  if (proposal === null) return decideReview(isReviewed(context), null, basis);
  const datesRight = !proposal.edited || staleDates(context, proposal).length === 0;
  return decideReview(isReviewed(context), { ...proposal, datesRight }, basis);
}

const basisOfPassed = (context: GateContext, { option, lead, covered }: PassedMessage): ProposalBasis =>
  basisOf(context, option, lead.template, [context.own.invoiceId, ...covered.map(({ invoiceId }) => invoiceId)]);

/** Puts a message before a person instead of sending it. @returns evidence, for the caller's last statement */
export async function proposeMessage(
  tx: Tx,
  call: StepCall,
  context: GateContext,
  proposal: OwnProposal | null,
  decision: Exclude<ReviewDecision, 'send' | 'sendReleased'>,
  passed: PassedMessage,
): Promise<EvidenceEntry[]> {
  const at = new Date(instantOf(context.asOf));
  const legalDates = legalTexts(legalDayOn(context, passed.lead, creditorDayOf(context.calendar, context.asOf)));
  const words = wordsOf(passed.drafted.written.message);
  if (decision === 'keep') return [];
  if (decision === 'sendBack' && proposal !== null) return [await sendBackProposal(tx, call.caseId, proposal.id, at)];
  if (decision === 'rewrite' && proposal !== null) {
    await rewriteProposal(tx, proposal.id, words, { legalDates, leadDay: passed.lead.leadDay, at });
    return [];
  }
  if (proposal !== null) {
    const { id: proposalId } = proposal;
    await withdrawProposal(tx, { proposalId, why: 'changed', at, by: 'system', exceptCaseId: call.caseId });
  }
  const { lead, covered } = passed;
  const basis = basisOfPassed(context, passed);
  // A step before it that nobody released in time.
  await withdrawOfCase(tx, { caseId: call.caseId, why: 'otherStep', at, by: 'system' });
  return [await insertProposal(tx, { call, context, basis, lead, covered, words, legalDates })];
}
