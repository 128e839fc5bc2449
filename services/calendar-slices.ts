import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type CalendarSlice, MARGIN_DAYS } from '../domain/calendar';
import type { ZoneTable } from '../domain/calendar/zone-table';
import { DomainError } from '../domain/errors';
import { type EpochDay, MINUTES_PER_DAY, OPEN_ENDED, addDays, civilOf, parseDay, weekdayOf } from '../domain/time';

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
 * the debtor's country. Holidays are known for China, in the years that the data covers; all other days are provisional.
 * @throws DomainError for a zone that does not exist.
 */
export function calendarSlice({ days = SLICE_DAYS, ...request }: CalendarRequest): CalendarSlice {
  const { from, debtorCountry } = request;
  const through = addDays(from, days - 1);
  const first = addDays(from, -MARGIN_DAYS);
  const holidays = debtorCountry === 'CN' ? chineseDays() : noDays;
  const within = (day: EpochDay) => day >= first && day <= through;
  const unknownFrom = first < holidays.knownFrom ? from : holidays.knownUntil;
  return {
    v: 1,
    from,
    through,
    provisionalFrom: unknownFrom > through ? OPEN_ENDED : Math.max(unknownFrom, from),
    version: `${holidays.version}; zones ${process.versions['tz'] ?? 'unknown'}`,
    creditorZone: zoneTable(request.creditorZone, first, through),
    debtorZone: zoneTable(request.debtorZone, first, through),
    holidays: holidays.off.filter(within),
    workingWeekends: holidays.worked.filter(within),
  };
}

interface HolidayData {
  readonly version: string;
  readonly knownFrom: number;
  /** First day that is not known. */
  readonly knownUntil: number;
  readonly off: readonly EpochDay[];
  readonly worked: readonly EpochDay[];
}

const noDays: HolidayData = { version: 'weekdays', knownFrom: OPEN_ENDED, knownUntil: OPEN_ENDED, off: [], worked: [] };

const dated = z.record(z.string(), z.unknown()).transform((days) => Object.keys(days).map(parseDay));
const chineseDaysFile = z.object({ holidays: dated, workdays: dated });
const packageFile = z.object({ version: z.string() });

const readJson = (path: string): unknown => JSON.parse(readFileSync(require.resolve(path), 'utf8'));

let loadedChineseDays: HolidayData | undefined;

/** Read as a file: the package's functions answer by weekday, without a word, for years that it does not know. */
function chineseDays(): HolidayData {
  if (loadedChineseDays !== undefined) return loadedChineseDays;
  const { holidays, workdays } = chineseDaysFile.parse(readJson('chinese-days/dist/chinese-days.json'));
  const years = new Set(holidays.map((day) => civilOf(day).year));
  const firstYear = Math.min(...years);
  let nextYear = firstYear;
  while (years.has(nextYear)) nextYear += 1;
  loadedChineseDays = {
    version: `chinese-days ${packageFile.parse(readJson('chinese-days/package.json')).version}`,
    knownFrom: parseDay(`${firstYear}-01-01`),
    knownUntil: parseDay(`${nextYear}-01-01`),
    off: holidays.filter((day) => weekdayOf(day) <= 5),
    worked: workdays.filter((day) => weekdayOf(day) > 5),
  };
  return loadedChineseDays;
}

function zoneTable(zone: string, first: EpochDay, through: EpochDay): ZoneTable {
  // A local midnight lies up to 14 hours after or 12 hours before midnight UTC: one day more holds them all.
  const start = (first - 1) * MINUTES_PER_DAY;
  const end = (through + MARGIN_DAYS + 2) * MINUTES_PER_DAY;
  const lastYear = civilOf(addDays(through, MARGIN_DAYS + 2)).year;
  let current: readonly [number, number] | undefined;
  const later: (readonly [number, number])[] = [];
  for (let year = civilOf(addDays(first, -1)).year; year <= lastYear; year++) {
    for (const change of changesIn(zone, year)) {
      if (change[0] <= start) current = [start, change[1]];
      else if (change[0] < end && change[1] !== (later.at(-1) ?? current)?.[1]) later.push(change);
    }
  }
  return { zone, transitions: current === undefined ? later : [current, ...later] };
}

// Bounded by the zones that exist, for some years each; Intl takes 2 ms for a year.
const changesByZoneAndYear = new Map<string, readonly (readonly [number, number])[]>();

/** The offset with which a year (UTC) begins and its changes, found day by day and then to the minute. */
function changesIn(zone: string, year: number): readonly (readonly [number, number])[] {
  const key = `${zone} ${year}`;
  const known = changesByZoneAndYear.get(key);
  if (known !== undefined) return known;
  const offsetAt = offsetReader(zone);
  const start = parseDay(`${year}-01-01`) * MINUTES_PER_DAY;
  const end = parseDay(`${year + 1}-01-01`) * MINUTES_PER_DAY;
  let offset = offsetAt(start);
  const changes: [number, number][] = [[start, offset]];
  for (let minute = start; minute < end; minute += MINUTES_PER_DAY) {
    const after = offsetAt(minute + MINUTES_PER_DAY);
    if (after === offset) continue;
    let [same, changed] = [minute, minute + MINUTES_PER_DAY];
    while (changed - same > 1) {
      const middle = Math.floor((same + changed) / 2);
      if (offsetAt(middle) === offset) same = middle;
      else changed = middle;
    }
    if (changed < end) changes.push([changed, after]);
    offset = after;
  }
  changesByZoneAndYear.set(key, changes);
  return changes;
}

/** Offset of `zone` from UTC in minutes at an epoch minute, as the host's zone data has it. */
function offsetReader(zone: string): (minute: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DomainError('unknownZone', `"${zone}" is not a time zone; expected an IANA name such as Asia/Shanghai`);
  }
  return (minute) => {
    const parts = format.formatToParts(minute * 60_000);
    const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(text);
    if (match === null)
      throw new DomainError('unknownOffset', `Offset "${text}" of ${zone} is not a number of minutes`);
    const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
    return match[1] === '-' ? -minutes : minutes;
  };
}
