import * as fc from 'fast-check';
import { type Calendar, compileCalendar } from '../../domain/calendar';
import type { ContactHours } from '../../domain/contact-window';
import type { ContactWindow } from '../../domain/plan';
import {
  type EpochDay,
  type EpochMinute,
  MINUTES_PER_DAY,
  addDays,
  civilOf,
  epochDay,
  epochMinute,
  parseDay,
  weekdayOf,
} from '../../domain/time';
import { calendarSlice } from '../../services/calendar-slices';

/** A question for the calendar, as generated: when may this debtor be reached from this minute on? */
export interface Schedule {
  readonly zone: string;
  readonly country: string | null;
  readonly window: ContactWindow;
  readonly contactHours: ContactHours | null;
  readonly from: EpochMinute;
}

// Changes of the clock by an hour and by half an hour, at midnight and at two, in spring and autumn of both halves of the
// earth, around Ramadan, and none at all.
const zones = [
  ...['Europe/London', 'America/New_York', 'Asia/Shanghai', 'Asia/Kolkata', 'Africa/Cairo', 'Africa/Casablanca'],
  ...['America/Santiago', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Pacific/Kiritimati'],
];

const first = parseDay('2024-01-01');
const last = parseDay('2030-12-31');
// A holiday, month's end or hold before the answer moves it by some weeks at most.
const REACH_DAYS = 62;

const calendars = new Map<string, Calendar>();

/** The calendar of a zone and country from 2024 to 2030. */
export function calendarOf(zone: string, country: string | null): Calendar {
  const key = `${zone} ${country}`;
  const known = calendars.get(key);
  if (known !== undefined) return known;
  const request = { creditorZone: 'Asia/Shanghai', debtorZone: zone, debtorCountry: country };
  const days = last - first + 1 + REACH_DAYS;
  const calendar = compileCalendar(calendarSlice({ ...request, from: addDays(first, -2), days }));
  calendars.set(key, calendar);
  return calendar;
}

/** Ranges that neither overlap nor touch; often at night, where the clocks change. */
const anyRanges = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: 0, max: 1440 }),
      fc.integer({ min: 0, max: 8 }).map((half) => half * 30),
    ),
    {
      minLength: 2,
      maxLength: 5,
    },
  )
  .map((bounds): ContactHours => {
    const sorted = [...bounds].sort((a, b) => a - b);
    return [0, 2].flatMap((index) => {
      const [open, close] = [sorted[index], sorted[index + 1]];
      return open === undefined || close === undefined ? [] : [[open, close] as const];
    });
  });

const anyWindow = fc.record({
  ranges: anyRanges,
  workingDaysOnly: fc.boolean(),
  notLastWorkingDays: fc.constantFrom(0, 0, 1, 2, 5),
});

/** Minutes of 2024 to 2030, every other one within two days of a change of the clock where the zone has any. */
function anyMinuteIn(zone: string): fc.Arbitrary<EpochMinute> {
  const any = fc.integer({ min: first * MINUTES_PER_DAY, max: last * MINUTES_PER_DAY });
  const changes = calendarOf(zone, null)
    .slice.debtorZone.transitions.map(([at]) => at)
    .filter((at) => at > (first + 2) * MINUTES_PER_DAY && at < (last - 2) * MINUTES_PER_DAY);
  if (changes.length === 0) return any.map(epochMinute);
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2880, max: 1440 }))
    .map(([change, distance]) => change + distance);
  return fc.oneof(any, near).map(epochMinute);
}

