import { compileCalendar } from '../../domain/calendar';
import { nextInWindow, windowOf } from '../../domain/contact-window';
import { MINUTES_PER_DAY, epochDay } from '../../domain/time';
import { calendarSlice } from '../../services/calendar-slices';
import { type Schedule, calendarOf, firstByScan } from '../support/any-schedule';

/** Fails unless the calendar's answer for a schedule is the one that a scan on the clock of Intl finds, whatever the slice. */
export function checkSchedule(schedule: Schedule): void {
  const { zone, country, contactHours, from } = schedule;
  const window = windowOf(schedule.window, contactHours);
  const found = nextInWindow(calendarOf(zone, country), window, from);
  // Ranges that lie in the gap of every day would have no answer; the clocks change twice a year.
  if (typeof found !== 'number') throw new Error(`No minute within ${JSON.stringify(schedule)}`);
  expect(firstByScan(schedule, found + 1)).toBe(found);
  expect(nextInWindow(calendarOf(zone, country), window, found)).toBe(found);
  const day = epochDay(Math.floor(from / MINUTES_PER_DAY) - 1);
  const request = { creditorZone: 'Asia/Shanghai', debtorZone: zone, debtorCountry: country };
  const short = nextInWindow(compileCalendar(calendarSlice({ ...request, from: day, days: 12 })), window, from);
  if (typeof short === 'number') expect(short).toBe(found);
  else expect(short.needCalendarThrough).toBeGreaterThan(day + 11);
}
