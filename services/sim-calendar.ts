import { compileCalendar, startOfCreditorDay } from '../domain/calendar';
import { enrolmentDay } from '../domain/enrolment';
import type { Plan } from '../domain/plan';
import type { SimDebtor } from '../domain/simulation/book';
import type { BookClock } from '../domain/simulation/debtor-turns';
import type { SliceSource } from '../domain/simulation/planner-engine';
import { epochDay, type EpochDay, type EpochMinute } from '../domain/time';
import { calendarSlice } from './calendar-slices';
import { sliceOf } from './case-facts';

/** Where a simulated book lives. */
export interface SimPlace {
  readonly creditorZone: string;
  readonly until: EpochDay;
  /** A book that existed before: no case opens earlier than this, as in an installation that begins on that day. */
  readonly opensFrom?: EpochDay;
}

/** The calendars of one debtor as its cases would get them from the database. */
export const slicesOf = (place: SimPlace, { zone, country }: SimDebtor): SliceSource => {
  return (asOf, through) =>
    sliceOf({ creditor: { zone: place.creditorZone }, debtor: { zone, country } }, asOf, through);
};

/** When the days from `first` to `last` begin in a zone. */
export function dayStartsIn(zone: string, first: EpochDay, last: EpochDay): (day: EpochDay) => EpochMinute {
  const place = { creditorZone: zone, debtorZone: zone, debtorCountry: null };
  const calendar = compileCalendar(calendarSlice({ ...place, from: first, days: last - first + 1 }));
  return (day) => startOfCreditorDay(calendar, day);
}

/** When days begin for a debtor's book, and when its cases open: on the earlier of the first step and the day after due. */
export function bookClockOf(place: SimPlace, plan: Plan, debtor: SimDebtor): BookClock {
  const days = debtor.invoices.flatMap((invoice) => [
    invoice.invoiceDay,
    invoice.dueDay,
    ...invoice.events.map((event) => event.day),
  ]);
  const first = epochDay(Math.min(...days, place.until) - 100);
  const dayStart = dayStartsIn(place.creditorZone, first, epochDay(Math.max(...days, place.until) + 2));
  return {
    dayStart,
    until: dayStart(place.until),
    opensOn: ({ facts, currency, dueDay, invoiceDay, amountMinor }) => {
      const day = enrolmentDay(plan, { facts, currency, openBalanceMinor: amountMinor }, dueDay);
      // A case cannot open before its invoice exists.
      return epochDay(Math.max(day, invoiceDay, place.opensFrom ?? day));
    },
  };
}
