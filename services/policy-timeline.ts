import { compileCalendar } from '../domain/calendar';
import { type CaseFacts, unclassifiedFacts } from '../domain/case-state';
import { enrolmentDay, isWorthChasing } from '../domain/enrolment';
import type { Money } from '../domain/money';
import { openState } from '../domain/open-state';
import type { Plan } from '../domain/plan';
import { type CaseDays, planForCase } from '../domain/policy/plan-for-case';
import { type TimelineRow, type TimelineWorld, timelineOf } from '../domain/policy/timeline';
import type { SimInvoice, SimPeople } from '../domain/simulation/book';
import { epochDay } from '../domain/time';
import { sliceOf } from './case-facts';
import { dayStartsIn } from './sim-calendar';

/** An invoice that is only thought of. */
export interface ImaginedInvoice extends CaseDays {
  readonly amount: Money;
  readonly facts: Partial<CaseFacts> & Pick<CaseFacts, 'language'>;
  /** Zone of creditor and debtor. */
  readonly zone: string;
  readonly people: SimPeople;
}

const ID = 'imagined';

// Holidays belong to a country; of other zones the country is not guessed (as in simulations).
const countryOf = (zone: string): string => (zone === 'Asia/Shanghai' ? 'CN' : '');

/** What a policy does with an invoice that nobody pays and for which no message arrives, from its enrolment on (decisions 2.8). */
export function policyTimeline(policyPlan: Plan, imagined: ImaginedInvoice): readonly TimelineRow[] {
  const { amount, zone, people, invoiceDay, dueDay } = imagined;
  const plan = planForCase(policyPlan, imagined);
  const facts: CaseFacts = { ...unclassifiedFacts(imagined.facts.language), ...imagined.facts };
  const { amountMinor, currency } = amount;
  if (!isWorthChasing(plan, { currency, openMinor: amountMinor, besideMinor: 0 })) return [];
  const invoice: SimInvoice = {
    ...{ id: ID, number: ID, debtorNumber: ID, currency, amountMinor, invoiceDay, dueDay, facts, events: [] },
  };
  const opensOn = enrolmentDay(policyPlan, { ...imagined, facts, currency, openBalanceMinor: amountMinor });
  // A case cannot open before its invoice exists.
  const openDay = epochDay(Math.max(opensOn, invoiceDay));
  const openedAt = dayStartsIn(zone, openDay, openDay)(openDay);
  const state = openState(plan, {
    ...{ caseId: ID, invoiceId: ID, debtorId: ID, currency, openedAt, dueDay, invoiceDay, facts },
    ...{ openBalanceMinor: amountMinor, ledgerSeq: 1, holds: [], promise: null, brokenPromises: 0, failedAttempts: 0 },
    ...{ performed: [], tasks: [], escalations: 0 },
  });
  const place = { creditor: { zone }, debtor: { zone, country: countryOf(zone) } };
  const calendarAt: TimelineWorld['calendarAt'] = (asOf, through) => compileCalendar(sliceOf(place, asOf, through));
  const calendar = calendarAt(openedAt, null);
  return timelineOf({ people, calendarAt }, { plan, state, calendar, invoice, recent: [] });
}
