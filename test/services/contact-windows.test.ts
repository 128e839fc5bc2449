import * as fc from 'fast-check';
import { type Calendar, compileCalendar } from '../../domain/calendar';
import { nextInWindow } from '../../domain/contact-window';
import type { ContactWindow } from '../../domain/plan';
import { instantOf, minuteOf, parseDay } from '../../domain/time';
import { calendarSlice } from '../../services/calendar-slices';
import { anySchedule } from '../support/any-schedule';
import { checkSchedule } from './check-schedule';

const hours: ContactWindow = { ranges: [[540, 1050]], workingDaysOnly: true };
const night: ContactWindow = { ranges: [[90, 150]], workingDaysOnly: false };

const calendarIn = (debtorZone: string, debtorCountry: string): Calendar =>
  compileCalendar(
    calendarSlice({ creditorZone: 'Asia/Shanghai', debtorZone, debtorCountry, from: parseDay('2026-01-01') }),
  );

function answer(calendar: Calendar, window: ContactWindow, from: string): string {
  const found = nextInWindow(calendar, window, minuteOf(from));
  return typeof found === 'number' ? instantOf(found).slice(0, 16) : 'nothing';
}

describe('the hours from 09:00 to 17:30 on working days', () => {
  it.each([
    ['London', 'Europe/London', 'GB', 'a weekend in winter', '2026-02-06T17:30Z', '2026-02-09T09:00'],
    ['London', 'Europe/London', 'GB', 'the weekend of the gap', '2026-03-27T17:30Z', '2026-03-30T08:00'],
    ['London', 'Europe/London', 'GB', 'Good Friday to Easter Monday', '2026-04-02T16:30Z', '2026-04-07T08:00'],
    ['London', 'Europe/London', 'GB', 'the weekend of the overlap', '2026-10-23T16:30Z', '2026-10-26T09:00'],
    ['New York', 'America/New_York', 'US', 'a weekend in winter', '2026-02-06T22:30Z', '2026-02-09T14:00'],
    ['New York', 'America/New_York', 'US', 'the weekend of the gap', '2026-03-06T22:30Z', '2026-03-09T13:00'],
    ['New York', 'America/New_York', 'US', 'Thanksgiving', '2026-11-25T22:30Z', '2026-11-27T14:00'],
    ['New York', 'America/New_York', 'US', 'the weekend of the overlap', '2026-10-30T21:30Z', '2026-11-02T14:00'],
    ['Shanghai', 'Asia/Shanghai', 'CN', 'a weekend', '2026-03-27T09:30Z', '2026-03-30T01:00'],
    ['Shanghai', 'Asia/Shanghai', 'CN', 'Spring Festival', '2026-02-14T09:30Z', '2026-02-24T01:00'],
    ['Shanghai', 'Asia/Shanghai', 'CN', 'a make-up Saturday', '2026-02-27T09:30Z', '2026-02-28T01:00'],
    ['Shanghai', 'Asia/Shanghai', 'CN', 'a make-up Sunday', '2026-09-19T01:00Z', '2026-09-20T01:00'],
  ])('R27 in %s (%s, %s) pass over or use %s', (_place, zone, country, _case, from, expected) => {
    expect(answer(calendarIn(zone, country), hours, from)).toBe(expected);
  });
});

describe('a window from 01:30 to 02:30 at night', () => {
  it.each([
    // London skips 01:00 to 02:00 on 29 March: 01:30 becomes 02:30, which is the end.
    ['London', 'Europe/London', 'the night before the gap', '2026-03-28T00:00Z', '2026-03-28T01:30'],
    ['London', 'Europe/London', 'the night of the gap', '2026-03-29T00:00Z', '2026-03-30T00:30'],
    // London shows 01:00 to 02:00 twice on 25 October: 01:30 is the first of the two.
    ['London', 'Europe/London', 'the night of the overlap', '2026-10-24T23:00Z', '2026-10-25T00:30'],
    ['London', 'Europe/London', 'the second 01:15 of the overlap', '2026-10-25T01:15Z', '2026-10-25T01:30'],
    // New York skips 02:00 to 03:00 on 8 March: the window ends with the gap.
    ['New York', 'America/New_York', 'the night of the gap', '2026-03-08T05:00Z', '2026-03-08T06:30'],
    ['New York', 'America/New_York', 'the last minute before the gap', '2026-03-08T06:59Z', '2026-03-08T06:59'],
    ['New York', 'America/New_York', 'the end of the gap', '2026-03-08T07:00Z', '2026-03-09T05:30'],
    // New York shows 01:00 to 02:00 twice on 1 November.
    ['New York', 'America/New_York', 'the night of the overlap', '2026-11-01T04:00Z', '2026-11-01T05:30'],
    ['New York', 'America/New_York', 'the second 01:15 of the overlap', '2026-11-01T06:15Z', '2026-11-01T06:30'],
    ['Kolkata, which never changes,', 'Asia/Kolkata', 'an autumn night', '2026-10-24T20:00Z', '2026-10-24T20:00'],
    ['Kolkata, which never changes,', 'Asia/Kolkata', 'a spring day', '2026-03-29T00:00Z', '2026-03-29T20:00'],
  ])('R27 in %s (%s) uses %s', (_place, zone, _case, from, expected) => {
    expect(answer(calendarIn(zone, 'IN'), night, from)).toBe(expected);
  });
});

it('R27 ends a window at the first of two equal clock times', () => {
  const calendar = calendarIn('America/New_York', 'US');
  const untilHalfPastOne: ContactWindow = { ranges: [[30, 90]], workingDaysOnly: false };
  // 01:00 to 02:00 comes twice on 1 November; the second 01:15 is after the first 01:30.
  expect(answer(calendar, untilHalfPastOne, '2026-11-01T05:29Z')).toBe('2026-11-01T05:29');
  expect(answer(calendar, untilHalfPastOne, '2026-11-01T05:30Z')).toBe('2026-11-02T05:30');
  expect(answer(calendar, untilHalfPastOne, '2026-11-01T06:15Z')).toBe('2026-11-02T05:30');
});

describe('any schedule from 2024 to 2030', () => {
  it("R27 [S173] [S180] is answered with the first minute that a scan on the debtor's clock allows", () => {
    fc.assert(fc.property(anySchedule, checkSchedule), { numRuns: 400 });
  });
});
