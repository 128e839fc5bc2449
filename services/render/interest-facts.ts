import type { ContractFields } from '../../domain/contract';
import { type DebtEntry, debtNow, debtOverTime } from '../../domain/debt';
import { type ContractFacts, missingFacts } from '../../domain/interest/gate';
import { type InterestClaim, interestOn } from '../../domain/interest/claim';
import { type DebtorKind, type Law, debtorKinds } from '../../domain/law/law';
import type { Plan } from '../../domain/plan';
import { type EpochDay, parseDay } from '../../domain/time';
import type { InterestTerms, InvoiceFacts } from './facts';

/** The contract of an invoice as it was recorded; null: nobody recorded it. */
export type ContractRow = ContractFields;

/** What an interest claim on one invoice rests on. */
export interface InterestSource {
  readonly currency: string;
  readonly dueDate: string;
  readonly contract: ContractRow | null;
  /** What was booked on the invoice, in order. */
  readonly entries: readonly SourceEntry[];
  /** The part of its principal that the debtor disputes: no interest is stated on it (decisions 5.4, Y19). */
  readonly disputedMinor: number;
}

/** A ledger entry as the gate reads it; dates are `YYYY-MM-DD`, amounts minor units. */
export interface SourceEntry extends Omit<DebtEntry, 'valueDay'> {
  readonly valueDate: string;
}

/** What an interest claim on one debtor rests on. */
export interface InterestParties {
  readonly creditorId: string;
  readonly debtorKind: string | null;
  readonly motive: string | null;
}

/** Whether the ladder has come to the step from which on interest is claimed (X14). */
export function isInterestClaimed({ steps, interest }: Plan, stepId: string): boolean {
  if (interest === undefined || interest.claimedFrom === null) return false;
  const from = steps.findIndex(({ id }) => id === interest.claimedFrom);
  return from >= 0 && steps.findIndex(({ id }) => id === stepId) >= from;
}

/** The interest that a message of `step` may state on one invoice; null when none is claimed, for whatever reason. */
export function interestFacts(
  source: InterestSource,
  parties: InterestParties,
  asked: { readonly plan: Plan; readonly step: string; readonly law: Law; readonly today: EpochDay },
): InvoiceFacts['interest'] {
  const { plan, step, law, today } = asked;
  const { interest } = plan;
  if (interest === undefined || interest.claimedFrom === null || !isInterestClaimed(plan, step)) return null;
  const answer = interestOn({
    contract: contractFacts(source.contract, parties),
    facts: {
      motive: parties.motive,
      hardshipApproved: false,
      performedSteps: [interest.claimedFrom],
      claimedByPerson: false,
    },
    rules: interest,
    base: 'openUndisputed',
    law,
    currency: source.currency,
    dueDay: parseDay(source.dueDate),
    valueDay: today,
    balances: balancesFrom(source),
    stoppedOn: null,
    damagesFactor: null,
    fixedSumClaimed: true,
  });
  return answer.ok ? factsOfClaim(source, answer.claim) : null;
}

/** The entries of an invoice as the rules of debts know them. */
const debtEntries = ({ entries }: Pick<InterestSource, 'entries'>): DebtEntry[] =>
  entries.map(({ valueDate, ...entry }) => ({ ...entry, valueDay: parseDay(valueDate) }));

/** Posted interest that is still open: a message states it with what has accrued since, and not in the invoice's own sum. */
export const openInterestMinor = (source: Pick<InterestSource, 'entries'>): number =>
  debtNow(debtEntries(source)).interest;

/** The principal after each value date; an invoice that was booked after it was due is owed from the due date on. */
function balancesFrom(source: InterestSource) {
  const dueDay = parseDay(source.dueDate);
  return debtOverTime(debtEntries(source)).map(({ valueDay, parts }, index) => ({
    valueDay: index === 0 && valueDay > dueDay ? dueDay : valueDay,
    openMinor: Math.max(0, parts.principal),
    disputedMinor: source.disputedMinor,
  }));
}

/** What has accrued and is not paid, posted or not. */
function factsOfClaim(source: InterestSource, claim: InterestClaim): InvoiceFacts['interest'] {
  const { interest, perDiem, days, steps } = claim;
  const posted = source.entries.reduce((sum, entry) => sum + (entry.type === 'interest' ? entry.amountMinor : 0), 0);
  const unpostedMinor = Math.max(0, interest.amountMinor - posted);
  return {
    soFar: { amountMinor: unpostedMinor + openInterestMinor(source), currency: interest.currency },
    perDay: perDiem,
    days,
    rates: [...new Map(steps.map(({ rate }) => [JSON.stringify(rate), rate])).values()],
  };
}

/** The facts of a contract and its parties on which a claim rests; without a contract nothing is known (decisions 7). */
export function contractFacts(
  contract: ContractRow | null,
  { creditorId, debtorKind }: Pick<InterestParties, 'creditorId' | 'debtorKind'>,
): ContractFacts {
  return {
    governingLaw: contract?.governingLaw ?? null,
    forum: contract?.forum ?? null,
    legalEntityId: creditorId,
    debtorKind: isDebtorKind(debtorKind) ? debtorKind : null,
    clause:
      contract === null || contract.clause === null
        ? null
        : { number: contract.clause, dailyRate: contract.interestRate, startDay: contract.interestStartDay },
    lawConnected: contract?.lawConnected ?? null,
    creditorIsSmall: contract?.creditorIsSmall ?? null,
    debtorIsLarge: contract?.debtorIsLarge ?? null,
  };
}

const isDebtorKind = (kind: string | null): kind is DebtorKind => debtorKinds.some((known) => known === kind);

/**
 * How late interest was agreed: the contract's clause, with the policy's rate where the clause names none (S86, S88, S91).
 * Nothing is said of it while a mandatory fact of the contract or its parties is unknown (decisions 7).
 */
export function interestTerms(
  contracts: readonly (ContractRow | null)[],
  parties: InterestParties,
  plan: Plan,
): InterestTerms | null {
  const agreed = contracts
    .map((contract) => contractFacts(contract, parties))
    .find((facts) => facts.clause !== null && missingFacts(facts).length === 0)?.clause;
  const share = agreed?.dailyRate ?? plan.interest?.dailyRate;
  return agreed === undefined || agreed === null || share === undefined
    ? null
    : { dailyRate: share, clause: agreed.number };
}
