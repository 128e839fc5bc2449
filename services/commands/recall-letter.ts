import type { Db, Tx } from '../../clients/prisma';
import { freeSteps } from '../contact/attempts';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';
import { closeRecall, handedOverAlready, type LetterCommand, lockedLetter, unknownLetter } from './letter-command';

/** Whether a letter that was to be fetched back was, or had left already (R9). */
export interface RecallLetter extends LetterCommand {
  readonly outcome: 'recalled' | 'unstoppable';
  readonly reason: string;
}

/**
 * Keeps whether a letter was fetched back. A recalled one was never sent: its steps are free, and where something is still open
 * the case writes it anew with the sums of then. Also without a task: whoever has the letter may stop it.
 */
export async function recallLetter(db: Db, command: RecallLetter): Promise<Accepted | Refused> {
  const { contactId, outcome, reason, actor, at } = command;
  return db.$transaction(async (tx) => {
    const letter = await lockedLetter(tx, command);
    if (letter === null) return unknownLetter(command);
    if (letter.dispatch !== null) return handedOverAlready(command, letter.dispatch.trackingNo);
    if (!['sent', 'unknown'].includes(letter.state))
      return refused('alreadyDecided', `Letter ${contactId} is ${letter.state}; expected one that went to print`);
    const { debtorId } = letter;
    const caseId = letter.steps[0]?.caseId ?? null;
    const messageIds = outcome === 'recalled' ? await takeBack(tx, contactId, at) : [];
    await closeRecall(tx, command, outcome);
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
