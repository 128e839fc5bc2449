import type { Db } from '../../clients/prisma';
import type { InterestClaim } from '../../domain/interest/claim';
import { type EpochDay, type IsoDate, dayOf } from '../../domain/time';
import { openBalanceOf } from '../balances';
import { type Accepted, type CaseCommand, keepText } from '../commands/command';
import { appendEvidence } from '../evidence';
import type { PlanSource } from '../open-case';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { bookEntries } from './book-entries';
import { onClaimedCase } from './on-claimed-case';
import { claimOn, dueNow, fixedSumDocument, readDebt, refusalTexts } from './read-debt';

/** A person of the credit department claims the interest that has accrued through a value date (S93). */
export interface PostInterest extends CaseCommand {
  /** Absent: today in the creditor's zone. */
  readonly valueDate?: IsoDate;
}

export interface PostedInterest extends Accepted {
  /** What was posted now: what had been posted before is not posted again. Minor units. */
  readonly interestMinor: number;
  readonly fixedSumMinor: number;
  /** What one more day costs. */
  readonly perDiemMinor: number;
  readonly currency: string;
  readonly through: IsoDate;
}

/**
 * Posts the interest of an invoice into the ledger: from then on it is owed like everything else, paid before the principal
 * (decisions 5.3) and told to the case. Claims that the law, the contract or the policy does not carry are refused with their
 * reasons. The same value date a second time posts nothing.
 */
export async function postInterest(
  deps: { readonly db: Db; readonly plans: PlanSource },
  command: PostInterest,
): Promise<PostedInterest | Refused> {
  const { caseId } = command;
  return onClaimedCase(deps, command, async (tx, found, rules) => {
    const through = command.valueDate ?? found.today;
    if (through > found.today)
      return refused('dateTooFar', `Interest of case ${caseId} through ${through}; expected ${found.today} or earlier`);
    const debt = await readDebt(tx, found.invoiceId);
    const answer = claimOn(debt, { ...rules, valueDay: dayOf(through) });
    if (!answer.ok) {
      const reasons = refusalTexts(answer.refusals).join(', ');
      return refused('interestRefused', `No interest may be claimed in case ${caseId}: ${reasons}`);
    }
    const { claim } = answer;
    const { interestMinor, fixedSumMinor } = dueNow(debt, claim);
    const result = {
      ...({ ok: true, interestMinor, fixedSumMinor, through } as const),
      ...{ perDiemMinor: claim.perDiem.amountMinor, currency: debt.currency },
    };
    if (interestMinor + fixedSumMinor === 0) return { ...result, messageIds: [] };
    await bookEntries(tx, debt, command.actor, entriesOf(claim, dayOf(through), { interestMinor, fixedSumMinor }));
    const { openMinor: openBalanceMinor, ledgerSeq } = await openBalanceOf(tx, found.invoiceId);
    const body = { openBalanceMinor, ledgerSeq, entryType: 'interest' };
    const messageId = await enqueueMessage(tx, caseId, 'ledgerChanged', command.at, body);
    const { contentHash } = await keepText(tx, { debtorId: debt.debtorId, caseId }, command.reason);
    const { basis, days, steps } = claim;
    const content = { invoiceId: debt.invoiceId, interestMinor, fixedSumMinor, through, basis, days, steps };
    const fact = { kind: 'interestPosted', at: command.at };
    const entry = { ...fact, content: { ...content, actor: command.actor, reasonHash: contentHash } };
    await appendEvidence(tx, [
      { chain: { kind: 'debtor', id: debt.debtorId }, ...entry },
      { chain: { kind: 'case', id: caseId }, ...entry },
    ]);
    return { ...result, messageIds: [messageId] };
  });
}

const entriesOf = (
  { basis }: InterestClaim,
  valueDay: EpochDay,
  due: { readonly interestMinor: number; readonly fixedSumMinor: number },
) => {
  const document = basis.kind === 'clause' ? `clause ${basis.clause}` : basis.scheme;
  return [
    { type: 'interest', amountMinor: due.interestMinor, valueDay, document },
    { type: 'fee', amountMinor: due.fixedSumMinor, valueDay, document: fixedSumDocument },
  ] as const;
};
