import type { Db, Tx } from '../../clients/prisma';
import { tones } from '../../domain/plan';
import { unapprovedAccounts } from '../../domain/wording/account-numbers';
import type { WordingFinding } from '../../domain/wording/check';
import { checkFreeText, refusalText } from '../../domain/wording/free-text';
import { textHashOf } from '../contact/text-hash';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { productWordingLists } from '../wording-lists';
import type { Accepted } from './command';
import { onWaitingProposal, type ProposalCommand } from './decide-proposal';

/** New words for a proposal; a subject where its channel has one. */
export interface EditProposal extends ProposalCommand {
  readonly subject?: string;
  readonly text: string;
}

/**
 * Puts a person's words in place of the machine's, after the wording lists have allowed them: a refusal names each phrase, its
 * rule and where it stands (R.1). Line 1 is the subject where there is one. Accounts that nobody approved are refused as well
 * (decisions 4.6).
 */
export async function editProposal({ db }: { readonly db: Db }, command: EditProposal): Promise<Accepted | Refused> {
  const { proposalId, actor, at, text } = command;
  return onWaitingProposal(db, command, async (tx, proposal) => {
    const { caseId, channel, legalDates } = proposal;
    const subject = proposal.subject === null ? null : (command.subject ?? proposal.subject);
    const findings = checkWords([subject ?? '', text], {
      tone: tones.find((tone) => tone === proposal.tone),
      letter: channel === 'letter',
      legalDates,
      feesAgreed: false,
      enforcementOrder: false,
    });
    if (findings.length > 0) return refused('forbiddenWording', `Proposal ${proposalId}: ${refusalText(findings)}`);
    const known = { accounts: await approvedAccounts(tx, command), before: proposal.text };
    const foreign = unapprovedAccounts(`${subject ?? ''}\n${text}`, known);
    if (foreign.length > 0) {
      const expected = 'expected an account that two people approved, or none';
      return refused('foreignAccount', `Proposal ${proposalId} names the account ${foreign.join(', ')}; ${expected}`);
    }
    await tx.proposal.update({ where: { id: proposalId }, data: { subject, text, why: null, editedBy: actor } });
    const content = { proposalId, actor, before: textHashOf(proposal.text), after: textHashOf(text) };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'proposalEdited', at, content }]);
    return { ok: true, messageIds: [] };
  });
}

/** Where debtors may pay now: what two people have approved and nobody ended. */
async function approvedAccounts(tx: Tx, { creditorId, at }: EditProposal): Promise<string[]> {
  const valid = { OR: [{ validUntil: null }, { validUntil: { gt: at } }] };
  const accounts = await tx.bankAccount.findMany({ where: { creditorId, approvedById: { not: null }, ...valid } });
  return accounts.map(({ accountNo }) => accountNo);
}

/** Subject and text are one text for the debtor: a legal step may be announced in one and dated in the other. */
const checkWords = (
  words: readonly string[],
  context: Parameters<typeof checkFreeText>[2],
): readonly WordingFinding[] =>
  checkFreeText(productWordingLists(), words.filter((part) => part !== '').join('\n'), context);
