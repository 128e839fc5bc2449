import type { Db } from '../../clients/prisma';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { type Accepted, type CaseCommand, keepText, onOpenCase } from './command';

/** A person hands the case to a role above, before the ladder would. */
export interface EscalateCase extends CaseCommand {
  readonly role: string;
}

/** Escalates a case to a role: the workflow opens the task and goes on from there. */
export async function escalateCase(deps: { readonly db: Db }, command: EscalateCase): Promise<Accepted | Refused> {
  return onOpenCase(deps.db, command, async (tx, found) => {
    const { caseId, role, at, actor } = command;
    const { documentId, contentHash } = await keepText(tx, { debtorId: found.debtorId, caseId }, command.reason);
    const messageId = await enqueueMessage(tx, caseId, 'escalate', at, { role, reason: documentId });
    const content = { role, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'escalationRequested', at, content }]);
    return { ok: true, messageIds: [messageId] };
  });
}

/** Ends a case for good: the invoice is not collected any more. The ledger is not touched. */
export async function cancelCase(deps: { readonly db: Db }, command: CaseCommand): Promise<Accepted | Refused> {
  return onOpenCase(deps.db, command, async (tx, found) => {
    const { caseId, at, actor } = command;
    const { documentId, contentHash } = await keepText(tx, { debtorId: found.debtorId, caseId }, command.reason);
    const messageId = await enqueueMessage(tx, caseId, 'cancelCase', at, { reason: documentId });
    const content = { actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'cancellationRequested', at, content }]);
    return { ok: true, messageIds: [messageId] };
  });
}

/** The answer to a step that waits for somebody's yes. */
export interface DecideApproval extends CaseCommand {
  readonly approvalId: string;
  readonly decision: 'approved' | 'refused';
}

/** Decides an open approval, once. */
export async function decideApproval(deps: { readonly db: Db }, command: DecideApproval): Promise<Accepted | Refused> {
  return onOpenCase(deps.db, command, async (tx, found) => {
    const { caseId, approvalId, decision, at, actor } = command;
    const approval = await tx.approval.findFirst({ where: { id: approvalId, caseId } });
    if (approval === null) return refused('unknownApproval', `Case ${caseId} has no approval ${approvalId}`);
    if (approval.status !== 'open') {
      return refused('alreadyDecided', `Approval ${approvalId} is ${approval.status}; expected an open one`);
    }
    const decided = { status: decision, decidedAt: at, decidedBy: actor, reason: command.reason };
    await tx.approval.update({ where: { id: approvalId }, data: decided });
    const { contentHash } = await keepText(tx, { debtorId: found.debtorId, caseId }, command.reason);
    const messageId = await enqueueMessage(tx, caseId, 'decideApproval', at, { approvalId, decision });
    const content = { approvalId, decision, step: approval.stepId, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'approvalDecided', at, content }]);
    return { ok: true, messageIds: [messageId] };
  });
}
