import type { Db, Tx } from '../../clients/prisma';
import type { Reason } from '../../domain/reasons';
import { instantOf } from '../../domain/time';
import { gateNow } from '../contact/gate-now';
import { withdrawalReasonOf, withdrawProposal } from '../contact/proposals';
import { staleDates } from '../contact/stated-dates';
import { textHashOf } from '../contact/text-hash';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import type { PlanSource } from '../open-case';
import { type Refused, refused } from '../problems';
import { enqueueMessages } from '../signal-outbox';
import { type Accepted, keepText } from './command';

export interface ProposalDeps {
  readonly db: Db;
  readonly plans: PlanSource;
}

/** Whose proposal, by whom and when. */
export interface ProposalCommand {
  readonly creditorId: string;
  readonly proposalId: string;
  readonly actor: string;
  readonly at: Date;
}

/** A released proposal: its message goes out as soon as the gate lets it, at once where `notBefore` is null. */
export type Released = Accepted & { readonly notBefore: string | null; readonly why: Reason | null };

type LockedProposal = Awaited<ReturnType<typeof lockProposal>>;

async function lockProposal(tx: Tx, { proposalId }: ProposalCommand, debtorId: string) {
  await lockDebtors(tx, [debtorId]);
  return tx.proposal.findUniqueOrThrow({ where: { id: proposalId }, include: { steps: true } });
}

/** Runs a command on a proposal that waits, under the lock of its debtor. */
export async function onWaitingProposal<T>(
  db: Db,
  command: ProposalCommand,
  work: (tx: Tx, proposal: LockedProposal) => Promise<T | Refused>,
): Promise<T | Refused> {
  const { proposalId, creditorId } = command;
  return db.$transaction(async (tx) => {
    const seen = await tx.proposal.findFirst({ where: { id: proposalId, debtor: { creditorId } } });
    if (seen === null) return refused('unknownProposal', `There is no proposal ${proposalId}`);
    const proposal = await lockProposal(tx, command, seen.debtorId);
    if (proposal.state === 'waiting') return work(tx, proposal);
    const why = proposal.why === null ? '' : `, because ${proposal.why}`;
    return refused('alreadyDecided', `Proposal ${proposalId} is ${proposal.state}${why}; expected one that waits`);
  });
}

/**
 * Releases a proposal. The message passes the gate again at its own instant, with the facts of then; what the facts have
 * overtaken already is withdrawn instead, and refused.
 */
export async function releaseProposal(deps: ProposalDeps, command: ProposalCommand): Promise<Released | Refused> {
  const { proposalId, actor, at } = command;
  return onWaitingProposal(deps.db, command, async (tx, proposal) => {
    const lead = proposal.steps.find(({ leads }) => leads);
    const { stepId: step, occurrence } = lead ?? { stepId: proposal.leadStep, occurrence: 1 };
    const { decision, context } = await gateNow(deps.plans, tx, { caseId: proposal.caseId, step, occurrence, at });
    const why = decision.kind === 'send' ? null : withdrawalReasonOf(decision.reason.code);
    if (why !== null) {
      await withdrawProposal(tx, { proposalId, why, at, by: actor, exceptCaseId: null });
      return refused('overtaken', `Proposal ${proposalId} is withdrawn: ${why} came before its release`);
    }
    const moved = context === null || proposal.editedBy === null ? [] : staleDates(context, proposal);
    if (moved.length > 0) {
      const expected = 'expected the dates of now: edit it, or reject it';
      return refused('staleDate', `Proposal ${proposalId} states ${moved.join(', ')}, which has moved; ${expected}`);
    }
    const decided = { state: 'released', why: null, decidedAt: at, decidedBy: actor };
    await tx.proposal.update({ where: { id: proposalId }, data: decided });
    const { caseId, text } = proposal;
    const body = { proposalId, decision: 'released' } as const;
    const messageIds = await enqueueMessages(tx, at, [{ caseId, kind: 'proposalDecided', body }]);
    const content = { proposalId, actor, textHash: textHashOf(text) };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'proposalReleased', at, content }]);
    return {
      ok: true,
      messageIds,
      notBefore: decision.kind === 'defer' ? instantOf(decision.until) : null,
      why: decision.kind === 'send' ? null : decision.reason,
    };
  });
}

/** Rejects a proposal: its steps are recorded as refused, and their ladders go on. */
export async function rejectProposal(
  { db }: Pick<ProposalDeps, 'db'>,
  command: ProposalCommand & { readonly reason: string },
): Promise<Accepted | Refused> {
  const { proposalId, actor, at, reason } = command;
  return onWaitingProposal(db, command, async (tx, { debtorId, caseId, steps }) => {
    const data = { state: 'rejected', why: 'rejected', decidedAt: at, decidedBy: actor };
    await tx.proposal.update({ where: { id: proposalId }, data });
    await tx.proposalStep.updateMany({ where: { proposalId }, data: { living: false } });
    const { contentHash } = await keepText(tx, { debtorId, caseId }, reason);
    const body = { proposalId, decision: 'rejected' } as const;
    const caseIds = steps.map((step) => step.caseId).sort();
    const messageIds = await enqueueMessages(
      tx,
      at,
      caseIds.map((id) => ({ caseId: id, kind: 'proposalDecided', body })),
    );
    const content = { proposalId, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'proposalRejected', at, content }]);
    return { ok: true, messageIds };
  });
}
