import type { Calendar, NeedCalendar } from '../calendar';
import { DomainError } from '../errors';
import { percentOf } from '../interest/exact';
import { type EpochDay, type EpochMinute, addDays, epochMinute } from '../time';

/** What is waived of a claim that is paid in time (S90): a percentage of the interest or of the principal. */
export interface WaiverTerms {
  /** 0 to 100, decimals allowed. */
  readonly percent: number;
  readonly of: 'interest' | 'principal';
}

/** A sum that settles the claim when it is paid with a value date of `lastDay` at the latest. Minor units. */
export interface Quote {
  readonly madeOn: EpochDay;
  readonly lastDay: EpochDay;
  readonly principalMinor: number;
  readonly interestMinor: number;
  readonly waivedMinor: number;
  readonly payMinor: number;
}

/** The quote of an offer made on a day, `lastDay` from `lastValidDay`; the waiver is rounded once, half up (decisions 5.4). */
export function quoteOf(
  terms: WaiverTerms,
  claim: { readonly principalMinor: number; readonly interestMinor: number },
  validity: { readonly madeOn: EpochDay; readonly lastDay: EpochDay },
): Quote {
  const { principalMinor, interestMinor } = claim;
  if (principalMinor < 0 || interestMinor < 0) {
    throw new DomainError(
      'negativeClaim',
      `A claim of ${principalMinor} + ${interestMinor} cannot be quoted; expected >= 0`,
    );
  }
  const waivedMinor = percentOf(terms.of === 'interest' ? interestMinor : principalMinor, terms.percent);
  return {
    ...validity,
    principalMinor,
    interestMinor,
    waivedMinor,
    payMinor: principalMinor + interestMinor - waivedMinor,
  };
}

/** When an offer ends: midnight after its last day on the debtor's clock (Y7: Sunday 24:00). */
export function offerEndsAt({ slice, first, debtorStarts }: Calendar, lastDay: EpochDay): EpochMinute | NeedCalendar {
  const next = addDays(lastDay, 1);
  const start = debtorStarts[next - first];
  return start === undefined || lastDay > slice.through ? { needCalendarThrough: next } : epochMinute(start);
}

/** The default bounds of a waiver that needs nobody's approval (X13): half of the interest, one offer to a debt. */
export const standardWaiverRule: WaiverRule = { percent: 50, of: 'interest', offers: 1 };

export interface WaiverRule {
  readonly percent: number;
  readonly of: 'interest' | 'principal';
  readonly offers: number;
}

/** Why a waiver needs an approval; an empty list: the policy offers it by itself. */
export type WaiverObjection = 'percent' | 'ofPrincipal' | 'anotherOffer';

/** Whether a waiver goes beyond what the policy may offer (X13, S90): more than the share, of the principal, or once more. */
export function waiverObjections(terms: WaiverTerms, offersMade: number, rule: WaiverRule): readonly WaiverObjection[] {
  const objections: WaiverObjection[] = [];
  if (terms.percent > rule.percent) objections.push('percent');
  if (terms.of === 'principal' && rule.of === 'interest') objections.push('ofPrincipal');
  if (offersMade >= rule.offers) objections.push('anotherOffer');
  return objections;
}
