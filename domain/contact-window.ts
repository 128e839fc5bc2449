import type { Calendar, NeedCalendar } from './calendar';
import { type ZoneTable, dayIndexOf, offsetAt, utcOf } from './calendar/zone-table';
import { endOfMonth } from './months';
import type { ContactWindow } from './plan';
import { type EpochMinute, MINUTES_PER_DAY, epochDay, epochMinute } from './time';

/** When a debtor is best reached, by its own routine (S180): half-open local minutes of its day. */
export type ContactHours = readonly (readonly [number, number])[];

/**
 * The policy's window narrowed to the debtor's own routine (S180, X9). The routine never widens it: where the two have nothing
 * in common, the policy's window stands. Without a routine the window itself is returned. The answer depends on the two
 * arguments alone and may be kept beside them.
 */
export function windowOf(window: ContactWindow, contactHours: ContactHours | null): ContactWindow {
  if (contactHours === null) return window;
  const ranges = window.ranges
    .flatMap(([open, close]) =>
      contactHours.map(([from, until]) => [Math.max(open, from), Math.min(close, until)] as const),
    )
    .filter(([open, close]) => open < close)
    .sort((a, b) => a[0] - b[0]);
  return ranges.length === 0 ? window : { ...window, ranges };
}

/**
 * The first instant at or after `from` inside `window`, whose ranges are ascending local minutes of the debtor's day.
 * Inside means: on a day that the window allows, between the instants of the range's two ends, and the debtor's clock shows a
 * minute of the range. Which days are the last working days of a month (S173) is not guessed while its end is not known.
 */
export function nextInWindow(calendar: Calendar, window: ContactWindow, from: EpochMinute): EpochMinute | NeedCalendar {
  const { slice, first, working, workingLeft, debtorStarts } = calendar;
  const { ranges, workingDaysOnly, notLastWorkingDays = 0 } = window;
  const firstIndex = dayIndexOf(debtorStarts, from);
  if (firstIndex < 0 || firstIndex >= working.length) return { needCalendarThrough: epochDay(first + firstIndex) };
  for (let index = firstIndex; index < working.length; index++) {
    if (working[index] !== 1) {
      if (workingDaysOnly) continue;
    } else if ((workingLeft[index] ?? 0) <= notLastWorkingDays) {
      if (index >= calendar.openMonth) return { needCalendarThrough: endOfMonth(epochDay(first + index)) };
      continue;
    }
    const start = debtorStarts[index] ?? 0;
    if ((debtorStarts[index + 1] ?? 0) - start === MINUTES_PER_DAY) {
      for (const range of ranges) {
        if (from < start + range[1]) return epochMinute(Math.max(from, start + range[0]));
      }
    } else {
      const minute = firstMinuteOnChangingDay(slice.debtorZone, first + index, ranges, from);
      if (minute !== null) return epochMinute(minute);
    }
  }
  return { needCalendarThrough: epochDay(slice.through + 1) };
}

/** On a day with a change of the clock the minutes are tried one by one: at most one day's, twice a year. */
function firstMinuteOnChangingDay(
  zone: ZoneTable,
  day: number,
  ranges: ContactWindow['ranges'],
  from: number,
): number | null {
  const midnight = day * MINUTES_PER_DAY;
  for (const [open, close] of ranges) {
    const end = utcOf(zone, midnight + close);
    for (let minute = Math.max(from, utcOf(zone, midnight + open)); minute < end; minute++) {
      const minuteOfDay = minute + offsetAt(zone, minute) - midnight;
      if (minuteOfDay >= open && minuteOfDay < close) return minute;
    }
  }
  return null;
}
