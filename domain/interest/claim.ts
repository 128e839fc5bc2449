import { type Law, fixedSumFor } from '../law/law';
import type { Money } from '../money';
import type { PlanInterest } from '../plan';
import { type EpochDay, epochDay } from '../time';
import { type InterestStep, type Principal, type RatePeriod, accrue } from './accrual';
import {
  type ChosenBasis,
  type InterestBasis,
  type SchemeObjection,
  chooseBasis,
  clauseRates,
  schemeRates,
} from './basis';
import {
  type ContractFacts,
  type GateFacts,
  type MissingFact,
  type PolicyRefusal,
  missingFacts,
  policyRefusals,
} from './gate';

/** What of an invoice was open after a value date, and how much of it was disputed. */
export interface Balance {
  readonly valueDay: EpochDay;
  readonly openMinor: number;
  readonly disputedMinor: number;
}

/** On what interest is counted (Y19): the open undisputed principal, all that is open, or the invoiced sum throughout. */
export type InterestBase = 'openUndisputed' | 'open' | 'invoiced';

export interface InterestQuestion {
  readonly contract: ContractFacts;
  readonly facts: GateFacts;
  readonly rules: PlanInterest;
  readonly base: InterestBase;
  readonly law: Law;
  readonly currency: string;
  /** The effective due date (decisions 1.4). */
  readonly dueDay: EpochDay;
  /** The value date up to which interest is counted, itself included (decisions 1.2). */
  readonly valueDay: EpochDay;
  /** Ascending; the first at or before the due date. */
  readonly balances: readonly Balance[];
  /** The day on which a bankruptcy was accepted: interest stops there (decisions 5.9). */
  readonly stoppedOn: EpochDay | null;
  /** Where the law leaves a range (PRC damages), what is claimed of it; null: the least. */
  readonly damagesFactor: string | null;
  /** The scheme's fixed sum was claimed for this debt before: it is due once (decisions 7). */
  readonly fixedSumClaimed: boolean;
}

/** A claim of late interest: amount, per-diem and days stand in every demand (decisions 5.4), the steps in the evidence. */
export interface InterestClaim {
  readonly basis: InterestBasis;
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly days: number;
  readonly interest: Money;
  readonly perDiem: Money;
  readonly fixedSum: Money | null;
  readonly steps: readonly InterestStep[];
  /** The rates as they were found, also for later days: what accrues until a payment is counted by them. */
  readonly rates: readonly RatePeriod[];
}

/** Why no interest may be claimed, as data. */
export type InterestRefusal =
  | { readonly reason: MissingFact | PolicyRefusal | 'noClause' | 'notStarted' | 'notByPolicy' }
  | SchemeObjection
  | { readonly reason: 'noRate'; readonly on: EpochDay };

export type InterestAnswer =
  | { readonly ok: true; readonly claim: InterestClaim }
  | { readonly ok: false; readonly refusals: readonly InterestRefusal[] };

const refuse = (...refusals: readonly InterestRefusal[]): InterestAnswer => ({ ok: false, refusals });

/**
 * Late interest on one debt: whether it may be claimed, on what, and how much to the cent. Simple, calendar days from the
 * start day through the value date, rounded once half up (S86–S88, decisions 5.4, Y19). All reasons against a claim are
 * answered together; "no rate" is a reason, never a guess (decisions 7).
 * @throws DomainError when the balances do not ascend, begin after the interest, or a rate is no decimal.
 */
export function interestOn(question: InterestQuestion): InterestAnswer {
  const { contract, rules, law, dueDay, valueDay, stoppedOn } = question;
  const chosen = chooseBasis(contract, rules, law, dueDay);
  const refusals: InterestRefusal[] = [
    ...[...missingFacts(contract), ...policyRefusals(rules, question.facts)].map((reason) => ({ reason })),
    ...(chosen.ok ? [] : [{ reason: 'noClause' } as const, ...chosen.objections]),
  ];
  if (!chosen.ok || refusals.length > 0) return refuse(...refusals);
  const { first } = chosen;
  const last = stoppedOn === null ? valueDay : epochDay(Math.min(valueDay, stoppedOn));
  if (last < first) return refuse({ reason: 'notStarted' });
  const rates = ratesOf(question, chosen);
  const accrual = accrue({ first, last, principals: principalsOf(question), rates });
  if ('noRateOn' in accrual) return refuse({ reason: 'noRate', on: accrual.noRateOn });
  const { currency } = question;
  return {
    ok: true,
    claim: {
      basis: chosen.basis,
      from: first,
      to: last,
      days: accrual.days,
      interest: { amountMinor: accrual.amountMinor, currency },
      perDiem: { amountMinor: accrual.perDiemMinor, currency },
      fixedSum: fixedSumOf(question, chosen),
      steps: accrual.steps,
      rates,
    },
  };
}

type Basis = Extract<ChosenBasis, { ok: true }>;

function ratesOf({ contract, rules, law, damagesFactor }: InterestQuestion, chosen: Basis): readonly RatePeriod[] {
  if (chosen.scheme !== null) return schemeRates(chosen.scheme, law, chosen.first, damagesFactor);
  return clauseRates(contract.clause?.number ?? '', contract.clause?.dailyRate ?? rules.dailyRate);
}

function principalsOf({ balances, base }: InterestQuestion): readonly Principal[] {
  const invoiced = balances[0]?.openMinor ?? 0;
  return balances.map(({ valueDay, openMinor, disputedMinor }) => {
    if (base === 'invoiced') return { valueDay, amountMinor: invoiced };
    const undisputed = Math.max(0, openMinor - disputedMinor);
    return { valueDay, amountMinor: base === 'open' ? openMinor : undisputed };
  });
}

/** Once per debt, by its size when interest begins to run, and only in the currency of the law's limits (decisions 2.10, 7). */
function fixedSumOf({ balances, currency, fixedSumClaimed }: InterestQuestion, { scheme, first }: Basis): Money | null {
  const sums = scheme?.fixedSums ?? null;
  if (sums === null || fixedSumClaimed || sums.currency !== currency) return null;
  const debt = balances.reduce((open, { valueDay, openMinor }) => (valueDay < first ? openMinor : open), 0);
  return debt === 0 ? null : { amountMinor: fixedSumFor(sums, debt), currency };
}
