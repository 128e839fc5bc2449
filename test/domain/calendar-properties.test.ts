import * as fc from 'fast-check';
import {
  type Calendar,
  addBankDays,
  creditorDayOf,
  debtorLocal,
  isWorkingDay,
  startOfCreditorDay,
} from '../../domain/calendar';
import { nextInWindow } from '../../domain/contact-window';
import type { ContactWindow } from '../../domain/plan';
import { type EpochMinute, epochDay, epochMinute, minuteOf, parseDay } from '../../domain/time';
import { aCalendar, berlin, cairo, newYork, shanghai } from './a-calendar';

describe('any window, zone and instant', () => {
  const zones = [berlin, newYork, shanghai, cairo];
  const anyCalendar = fc
    .record({
      creditor: fc.nat(zones.length - 1),
      debtor: fc.nat(zones.length - 1),
      off: fc.uniqueArray(fc.integer({ min: parseDay('2026-01-01'), max: parseDay('2026-12-31') }), { maxLength: 30 }),
    })
    .map(({ creditor, debtor, off }) =>
      aCalendar({
        creditorZone: zones[creditor] ?? shanghai,
        debtorZone: zones[debtor] ?? shanghai,
        holidays: off.filter((day) => (((day + 3) % 7) + 7) % 7 < 5),
        workingWeekends: off.filter((day) => (((day + 3) % 7) + 7) % 7 >= 5),
      }),
    );
  const anyWindow = fc
    .record({
      bounds: fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 4 }),
      workingDaysOnly: fc.boolean(),
    })
    .map(({ bounds, workingDaysOnly }): ContactWindow => {
      const sorted = [...bounds].sort((a, b) => a - b);
      const ranges = [0, 2].flatMap((index): readonly (readonly [number, number])[] => {
        const [open, close] = [sorted[index], sorted[index + 1]];
        return open === undefined || close === undefined ? [] : [[open, close]];
      });
      return { ranges, workingDaysOnly };
    });
  const anyMinute = fc
    .integer({ min: minuteOf('2026-01-01T12:00Z'), max: minuteOf('2026-12-01T00:00Z') })
    .map(epochMinute);
  const isInside = (calendar: Calendar, window: ContactWindow, minute: EpochMinute) => {
    const { day, minuteOfDay } = debtorLocal(calendar, minute);
    const inRange = window.ranges.some(([open, close]) => minuteOfDay >= open && minuteOfDay < close);
    return inRange && (!window.workingDaysOnly || isWorkingDay(calendar, day));
  };

  it("R27 never answers an instant outside the window on the debtor's clock, nor one before the question", () => {
    fc.assert(
      fc.property(anyCalendar, anyWindow, anyMinute, (calendar, window, from) => {
        const found = nextInWindow(calendar, window, from);
        if (typeof found !== 'number') return;
        expect(found).toBeGreaterThanOrEqual(from);
        expect(isInside(calendar, window, found)).toBe(true);
      }),
    );
  });

  it('answers the same instant when asked from the instant it answered', () => {
    fc.assert(
      fc.property(anyCalendar, anyWindow, anyMinute, (calendar, window, from) => {
        const found = nextInWindow(calendar, window, from);
        if (typeof found === 'number') expect(nextInWindow(calendar, window, found)).toBe(found);
      }),
    );
  });

  it('skips no minute inside the window, but for the hours of a changing clock', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyWindow,
        anyMinute,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (calendar, window, from, at) => {
          const found = nextInWindow(calendar, window, from);
          if (typeof found !== 'number') return;
          const between = epochMinute(from + Math.floor(at * (found - from)));
          if (between === found) return;
          const { day } = debtorLocal(calendar, between);
          const index = day - calendar.first;
          const length = (calendar.debtorStarts[index + 1] ?? 0) - (calendar.debtorStarts[index] ?? 0);
          if (length === 1440) expect(isInside(calendar, window, between)).toBe(false);
        },
      ),
    );
  });

  it('starts each day of the creditor exactly once and in order', () => {
    fc.assert(
      fc.property(anyCalendar, fc.integer({ min: 0, max: 363 }), (calendar, n) => {
        const day = epochDay(calendar.slice.from + n);
        const start = startOfCreditorDay(calendar, day);
        expect(creditorDayOf(calendar, start)).toBe(day);
        expect(creditorDayOf(calendar, epochMinute(start - 1))).toBe(day - 1);
        expect(startOfCreditorDay(calendar, epochDay(day + 1))).toBeGreaterThan(start);
      }),
    );
  });

  it('counts bank days one by one', () => {
    fc.assert(
      fc.property(anyCalendar, fc.integer({ min: 0, max: 250 }), fc.nat(20), (calendar, start, n) => {
        const day = epochDay(calendar.slice.from + start);
        const reached = addBankDays(calendar, day, n);
        const next = addBankDays(calendar, day, n + 1);
        if (typeof reached === 'number') expect(addBankDays(calendar, reached, 1)).toEqual(next);
      }),
    );
  });
});
