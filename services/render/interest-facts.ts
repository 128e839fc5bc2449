import type { ContractFacts } from '../../domain/interest/gate';
import { type InterestClaim, interestOn } from '../../domain/interest/claim';
import { type DebtorKind, type Law, debtorKinds } from '../../domain/law/law';
import type { Plan } from '../../domain/plan';
import { type EpochDay, parseDay } from '../../domain/time';
import type { InterestTerms, InvoiceFacts } from './facts';

/** The contract of an invoice as it was recorded; null: nobody recorded it. */
export interface ContractRow {
  readonly governingLaw: string | null;
  readonly forum: string | null;
  /** Decimal string, a share of the principal a day. */
  readonly interestRate: string | null;
  readonly clause: string | null;
}

/** What an interest claim on one invoice rests on. */
export interface InterestSource {
  readonly currency: string;
  readonly dueDate: string;
  readonly contract: ContractRow | null;
  /** What was open after each value date, ascending, the first on or before the due date. Minor units. */
  readonly balances: readonly { readonly valueDate: string; readonly openMinor: number }[];
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
    base: 'open',
    law,
    currency: source.currency,
    dueDay: parseDay(source.dueDate),
    valueDay: today,
    balances: balancesFrom(source),
    stoppedOn: null,
    damagesFactor: null,
    fixedSumClaimed: true,
  });
  return answer.ok ? factsOfClaim(answer.claim) : null;
}

/** An invoice that was booked after it was due is owed from the due date on. */
function balancesFrom({ dueDate, balances }: InterestSource) {
  return balances.map(({ valueDate, openMinor }, index) => ({
    valueDay: parseDay(index === 0 && valueDate > dueDate ? dueDate : valueDate),
    openMinor,
    disputedMinor: 0,
  }));
}

const factsOfClaim = ({ interest, perDiem, days, steps }: InterestClaim): InvoiceFacts['interest'] => ({
  soFar: interest,
  perDay: perDiem,
  days,
  rates: [...new Map(steps.map(({ rate }) => [JSON.stringify(rate), rate])).values()],
});

function contractFacts(contract: ContractRow | null, { creditorId, debtorKind }: InterestParties): ContractFacts {
  return {
    governingLaw: contract?.governingLaw ?? null,
    forum: contract?.forum ?? null,
    legalEntityId: creditorId,
    debtorKind: isDebtorKind(debtorKind) ? debtorKind : null,
    clause:
      contract === null || contract.clause === null
        ? null
        : { number: contract.clause, dailyRate: contract.interestRate, startDay: null },
    lawConnected: null,
    creditorIsSmall: null,
    debtorIsLarge: null,
  };
}

const isDebtorKind = (kind: string | null): kind is DebtorKind => debtorKinds.some((known) => known === kind);

/** How late interest was agreed: the contract's clause, with the policy's rate where the clause names none (S86, S88, S91). */
export function interestTerms(contracts: readonly (ContractRow | null)[], plan: Plan): InterestTerms | null {
  const agreed = contracts.find((contract) => contract !== null && contract.clause !== null);
  const share = agreed?.interestRate ?? plan.interest?.dailyRate;
  if (agreed === undefined || agreed === null || share === undefined) return null;
  return { dailyRate: share, clause: agreed.clause };
}
