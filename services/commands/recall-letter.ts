import type { Db, Tx } from '../../clients/prisma';
import { freeSteps } from '../contact/attempts';
import { RECALL_LETTER } from '../contact/recall-letters';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';

/** Whether a letter that was to be fetched back was, or had left already (R9). */
export interface RecallLetter {
  readonly creditorId: string;
  readonly contactId: string;
  readonly outcome: 'recalled' | 'unstoppable';
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
}

/** Closes the task of fetching a letter back. The caller holds the debtor's lock. */
export async function closeRecall(
  tx: Tx,
  recall: { readonly contactId: string; readonly outcome: string; readonly actor: string; readonly at: Date },
): Promise<void> {
  const { contactId: letterId, outcome, actor: closedBy, at: closedAt } = recall;
  await tx.task.updateMany({
    where: { letterId, kind: RECALL_LETTER, status: 'open' },
    data: { status: 'closed', closedAt, closedBy, outcome },
  });
}

/**
 * Keeps whether a letter was fetched back. A recalled one was never sent: its steps are free, and where something is still open
 * the case writes it anew with the sums of then. Also without a task: whoever has the letter may stop it.
 */
export async function recallLetter(db: Db, command: RecallLetter): Promise<Accepted | Refused> {
  const { creditorId, contactId, outcome, reason, actor, at } = command;
  return db.$transaction(async (tx) => {
    const seen = await tx.contact.findFirst({ where: { id: contactId, channel: 'letter', debtor: { creditorId } } });
    if (seen === null) return refused('unknownLetter', `There is no letter ${contactId}; expected the contact of one`);
    await lockDebtors(tx, [seen.debtorId]);
    const letter = await tx.contact.findUniqueOrThrow({
      where: { id: contactId },
      include: { dispatch: true, steps: { where: { leads: true } } },
    });
    if (letter.dispatch !== null)
      return refused('alreadyDecided', `Letter ${contactId} was handed over as ${letter.dispatch.trackingNo} already`);
    if (!['sent', 'unknown'].includes(letter.state))
      return refused('alreadyDecided', `Letter ${contactId} is ${letter.state}; expected one that went to print`);
    const { debtorId } = letter;
    const caseId = letter.steps[0]?.caseId ?? null;
    const messageIds = outcome === 'recalled' ? await takeBack(tx, contactId, at) : [];
    await closeRecall(tx, { contactId, outcome, actor, at });
    const { contentHash: reasonHash } = await keepText(tx, { debtorId, caseId }, reason);
    const chain =
      caseId === null ? ({ kind: 'debtor', id: debtorId } as const) : ({ kind: 'case', id: caseId } as const);
    const kind = outcome === 'recalled' ? 'letterRecalled' : 'letterUnstoppable';
    const content = { contactId, step: letter.leadStep, actor, reasonHash };
    await appendEvidence(tx, [{ chain, kind, at, content }]);
    return { ok: true, messageIds };
  });
}

async function takeBack(tx: Tx, contactId: string, at: Date): Promise<string[]> {
  await tx.contact.update({ where: { id: contactId }, data: { state: 'cancelled', failure: 'recalled' } });
  return freeSteps(tx, { contactId, outcome: 'failed', at, exceptCaseId: null });
}
