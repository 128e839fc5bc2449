import { MARGIN_DAYS } from '../../domain/calendar';
import type { ZoneTable } from '../../domain/calendar/zone-table';
import { DomainError } from '../../domain/errors';
import { type EpochDay, MINUTES_PER_DAY, addDays, civilOf, parseDay } from '../../domain/time';

/** The changes of the clock that a slice from `first` to `through` needs, from the host's zone data. @throws DomainError for a zone that does not exist. */
export function zoneTable(zone: string, first: EpochDay, through: EpochDay): ZoneTable {
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

// No zone changes its clock and back within a week; the shortest pause of summer time, for Ramadan, takes some four. Searched by
// days, all zones gave the same changes from 2015 to 2035. A question to Intl takes 5 µs, and a year has 365 days.
const WEEK = 7 * MINUTES_PER_DAY;

// Bounded by the zones that exist, for some years each.
const changesByZoneAndYear = new Map<string, readonly (readonly [number, number])[]>();

/** The offset with which a year (UTC) begins and its changes, found week by week and then to the minute. */
function changesIn(zone: string, year: number): readonly (readonly [number, number])[] {
  const key = `${zone} ${year}`;
  const known = changesByZoneAndYear.get(key);
  if (known !== undefined) return known;
  const offsetAt = offsetReader(zone);
  const start = parseDay(`${year}-01-01`) * MINUTES_PER_DAY;
  const end = parseDay(`${year + 1}-01-01`) * MINUTES_PER_DAY;
  let offset = offsetAt(start);
  const changes: [number, number][] = [[start, offset]];
  for (let minute = start; minute < end; minute += WEEK) {
    const after = offsetAt(minute + WEEK);
    if (after === offset) continue;
    let [same, changed] = [minute, minute + WEEK];
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
