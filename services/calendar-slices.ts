import { type CalendarSlice, MARGIN_DAYS } from '../domain/calendar';
import { type EpochDay, OPEN_ENDED, addDays, civilOf, parseDay } from '../domain/time';
import { type CountryHolidays, type YearDays, daysInYear } from './calendar/country-holidays';
import { publicHolidays } from './calendar/public-holidays';
import { zoneTable } from './calendar/zone-changes';

/** Where creditor and debtor are, and which days are needed. Zones are IANA names, the country is ISO 3166-1 alpha-2. */
export interface CalendarRequest {
  readonly creditorZone: string;
  readonly debtorZone: string;
  readonly debtorCountry: string | null;
  readonly from: EpochDay;
  readonly days?: number;
}

// A case lives a year and a month before it needs a longer calendar (decisions 1.5).
const SLICE_DAYS = 400;

/**
 * The calendar slice of a case (decisions 1.5, 2.14): changes of the clock in both zones, days off and make-up days of
 * the debtor's country. Where nobody knows the holidays of a year or a country, its days are provisional.
 * @throws DomainError for a zone that does not exist, or a calendar file that cannot be used.
 */
export function calendarSlice({ days = SLICE_DAYS, ...request }: CalendarRequest): CalendarSlice {
  const { from, debtorCountry } = request;
  const through = addDays(from, days - 1);
  const first = addDays(from, -MARGIN_DAYS);
  const holidays = debtorCountry === null ? null : publicHolidays(debtorCountry);
  const years = holidays === null ? [] : yearsOf(holidays, first, through);
  const within = (day: EpochDay) => day >= first && day <= through;
  const zones = process.versions['tz'] ?? 'unknown';
  return {
    v: 1,
    from,
    through,
    provisionalFrom: unknownFrom(holidays, first, from, through),
    version: `${holidays?.version ?? 'weekdays'}; zones ${zones}`,
    creditorZone: zoneTable(request.creditorZone, first, through),
    debtorZone: zoneTable(request.debtorZone, first, through),
    holidays: years.flatMap(({ off }) => off.filter(within)),
    workingWeekends: years.flatMap(({ worked }) => worked.filter(within)),
  };
}

function yearsOf(holidays: CountryHolidays, first: EpochDay, through: EpochDay): YearDays[] {
  const years: YearDays[] = [];
  for (let year = civilOf(first).year; year <= civilOf(through).year; year++) years.push(daysInYear(holidays, year));
  return years;
}

function unknownFrom(holidays: CountryHolidays | null, first: EpochDay, from: EpochDay, through: EpochDay): number {
  if (holidays === null || civilOf(first).year < holidays.firstYear) return from;
  const unknown = parseDay(`${holidays.lastYear + 1}-01-01`);
  return unknown > through ? OPEN_ENDED : Math.max(unknown, from);
}
