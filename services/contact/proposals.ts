import type { Tx } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import type { ProposalBasis } from '../../domain/contact/review';
import { instantOf } from '../../domain/time';
import { appendEvidence, type EvidenceEntry } from '../evidence';
import { newId } from '../ids';
import type { MessageWords } from '../render/edited-message';
import { enqueueMessages } from '../signal-outbox';
import type { CoveredCase, GateContext } from './contact-facts';
import type { LeadingText } from './message-content';
import { textHashOf } from './text-hash';

// What overtakes a message that waits: of what gate and planner say, the window or a cap does not.
const overtaking = ['paid', 'hold', 'ended', 'promise', 'cancelled', 'staleStep'] as const;

/** Why a proposal is not valid any more, as a code: what the gate said, what the planner does next, or what a person did. */
export type WithdrawalReason = (typeof overtaking)[number] | 'changed' | 'notReviewed' | 'otherStep';

/** Whether a reason of gate or planner overtakes a message that waits, and then which; null where it still may go out. */
export const withdrawalReasonOf = (code: string): WithdrawalReason | null =>
  overtaking.find((reason) => reason === code) ?? null;

/** Everything that a new proposal says. */
export interface NewProposal {
  readonly call: StepCall;
  readonly context: GateContext;
  readonly basis: ProposalBasis;
  readonly lead: LeadingText;
  readonly covered: readonly CoveredCase[];
  readonly words: MessageWords;
  /** The computed date of the next legal step in the forms in which a text may state it (S393). */
  readonly legalDates: readonly string[];
}

/** Writes a proposal and the steps that it covers. @returns its evidence, for the caller's last statement */
export async function insertProposal(tx: Tx, proposal: NewProposal): Promise<EvidenceEntry> {
  const { call, context, basis, lead, covered, words, legalDates } = proposal;
  const { caseId, debtorId, invoiceId, step, occurrence } = call;
  const proposalId = newId();
  const at = new Date(instantOf(context.asOf));
  await tx.proposal.create({
    data: {
      id: proposalId,
      debtorId,
      caseId,
      contactPointId: basis.pointId,
      channel: basis.channel,
      language: context.own.language,
      ...lead,
      tone: context.plan.steps.find(({ id }) => id === lead.leadStep)?.tone ?? null,
      policyHash: context.plan.hash,
      basis: { ...basis, invoices: basis.invoices.map(([id, open]) => [id, open]) },
      legalDates: [...legalDates],
      subject: words.subject,
      text: words.text,
      at,
    },
  });
  const own = { caseId, invoiceId, stepId: step, occurrence, leads: true };
  const others = covered.map((row) => ({
    caseId: row.caseId,
    invoiceId: row.invoiceId,
    stepId: row.nextStep,
    occurrence: row.nextOccurrence,
    leads: false,
  }));
  await tx.proposalStep.createMany({ data: [own, ...others].map((row) => ({ ...row, proposalId })) });
  const content = { proposalId, step, occurrence, ...basis, textHash: textHashOf(words.text) };
  return { chain: { kind: 'case', id: caseId }, kind: 'contactProposed', at, content };
}

/** Gives a proposal that nobody has edited the text of now: its dates move with the days. */
export async function rewriteProposal(
  tx: Tx,
  proposalId: string,
  { subject, text }: MessageWords,
  changes: { readonly legalDates: readonly string[]; readonly leadDay: number; readonly at: Date },
): Promise<void> {
  const { legalDates, leadDay, at } = changes;
  await tx.proposal.update({
    where: { id: proposalId },
    data: { subject, text, legalDates: [...legalDates], leadDay, at },
  });
}

/** A released text says a date that has moved: the person who wrote it decides again. @returns its evidence */
export async function sendBackProposal(tx: Tx, caseId: string, proposalId: string, at: Date): Promise<EvidenceEntry> {
  const why = 'staleDate';
  await tx.proposal.update({
    where: { id: proposalId },
    data: { state: 'waiting', why, decidedAt: null, decidedBy: null },
  });
  return { chain: { kind: 'case', id: caseId }, kind: 'proposalSentBack', at, content: { proposalId, why } };
}

/** A released proposal has become a reservation: the cases that its message covers hear of it and go on. */
export async function reserveProposal(tx: Tx, proposalId: string, contactId: string, at: Date): Promise<void> {
  await tx.proposal.update({ where: { id: proposalId }, data: { contactId } });
  await tx.proposalStep.updateMany({ where: { proposalId }, data: { living: false } });
  const covered = await tx.proposalStep.findMany({ where: { proposalId, leads: false }, orderBy: { caseId: 'asc' } });
  const body = { proposalId, decision: 'reserved' } as const;
  await enqueueMessages(
    tx,
    at,
    covered.map(({ caseId }) => ({ caseId, kind: 'proposalDecided', body })),
  );
}

/**
 * Withdraws a proposal that the facts have overtaken, and tells the cases that it covers, except one. The caller holds the
 * debtor's lock. What is decided already stays as it is.
 *
 * @returns ids of the messages
 */
export async function withdrawProposal(
  tx: Tx,
  withdrawal: {
    readonly proposalId: string;
    readonly why: WithdrawalReason;
    readonly at: Date;
    readonly by: string;
    readonly exceptCaseId: string | null;
  },
): Promise<string[]> {
  const { proposalId, why, at, by, exceptCaseId } = withdrawal;
  const { count } = await tx.proposal.updateMany({
    where: { id: proposalId, state: { in: ['waiting', 'released'] } },
    data: { state: 'withdrawn', why, decidedAt: at, decidedBy: by },
  });
  if (count === 0) return [];
  await tx.proposalStep.updateMany({ where: { proposalId }, data: { living: false } });
  const steps = await tx.proposalStep.findMany({ where: { proposalId }, orderBy: { caseId: 'asc' } });
  const lead = steps.find(({ leads }) => leads);
  const content = { proposalId, why, actor: by };
  if (lead !== undefined) {
    await appendEvidence(tx, [{ chain: { kind: 'case', id: lead.caseId }, kind: 'proposalWithdrawn', at, content }]);
  }
  const body = { proposalId, decision: 'withdrawn' } as const;
  const others = steps.filter(({ caseId }) => caseId !== exceptCaseId);
  return enqueueMessages(
    tx,
    at,
    others.map(({ caseId }) => ({ caseId, kind: 'proposalDecided', body })),
  );
}

/** Withdraws what waits for a case that closed or does something else next. The caller holds the debtor's lock. */
export async function withdrawOfCase(
  tx: Tx,
  withdrawal: { readonly caseId: string; readonly why: WithdrawalReason; readonly at: Date; readonly by: string },
): Promise<string[]> {
  const { caseId, ...how } = withdrawal;
  const living = await tx.proposalStep.findMany({ where: { caseId, living: true }, select: { proposalId: true } });
  const messageIds: string[] = [];
  for (const { proposalId } of living)
    messageIds.push(...(await withdrawProposal(tx, { proposalId, ...how, exceptCaseId: caseId })));
  return messageIds;
}
