import type { Tx } from '../../clients/prisma';
import { RECALL_LETTER } from '../contact/recall-letters';
import { lockDebtors } from '../debtor-lock';
import { refused, type Refused } from '../problems';

/** A command about one letter; `contactId` is the contact that it is. */
export interface LetterCommand {
  readonly creditorId: string;
  readonly contactId: string;
  readonly actor: string;
  readonly at: Date;
}

/** A letter under its debtor's lock, with its way, its leading step and the open task of fetching it back; null: there is none. */
export async function lockedLetter(tx: Tx, { creditorId, contactId }: LetterCommand) {
  const seen = await tx.contact.findFirst({ where: { id: contactId, channel: 'letter', debtor: { creditorId } } });
  if (seen === null) return null;
  await lockDebtors(tx, [seen.debtorId]);
  return tx.contact.findUniqueOrThrow({
    where: { id: contactId },
    include: {
      dispatch: true,
      steps: { where: { leads: true } },
      recallTasks: { where: { kind: RECALL_LETTER, status: 'open' } },
      debtor: { select: { creditor: { select: { zone: true } } } },
    },
  });
}

/** The answer to a command about a letter that this creditor does not have. */
export const unknownLetter = ({ contactId }: LetterCommand): Refused =>
  refused('unknownLetter', `There is no letter ${contactId}; expected the contact of one`);

/** The answer to a command that comes too late, because a carrier has the letter under this number. */
export const handedOverAlready = ({ contactId }: LetterCommand, trackingNo: string): Refused =>
  refused('alreadyDecided', `Letter ${contactId} was handed over as ${trackingNo} already`);

/** Closes the task of fetching a letter back. The caller holds the debtor's lock. */
export async function closeRecall(
  tx: Tx,
  { contactId: letterId, actor: closedBy, at: closedAt }: LetterCommand,
  outcome: 'recalled' | 'unstoppable',
): Promise<void> {
  await tx.task.updateMany({
    where: { letterId, kind: RECALL_LETTER, status: 'open' },
    data: { status: 'closed', closedAt, closedBy, outcome },
  });
}
