import { DomainError } from '../errors';
import { type Law, type RateTable, type Scheme, type TableRate, rateOn } from '../law/law';
import type { PlanInterest } from '../plan';
import { type EpochDay, OPEN_ENDED, addDays } from '../time';
import type { RatePeriod } from './accrual';
import { exact } from './exact';
import type { ContractFacts } from './gate';

/** On what a claim rests: "claimed under clause 7", or the scheme of the governing law. */
export type InterestBasis =
  | { readonly kind: 'clause'; readonly clause: string }
  | {
      readonly kind: 'scheme';
      readonly scheme: string;
      readonly claimedAs: Scheme['claimedAs'];
      readonly texts: readonly string[];
    };

/** Why the scheme of a law does not carry the claim. */
export interface SchemeObjection {
  readonly reason: 'notInForce' | 'debtorKindOutside' | 'connectionUnknown' | 'noConnection' | 'partiesOutside';
  readonly scheme: string;
}

export type ChosenBasis =
  | { readonly ok: true; readonly basis: InterestBasis; readonly first: EpochDay; readonly scheme: Scheme | null }
  | { readonly ok: false; readonly objections: readonly SchemeObjection[] };

/**
 * What a claim may rest on: the clause of the contract (S92), else the first scheme of the governing law whose conditions
 * hold (decisions 7). With a scheme, interest starts on the day after the due date; with a clause on its start day or the
 * policy's (X14, S99). Neither: nothing may be claimed.
 */
export function chooseBasis(contract: ContractFacts, rules: PlanInterest, law: Law, dueDay: EpochDay): ChosenBasis {
  const { clause } = contract;
  if (clause !== null) {
    const first = addDays(dueDay, clause.startDay ?? rules.startDay);
    return { ok: true, basis: { kind: 'clause', clause: clause.number }, first, scheme: null };
  }
  const first = addDays(dueDay, 1);
  const objections: SchemeObjection[] = [];
  for (const scheme of law.schemes) {
    if (contract.governingLaw === null || !scheme.governingLaws.includes(contract.governingLaw)) continue;
    const reason = objectionTo(scheme, contract, first);
    if (reason === null) {
      const { id, claimedAs, texts } = scheme;
      return { ok: true, basis: { kind: 'scheme', scheme: id, claimedAs, texts }, first, scheme };
    }
    objections.push({ reason, scheme: scheme.id });
  }
  return { ok: false, objections };
}

function objectionTo(scheme: Scheme, contract: ContractFacts, first: EpochDay): SchemeObjection['reason'] | null {
  if (first < scheme.from || (scheme.through !== null && first > scheme.through)) return 'notInForce';
  if (contract.debtorKind === null || !scheme.debtorKinds.includes(contract.debtorKind)) return 'debtorKindOutside';
  if (scheme.needsConnection && contract.lawConnected === null) return 'connectionUnknown';
  if (scheme.needsConnection && contract.lawConnected === false) return 'noConnection';
  const { creditorIsSmall, debtorIsLarge, debtorKind } = contract;
  const outside = creditorIsSmall !== true || (debtorIsLarge !== true && debtorKind !== 'publicBody');
  return scheme.smallCreditorLargeDebtor && outside ? 'partiesOutside' : null;
}

/** The rate of a clause, or the policy's where the clause names none (S86, S87). */
export function clauseRates(clause: string, dailyRate: string): readonly RatePeriod[] {
  return [
    { from: -OPEN_ENDED, through: OPEN_ENDED, rate: { kind: 'daily', share: dailyRate }, source: `clause ${clause}` },
  ];
}

/**
 * The rates of a scheme from `first` on. Fixed: the table's rate of the first day stands for the whole debt; floating: each
 * day has the table's rate of that day. Days without a rate stay without one.
 * @param damagesFactor where the law leaves a range, what is claimed of it; null: the least.
 */
export function schemeRates(
  scheme: Scheme,
  law: Law,
  first: EpochDay,
  damagesFactor: string | null,
): readonly RatePeriod[] {
  const { rate } = scheme;
  if ('dailyShare' in rate) {
    const source = scheme.texts[0] ?? scheme.id;
    return [{ from: first, through: OPEN_ENDED, rate: { kind: 'daily', share: rate.dailyShare }, source }];
  }
  const table = tableOf(law, rate.table, scheme.id);
  const factor = factorOf(rate, damagesFactor, scheme.id);
  const periodOf = (from: number, through: number, percent: string, source: string): RatePeriod => {
    const raised = exact(percent).times(exact(factor)).plus(exact(rate.plusPercent)).toFixed();
    return { from, through, rate: { kind: 'yearly', percent: raised, dayCount: rate.dayCount }, source };
  };
  if (rate.mode === 'floating') {
    return table.rates.map(({ from, through, percent, address }) => periodOf(from, through, percent, address));
  }
  const dated = rateOn(table, first);
  return dated === null ? [] : [periodOf(first, OPEN_ENDED, dated.percent, dated.address)];
}

function tableOf(law: Law, id: string, scheme: string): RateTable {
  const table = law.tables.find((each) => each.id === id);
  if (table !== undefined) return table;
  throw new DomainError('unknownRateTable', `Scheme ${scheme} refers to the rate table ${id}, which does not exist`);
}

function factorOf({ times }: TableRate, claimed: string | null, scheme: string): string {
  if (times === null) return '1';
  if (claimed === null) return times.least;
  if (exact(claimed).gte(exact(times.least)) && exact(claimed).lte(exact(times.most))) return claimed;
  const range = `${times.least} to ${times.most}`;
  throw new DomainError('badFactor', `Factor ${claimed} is outside of what scheme ${scheme} allows; expected ${range}`);
}
