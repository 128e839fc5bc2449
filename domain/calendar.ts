import { DomainError } from './errors';
import type { ContactWindow } from './plan';
import { type EpochDay, type EpochMinute, MINUTES_PER_DAY, epochDay, epochMinute, weekdayOf } from './time';

/** Offsets of a zone from UTC: from `atMinute` (UTC) on, local time is UTC + `offsetMinutes`. Ascending. */
export interface ZoneTable {
  readonly zone: string;
  readonly transitions: readonly (readonly [atMinute: number, offsetMinutes: number])[];
}

/**
 * The part of the calendars that a case carries as data (decisions 1.5). It answers for the days `from` to `through`.
 * Both zone tables reach `MARGIN_DAYS` beyond both ends and the lists of days begin `MARGIN_DAYS` before `from`, because
 * a day of the creditor may begin on an earlier day of the debtor.
 */
export interface CalendarSlice {
  readonly v: 1;
  readonly from: EpochDay;
  readonly through: EpochDay;
  /** First day whose holidays nobody knows: working days by weekday from there on; OPEN_ENDED when all are known. */
  readonly provisionalFrom: number;
  /** Which data the lists come from. */
  readonly version: string;
  readonly creditorZone: ZoneTable;
  readonly debtorZone: ZoneTable;
  /** Weekdays off, in the debtor's country. */
  readonly holidays: readonly number[];
  /** Make-up working days on a weekend, in the debtor's country. */
  readonly workingWeekends: readonly number[];
}

/** A slice with its look-up tables, one entry a day from `first` on. Not data: compile it again after a replay. */
export interface Calendar {
  readonly slice: CalendarSlice;
  readonly first: number;
  /** Start of each day in the debtor's zone, epoch minutes; one entry more than there are days. */
  readonly debtorStarts: Int32Array;
  /** 1 on working days of the debtor's country. */
  readonly working: Uint8Array;
}

/** The answer when a look-up leaves the slice: a slice that reaches this day is needed (decisions 2.21). */
export interface NeedCalendar {
  readonly needCalendarThrough: EpochDay;
}

// The widest distance between two zones is 26 hours (UTC+14 and UTC-12): two calendar days.
export const MARGIN_DAYS = 2;

/** Builds the look-up tables, about 10 µs for 400 days. @throws DomainError when a zone table cannot answer for the slice. */
export function compileCalendar(slice: CalendarSlice): Calendar {
  if (slice.from > slice.through) {
    throw new DomainError(
      'badCalendar',
      `Calendar slice ends on day ${slice.through} before it starts on ${slice.from}`,
    );
  }
  const first = slice.from - MARGIN_DAYS;
  checkZone(slice.creditorZone, first);
  checkZone(slice.debtorZone, first);
  const days = slice.through - first + 1;
  const debtorStarts = new Int32Array(days + 1);
  const working = new Uint8Array(days);
  for (let index = 0; index <= days; index++) {
    debtorStarts[index] = utcOf(slice.debtorZone, (first + index) * MINUTES_PER_DAY);
  }
  for (let index = 0; index < days; index++) working[index] = weekdayOf(epochDay(first + index)) <= 5 ? 1 : 0;
  for (const day of slice.holidays) if (day >= first && day <= slice.through) working[day - first] = 0;
  for (const day of slice.workingWeekends) if (day >= first && day <= slice.through) working[day - first] = 1;
  return { slice, first, debtorStarts, working };
}

function checkZone({ zone, transitions }: ZoneTable, first: number): void {
  const ascending = transitions.every((entry, index) => index === 0 || entry[0] > (transitions[index - 1]?.[0] ?? 0));
  // The first local midnight lies up to 14 hours after or 12 hours before the same time in UTC; a day earlier is enough.
  const start = (first - 1) * MINUTES_PER_DAY;
  if (!ascending || (transitions[0]?.[0] ?? Infinity) > start) {
    throw new DomainError('badCalendar', `Zone table of ${zone} must ascend and begin at or before minute ${start}`);
  }
}

function offsetAt({ transitions }: ZoneTable, minute: number): number {
  for (let index = transitions.length - 1; index >= 0; index--) {
    const entry = transitions[index];
    if (entry !== undefined && entry[0] <= minute) return entry[1];
  }
  return transitions[0]?.[1] ?? 0;
}

/** The instant of a local minute: in a gap it moves forward by the gap, an ambiguous one is the earlier (decisions 2.14). */
function utcOf({ transitions }: ZoneTable, localMinute: number): number {
  let previousOffset: number | undefined;
  for (const [index, [at, offset]] of transitions.entries()) {
    const minute = localMinute - offset;
    if (minute < (transitions[index + 1]?.[0] ?? Infinity)) {
      return minute >= at || previousOffset === undefined ? minute : localMinute - previousOffset;
    }
    previousOffset = offset;
  }
  return localMinute;
}

