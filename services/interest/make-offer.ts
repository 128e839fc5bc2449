import type { Db } from '../../clients/prisma';
import { compileCalendar } from '../../domain/calendar';
import type { RatePeriod } from '../../domain/interest/accrual';
import { lastValidDay } from '../../domain/offers/validity';
import {
  type WaiverTerms,
  offerEndsAt,
  quoteOf,
  standardWaiverRule,
  waiverObjections,
} from '../../domain/offers/waiver';
import type { Validity } from '../../domain/plan';
import { type IsoDate, dayOf, instantOf, isoDateOf, minuteOf } from '../../domain/time';
import { caseWithParties, sliceOf } from '../case-facts';
import { columnOfDay } from '../columns';
import { type Accepted, type CaseCommand, keepText } from '../commands/command';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import type { PlanSource } from '../open-case';
import { type Refused, refused } from '../problems';
import { onClaimedCase } from './on-claimed-case';
import { claimOn, dueNow, readDebt, refusalTexts } from './read-debt';

/** Somebody offers the debtor to waive a part of the interest if the rest is paid in time (S90, S96, S100). */
export interface MakeOffer extends CaseCommand {
  readonly terms: WaiverTerms;
  readonly validity: Validity;
}

export interface OfferMade extends Accepted {
  readonly offerId: string;
  /** What settles the claim, with a value date of `lastDay` at the latest. Minor units. */
  readonly payMinor: number;
  readonly waivedMinor: number;
  readonly currency: string;
  readonly lastDay: IsoDate;
  /** Midnight after the last day on the debtor's clock (Y7), an instant. */
  readonly endsAt: string;
}

/**
 * Makes an offer on the claim as it stands today. Nothing is booked: the waiver is earned by a payment of the quoted sum,
 * judged by value date (decisions 1.2). What goes beyond half of the interest, or a second offer, needs an approval (X13).
 */
export async function makeOffer(
  deps: { readonly db: Db; readonly plans: PlanSource },
  command: MakeOffer,
): Promise<OfferMade | Refused> {
  const { caseId, terms, validity, actor, at } = command;
  return onClaimedCase(deps, command, async (tx, found, rules) => {
    const { invoiceId, currency } = found;
    const offersMade = await tx.quote.count({ where: { invoiceId, waivedMinor: { gt: 0 } } });
    const objections = waiverObjections(terms, offersMade, standardWaiverRule);
    if (objections.length > 0)
      return refused('approvalNeeded', `The offer in case ${caseId} needs an approval: ${objections.join(', ')}`);
    const debt = await readDebt(tx, invoiceId);
    const today = dayOf(found.today);
    const answer = claimOn(debt, { ...rules, valueDay: today });
    if (!answer.ok) {
      const reasons = refusalTexts(answer.refusals).join(', ');
      return refused('interestRefused', `No interest can be waived in case ${caseId}: ${reasons}`);
    }
    const { claim } = answer;
    const calendar = compileCalendar(sliceOf(await caseWithParties(tx, caseId), minuteOf(at.toISOString()), null));
    const lastDay = lastValidDay(calendar, validity, today);
    const ends = offerEndsAt(calendar, lastDay);
    if (typeof ends !== 'number')
      return refused('dateTooFar', `The offer in case ${caseId} would hold through ${isoDateOf(lastDay)}: too far`);
    const { costs, interest, principal } = debt.parts;
    const owed = { principalMinor: principal + costs, interestMinor: interest + dueNow(debt, claim).interestMinor };
    const quote = quoteOf(terms, owed, { madeOn: today, lastDay });
    const id = newId();
    const { principalMinor, interestMinor, waivedMinor, payMinor } = quote;
    await tx.quote.create({
      data: {
        ...{ id, invoiceId, currency, actor, rates: ratesColumn(claim.rates) },
        ...{ principalMinor: BigInt(principalMinor), interestMinor: BigInt(interestMinor) },
        ...{ waivedMinor: BigInt(waivedMinor), payMinor: BigInt(payMinor) },
        ...{ madeOn: columnOfDay(today), lastDay: columnOfDay(lastDay), interestFrom: columnOfDay(claim.from) },
      },
    });
    const { contentHash } = await keepText(tx, { debtorId: debt.debtorId, caseId }, command.reason);
    const sums = { principalMinor, interestMinor, waivedMinor, payMinor };
    const content = { offerId: id, terms, ...sums, currency, madeOn: found.today, lastDay: isoDateOf(lastDay), actor };
    const entry = { kind: 'offerMade', at, content: { ...content, reasonHash: contentHash } };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, ...entry }]);
    const made = { offerId: id, payMinor, waivedMinor, currency, lastDay: isoDateOf(lastDay) };
    return { ok: true, messageIds: [], ...made, endsAt: instantOf(ends) };
  });
}

/** Rates as a JSON column takes them. */
const ratesColumn = (rates: readonly RatePeriod[]) =>
  rates.map(({ rate, ...period }) => ({ ...period, rate: { ...rate } }));
