import { type CalendarSlice, MARGIN_DAYS } from '../../domain/calendar';
import {
  type EpochDay,
  type EpochMinute,
  MINUTES_PER_DAY,
  OPEN_ENDED,
  addDays,
  civilOf,
  epochDay,
  parseDay,
} from '../../domain/time';
import { type CountryHolidays, type YearDays, daysInYear } from './country-holidays';
import { zoneTable } from './zone-changes';

/** Two IANA zones, and which days are needed. */
export interface SliceRequest {
  readonly creditorZone: string;
  readonly debtorZone: string;
  readonly from: EpochDay;
  readonly days?: number;
}

// The first day of a case's slice lies before the opening: both zones' days and a backdated hold are then inside it.
const SLICE_STARTS_DAYS_BEFORE = 3;
/** Days of a usual slice: a case lives a year and a month before it needs a longer calendar (decisions 1.5). */
export const SLICE_DAYS = 400;

/** The days of a case's slice around `asOf`, reaching `through` where that is further than usual. */
export function sliceDays(asOf: EpochMinute, through: EpochDay | null): Required<Pick<SliceRequest, 'from' | 'days'>> {
  const from = epochDay(Math.floor(asOf / MINUTES_PER_DAY) - SLICE_STARTS_DAYS_BEFORE);
  // Thirty days more than asked for, so that a window found just behind it does not ask again.
  return { from, days: Math.max(SLICE_DAYS, through === null ? 0 : through - from + 30) };
}

/**
 * A slice with known holidays, null where nobody knows them: see `calendarSlice`, which looks them up. Loads nothing that reads
 * files, so that a thread that is told the holidays starts in half the time.
 *
 * @throws DomainError for a zone that does not exist
 */
export function sliceWith(
  { days = SLICE_DAYS, ...request }: SliceRequest,
  holidays: CountryHolidays | null,
): CalendarSlice {
  const { from } = request;
  const through = addDays(from, days - 1);
  const first = addDays(from, -MARGIN_DAYS);
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