/** Whether `day` lies in the slice: its start in the creditor's zone, its window and its kind can be looked up. */
export const coversDay = ({ slice }: Calendar, day: number): boolean => day >= slice.from && day <= slice.through;

function requireReach({ slice }: Calendar, day: number, what: string): void {
  if (day >= slice.from - MARGIN_DAYS && day <= slice.through + MARGIN_DAYS) return;
  throw new DomainError(
    'outsideCalendar',
    `No calendar for ${what} ${day}; the slice covers days ${slice.from} to ${slice.through}`,
  );
}

/**
 * 00:00 of `day` in the creditor's zone; in a gap it moves forward by the gap, an ambiguous one is the earlier.
 * @throws DomainError more than `MARGIN_DAYS` outside the slice: ask `coversDay` first.
 */
export function startOfCreditorDay(calendar: Calendar, day: EpochDay): EpochMinute {
  requireReach(calendar, day, 'day');
  return epochMinute(utcOf(calendar.slice.creditorZone, day * MINUTES_PER_DAY));
}

/** The creditor's calendar day at `minute`. @throws DomainError more than `MARGIN_DAYS` outside the slice. */
export function creditorDayOf(calendar: Calendar, minute: EpochMinute): EpochDay {
  const day = Math.floor((minute + offsetAt(calendar.slice.creditorZone, minute)) / MINUTES_PER_DAY);
  requireReach(calendar, day, 'day');
  return epochDay(day);
}

/** The debtor's calendar day at `minute`. @throws DomainError more than `MARGIN_DAYS` outside the slice. */
export const debtorDayOf = (calendar: Calendar, minute: EpochMinute): EpochDay => debtorLocal(calendar, minute).day;

/** What the debtor's clock shows at `minute`. @throws DomainError more than `MARGIN_DAYS` outside the slice. */
export function debtorLocal(calendar: Calendar, minute: EpochMinute): { day: EpochDay; minuteOfDay: number } {
  const local = minute + offsetAt(calendar.slice.debtorZone, minute);
  const day = Math.floor(local / MINUTES_PER_DAY);
  requireReach(calendar, day, 'day');
  return { day: epochDay(day), minuteOfDay: local - day * MINUTES_PER_DAY };
}

/**
 * Whether the debtor's country works on `day`: weekdays but for holidays, and make-up days.
 * @throws DomainError after the slice or more than `MARGIN_DAYS` before it: ask `coversDay` first.
 */
export function isWorkingDay({ slice, first, working }: Calendar, day: EpochDay): boolean {
  const entry = working[day - first];
  if (entry !== undefined) return entry === 1;
  throw new DomainError(
    'outsideCalendar',
    `No calendar for day ${day}; the slice covers days ${slice.from} to ${slice.through}`,
  );
}

/**
 * The first instant at or after `from` inside `window`, whose ranges are ascending local minutes of the debtor's day.
 * Inside means: between the instants of the range's two ends, and the debtor's clock shows a minute of the range.
 */
export function nextInWindow(calendar: Calendar, window: ContactWindow, from: EpochMinute): EpochMinute | NeedCalendar {
  const { slice, first, working, debtorStarts } = calendar;
  const firstIndex = dayIndexOf(calendar, from);
  if (firstIndex < 0 || firstIndex >= working.length) return { needCalendarThrough: epochDay(first + firstIndex) };
  for (let index = firstIndex; index < working.length; index++) {
    if (window.workingDaysOnly && working[index] !== 1) continue;
    const start = debtorStarts[index] ?? 0;
    if ((debtorStarts[index + 1] ?? 0) - start === MINUTES_PER_DAY) {
      for (const range of window.ranges) {
        if (from < start + range[1]) return epochMinute(Math.max(from, start + range[0]));
      }
    } else {
      const minute = firstMinuteOnChangingDay(slice.debtorZone, first + index, window.ranges, from);
      if (minute !== null) return epochMinute(minute);
    }
  }
  return { needCalendarThrough: epochDay(slice.through + 1) };
}

/** Position of the debtor's day at `minute` in the tables; outside of them a number that is too small or too large. */
function dayIndexOf({ debtorStarts }: Calendar, minute: number): number {
  let index = Math.floor((minute - (debtorStarts[0] ?? 0)) / MINUTES_PER_DAY);
  // A change of the clock moves midnights by some hours, so that the guess is one day off at most.
  if (minute < (debtorStarts[index] ?? 0)) index -= 1;
  else if (minute >= (debtorStarts[index + 1] ?? Infinity)) index += 1;
  return index;
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

/** The `n`-th working day of the debtor's country after `day`; `day` itself for 0. `n` is a whole number >= 0. */
export function addBankDays(calendar: Calendar, day: EpochDay, n: number): EpochDay | NeedCalendar {
  let reached = day;
  for (let left = n; left > 0;) {
    reached = epochDay(reached + 1);
    const entry = calendar.working[reached - calendar.first];
    if (entry === undefined) return { needCalendarThrough: reached };
    left -= entry;
  }
  return reached;
}