export const anySchedule: fc.Arbitrary<Schedule> = fc.constantFrom(...zones).chain((zone) =>
  fc.record({
    zone: fc.constant(zone),
    country: fc.constantFrom('CN', 'GB', 'US', null),
    window: anyWindow,
    contactHours: fc.option(anyRanges, { freq: 2 }),
    from: anyMinuteIn(zone),
  }),
);

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** Offset from UTC by Intl, asked once a quarter of an hour: no zone changes its clock at another minute. */
function offsetByIntl(zone: string, minute: number): number {
  const ofZone = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, ofZone);
  const quarter = Math.floor(minute / 15);
  const known = ofZone.get(quarter);
  if (known !== undefined) return known;
  const options = { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' } as const;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', options);
  formats.set(zone, format);
  const shown = Date.parse(`${format.format(quarter * 15 * 60_000).replace(' ', 'T')}:00Z`) / 60_000;
  ofZone.set(quarter, shown - quarter * 15);
  return shown - quarter * 15;
}

/** The instant of a local minute (decisions 2.14), from what Intl shows a day before and a day after. */
function instantByIntl(zone: string, local: number): number {
  const [before, after] = [offsetByIntl(zone, local - MINUTES_PER_DAY), offsetByIntl(zone, local + MINUTES_PER_DAY)];
  const shown = [before, after].map((offset) => local - offset).filter((at) => at + offsetByIntl(zone, at) === local);
  return shown.length > 0 ? Math.min(...shown) : local - before;
}

const minutesOfDay = Array.from({ length: MINUTES_PER_DAY }, (_, minute) => minute);

/** The ranges that the window and the debtor's routine leave, found minute by minute. */
export function rangesLeft({ window, contactHours }: Schedule): ContactHours {
  const isIn = (ranges: ContactHours, minute: number) =>
    ranges.some(([open, close]) => minute >= open && minute < close);
  const common = minutesOfDay.filter((minute) => isIn(window.ranges, minute) && isIn(contactHours ?? [], minute));
  const left = new Set(common.length > 0 ? common : minutesOfDay.filter((minute) => isIn(window.ranges, minute)));
  const starts = [...left].filter((minute) => !left.has(minute - 1));
  const ends = [...left].filter((minute) => !left.has(minute + 1));
  return starts.map((start, index) => [start, (ends[index] ?? start) + 1]);
}

function isWorking({ slice }: Calendar, day: number): boolean {
  if (slice.holidays.includes(day)) return false;
  return weekdayOf(epochDay(day)) <= 5 || slice.workingWeekends.includes(day);
}

/** Whether a day is one of the last `count` working days of its month. */
function isClosing(calendar: Calendar, day: EpochDay, count: number): boolean {
  if (!isWorking(calendar, day)) return false;
  const { month } = civilOf(day);
  let working = 0;
  for (let later = day; civilOf(later).month === month; later = addDays(later, 1)) {
    if (isWorking(calendar, later)) working += 1;
  }
  return working <= count;
}

/**
 * The first minute at or after `from` that is allowed, found without tables: minute by minute on the clock that Intl shows.
 * Null when there is none before `before`.
 */
export function firstByScan(schedule: Schedule, before: number): number | null {
  const { zone, country, window, from } = schedule;
  const calendar = calendarOf(zone, country);
  const ranges = rangesLeft(schedule);
  let current: { readonly day: number; readonly spans: readonly (readonly number[])[] } = { day: NaN, spans: [] };
  for (let minute = from; minute < before; minute = epochMinute(minute + 1)) {
    const local = minute + offsetByIntl(zone, minute);
    const day = epochDay(Math.floor(local / MINUTES_PER_DAY));
    if (day !== current.day) {
      const allowed =
        (isWorking(calendar, day) || !window.workingDaysOnly) &&
        !isClosing(calendar, day, window.notLastWorkingDays ?? 0);
      const midnight = day * MINUTES_PER_DAY;
      const spans = ranges.map((range) => [...range, ...range.map((end) => instantByIntl(zone, midnight + end))]);
      current = { day, spans: allowed ? spans : [] };
    }
    const shown = local - day * MINUTES_PER_DAY;
    const inside = current.spans.some(
      ([open = 0, close = 0, opens = 0, closes = 0]) =>
        shown >= open && shown < close && minute >= opens && minute < closes,
    );
    if (inside) return minute;
  }
  return null;
}
