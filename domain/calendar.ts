import { type ZoneTable, checkZone, dayIndexOf, dayStartsOf, offsetAt } from './calendar/zone-table';
import { DomainError } from './errors';
import {
  type EpochDay,
  type EpochMinute,
  MINUTES_PER_DAY,
  addDays,
  civilOf,
  epochDay,
  epochMinute,
  weekdayOf,
} from './time';

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

/**
 * A slice with its look-up tables, one entry a day from `first` on. Not data: compile it again after a replay. Nothing in it
 * belongs to one case and nobody writes to it, so that cases with the same zones and country may share one.
 */
export interface Calendar {
  readonly slice: CalendarSlice;
  readonly first: number;
  /** Start of each day as epoch minutes, to `MARGIN_DAYS` after the slice and the day after that. */
  readonly creditorStarts: Int32Array;
  readonly debtorStarts: Int32Array;
  /** 1 on working days of the debtor's country. */
  readonly working: Uint8Array;
  /** Working days from this day, itself included, to the end of its month or of the slice. */
  readonly workingLeft: Uint8Array;
  /** Position of the first day of a month whose end lies after the slice. */
  readonly openMonth: number;
}

/** The answer when a look-up leaves the slice: a slice that reaches this day is needed (decisions 2.21). */
export interface NeedCalendar {
  readonly needCalendarThrough: EpochDay;
}

// The widest distance between two zones is 26 hours (UTC+14 and UTC-12): two calendar days.
export const MARGIN_DAYS = 2;

/** Builds the look-up tables, about 5 µs for 400 days. @throws DomainError when a zone table cannot answer for the slice. */
export function compileCalendar(slice: CalendarSlice): Calendar {
  const { from, through, creditorZone, debtorZone } = slice;
  if (from > through) {
    throw new DomainError('badCalendar', `Calendar slice ends on day ${through} before it starts on ${from}`);
  }
  const first = from - MARGIN_DAYS;
  checkZone(creditorZone, first);
  checkZone(debtorZone, first);
  const days = through - first + 1;
  const creditorStarts = dayStartsOf(creditorZone, first, days + MARGIN_DAYS + 1);
  const isOneZone = creditorZone.zone === debtorZone.zone;
  const debtorStarts = isOneZone ? creditorStarts : dayStartsOf(debtorZone, first, days + MARGIN_DAYS + 1);
  const working = workingDays(slice, first, days);
  const openMonth = through - (civilOf(through).day - 1) - first;
  const endsWithMonth = civilOf(addDays(through, 1)).day === 1;
  return {
    slice,
    first,
    creditorStarts,
    debtorStarts,
    working,
    workingLeft: workingDaysLeft(working, first),
    openMonth: endsWithMonth ? days : openMonth,
  };
}

function workingDays({ holidays, workingWeekends }: CalendarSlice, first: number, days: number): Uint8Array {
  const working = new Uint8Array(days);
  let weekday = weekdayOf(epochDay(first));
  for (let index = 0; index < days; index++) {
    working[index] = weekday <= 5 ? 1 : 0;
    weekday = weekday === 7 ? 1 : weekday + 1;
  }
  // Writes outside of a typed array change nothing.
  for (const day of holidays) working[day - first] = 0;
  for (const day of workingWeekends) working[day - first] = 1;
  return working;
}

function workingDaysLeft(working: Uint8Array, first: number): Uint8Array {
  const left = new Uint8Array(working.length);
  let dayOfMonth = 0;
  let count = 0;
  for (let index = working.length - 1; index >= 0; index--) {
    if (dayOfMonth === 0) {
      dayOfMonth = civilOf(epochDay(first + index)).day;
      count = 0;
    }
    count += working[index] ?? 0;
    left[index] = count;
    dayOfMonth -= 1;
  }
  return left;
}

/** Whether `day` lies in the slice: its start in the creditor's zone, its window and its kind can be looked up. */
export const coversDay = ({ slice }: Calendar, day: number): boolean => day >= slice.from && day <= slice.through;

function outside({ slice }: Calendar, what: string): never {
  throw new DomainError(
    'outsideCalendar',
    `No calendar for ${what}; the slice covers days ${slice.from} to ${slice.through}`,
  );
}

/**
 * 00:00 of `day` in the creditor's zone; in a gap it moves forward by the gap, an ambiguous one is the earlier.
 * @throws DomainError more than `MARGIN_DAYS` outside the slice: ask `coversDay` first.
 */
export function startOfCreditorDay(calendar: Calendar, day: EpochDay): EpochMinute {
  const index = day - calendar.first;
  const start = index < calendar.creditorStarts.length - 1 ? calendar.creditorStarts[index] : undefined;
  return epochMinute(start ?? outside(calendar, `day ${day}`));
}

/** The creditor's calendar day at `minute`. @throws DomainError more than `MARGIN_DAYS` outside the slice. */
export function creditorDayOf(calendar: Calendar, minute: EpochMinute): EpochDay {
  const index = dayIndexOf(calendar.creditorStarts, minute);
  if (index < 0 || index >= calendar.creditorStarts.length - 1) return outside(calendar, `minute ${minute}`);
  return epochDay(calendar.first + index);
}

/** The creditor's calendar day at `minute`; the first or last one that the calendar knows where it lies outside. */
export function nearestCreditorDay({ creditorStarts, first }: Calendar, minute: EpochMinute): EpochDay {
  const index = dayIndexOf(creditorStarts, minute);
  return epochDay(first + Math.max(0, Math.min(index, creditorStarts.length - 2)));
}

/** The debtor's calendar day at `minute`. @throws DomainError more than `MARGIN_DAYS` outside the slice. */
export const debtorDayOf = (calendar: Calendar, minute: EpochMinute): EpochDay => debtorLocal(calendar, minute).day;

/** What the debtor's clock shows at `minute`. @throws DomainError more than `MARGIN_DAYS` outside the slice. */
export function debtorLocal(calendar: Calendar, minute: EpochMinute): { day: EpochDay; minuteOfDay: number } {
  const local = minute + offsetAt(calendar.slice.debtorZone, minute);
  const day = Math.floor(local / MINUTES_PER_DAY);
  if (day < calendar.first || day > calendar.slice.through + MARGIN_DAYS) return outside(calendar, `day ${day}`);
  return { day: epochDay(day), minuteOfDay: local - day * MINUTES_PER_DAY };
}

/**
 * Whether the debtor's country works on `day`: weekdays but for holidays, and make-up days.
 * @throws DomainError after the slice or more than `MARGIN_DAYS` before it: ask `coversDay` first.
 */
export const isWorkingDay = (calendar: Calendar, day: EpochDay): boolean =>
  (calendar.working[day - calendar.first] ?? outside(calendar, `day ${day}`)) === 1;

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
