import { compileCalendar, coversDay, startOfCreditorDay, type Calendar } from '../domain/calendar';
import { isWorthChasing, openingDay } from '../domain/enrolment';
import type { Plan } from '../domain/plan';
import type { SimDebtor, SimInvoice } from '../domain/simulation/book';
import type { BookClock } from '../domain/simulation/debtor-turns';
import { addDays, epochDay, epochMinute, MINUTES_PER_DAY, type EpochDay, type EpochMinute } from '../domain/time';
import type { CountryHolidays } from './calendar/country-holidays';
import { SLICE_DAYS, type SliceRequest, sliceDays, sliceWith } from './calendar/slice';

/** Where a simulated book lives. */
export interface SimPlace {
  readonly creditorZone: string;
  readonly until: EpochDay;
  /** A book that existed before: no case opens earlier than this, as in an installation that begins on that day. */
  readonly opensFrom?: EpochDay;
}

/** When the days from `first` to `last` begin in a zone. */
export function dayStartsIn(zone: string, first: EpochDay, last: EpochDay): (day: EpochDay) => EpochMinute {
  const calendar = calendarOfZone(zone, first, last);
  return (day) => startOfCreditorDay(calendar, day);
}

function calendarOfZone(zone: string, first: EpochDay, last: EpochDay): Calendar {
  const request = { creditorZone: zone, debtorZone: zone, from: first, days: last - first + 1 };
  return compileCalendar(sliceWith(request, null));
}

// A year at a time on either side: a book of some years asks some times.
const GROWTH_DAYS = 400;

/** When days begin in a zone, whatever days are asked for: the table behind it grows with the questions. */
export function dayStartsOf(zone: string): (day: EpochDay) => EpochMinute {
  let calendar: Calendar | undefined;
  return (day) => {
    if (calendar === undefined || !coversDay(calendar, day)) {
      const { from, through } = calendar?.slice ?? { from: day, through: day };
      const [first, last] = [Math.min(from, day - GROWTH_DAYS), Math.max(through, day + GROWTH_DAYS)];
      calendar = calendarOfZone(zone, epochDay(first), epochDay(last));
    }
    return startOfCreditorDay(calendar, day);
  };
}

/** The calendar of one debtor around an instant, reaching `through` where that is further than usual. */
export type CalendarAt = (asOf: EpochMinute, through: EpochDay | null) => Calendar;

/** The calendars of a book's debtors. */
export interface SimCalendars {
  dayStart(day: EpochDay): EpochMinute;
  /** The calendars that the debtor's cases have, as the database would give them. */
  of(debtor: SimDebtor): CalendarAt;
}

// A compiled calendar takes some 6 KB. A book of thirty years has fewer of them for one place.
const CALENDARS_KEPT = 400;

// The instants of so many days share a calendar that reaches as much further: the planner never asks how far one reaches beyond
// what it needs, and to compile one for each day cost more than all the look-ups in it.
const SHARED_DAYS = 32;

// So far ahead the usual slice of 400 days reaches anyway.
const NEAR_DAYS = 300;

/** The holidays of a country (ISO 3166-1 alpha-2); null when nobody knows them. */
export type HolidaysOf = (country: string) => CountryHolidays | null;

/**
 * Calendars for a whole book: debtors of one zone and country share theirs. A slice depends only on the two zones, the country
 * and the first and last day, so that equal ones are compiled once.
 */
export function createSimCalendars(creditorZone: string, holidaysOf: HolidaysOf): SimCalendars {
  const places = new Map<string, CalendarAt>();
  return {
    dayStart: dayStartsOf(creditorZone),
    of({ zone, country }) {
      const name = `${zone} ${country}`;
      const known = places.get(name);
      if (known !== undefined) return known;
      const made = calendarsOfPlace({ creditorZone, debtorZone: zone }, holidaysOf(country));
      places.set(name, made);
      return made;
    },
  };
}

function calendarsOfPlace(
  zones: Pick<SliceRequest, 'creditorZone' | 'debtorZone'>,
  holidays: CountryHolidays | null,
): CalendarAt {
  const byFirstDay = new Map<number, Calendar>();
  const compiled: CalendarAt = (asOf, through) =>
    compileCalendar(sliceWith({ ...zones, ...sliceDays(asOf, through) }, holidays));
  return (asOf, through) => {
    const today = Math.floor(asOf / MINUTES_PER_DAY);
    if (through !== null && through - today > NEAR_DAYS) return compiled(asOf, through);
    const first = today - (today % SHARED_DAYS);
    const known = byFirstDay.get(first);
    if (known !== undefined) return known;
    if (byFirstDay.size >= CALENDARS_KEPT) byFirstDay.clear();
    const calendar = compiled(epochMinute(first * MINUTES_PER_DAY), epochDay(first + SLICE_DAYS + SHARED_DAYS));
    byFirstDay.set(first, calendar);
    return calendar;
  };
}

/** When days begin for a debtor's book, and when its cases open: on the earlier of the first step and the day after due. */
export function bookClockOf(
  place: SimPlace,
  dayStart: (day: EpochDay) => EpochMinute,
  planOf: (invoice: SimInvoice) => Plan,
): BookClock {
  return {
    dayStart,
    until: dayStart(place.until),
    isChased: (invoice, openMinor, besideMinor) =>
      isWorthChasing(planOf(invoice), { currency: invoice.currency, openMinor, besideMinor }),
    opensOn: (invoice) => {
      const { facts, currency, dueDay, invoiceDay, amountMinor: openBalanceMinor } = invoice;
      const day = openingDay(planOf(invoice), { dueDay, facts, currency, openBalanceMinor });
      // A case cannot open before its invoice exists.
      return epochDay(Math.max(day, invoiceDay, place.opensFrom ?? day));
    },
  };
}

/** The last day on which an invoice of the debtor is due. @throws RangeError when it has none */
export function lastDueDayOf({ number, invoices }: SimDebtor): EpochDay {
  const [first, ...others] = invoices;
  if (first === undefined) throw new RangeError(`Debtor ${number} has no invoice; expected at least one`);
  return addDays(first.dueDay, Math.max(0, ...others.map(({ dueDay }) => dueDay - first.dueDay)));
}
