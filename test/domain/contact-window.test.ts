import * as fc from 'fast-check';
import { nextInWindow, windowOf } from '../../domain/contact-window';
import type { ContactWindow } from '../../domain/plan';
import { epochMinute, instantOf, isoDateOf, minuteOf, parseDay } from '../../domain/time';
import { aCalendar, newYork } from './a-calendar';

const workdays = (...ranges: ContactWindow['ranges']): ContactWindow => ({ ranges, workingDaysOnly: true });

function answer(window: ContactWindow, from: string, calendar = aCalendar()): string {
  const found = nextInWindow(calendar, window, minuteOf(from));
  return typeof found === 'number' ? instantOf(found).slice(0, 16) : `needs ${isoDateOf(found.needCalendarThrough)}`;
}

describe('the hours that the sources ask for', () => {
  const bills = workdays([540, 570], [840, 870]);
  const talks = workdays([600, 660], [900, 960]);

  it.each([
    ['[S170]', bills, 'before nine', '2026-07-06T12:59Z', '2026-07-06T13:00'],
    ['[S170]', bills, 'at half past nine', '2026-07-06T13:30Z', '2026-07-06T18:00'],
    ['[S170]', bills, 'on a Friday evening', '2026-07-10T18:30Z', '2026-07-13T13:00'],
    ['[S172]', talks, 'at nine', '2026-07-06T13:00Z', '2026-07-06T14:00'],
    ['[S172]', talks, 'at eleven', '2026-07-06T15:00Z', '2026-07-06T19:00'],
    ['[S172]', talks, 'at four', '2026-07-06T20:00Z', '2026-07-07T14:00'],
  ])("%s X9 are the next of the two in the debtor's zone: asked %s", (_id, window, _case, from, expected) => {
    expect(answer(window, from, aCalendar({ debtorZone: newYork }))).toBe(expected);
  });
});

describe("the debtor's own routine", () => {
  const window: ContactWindow = { ranges: [[540, 690], [840, 1050]], workingDaysOnly: true, notLastWorkingDays: 2 }; // prettier-ignore

  it.each<[string, ContactWindow['ranges'], ContactWindow['ranges']]>([
    ['inside one range', [[600, 660]], [[600, 660]]],
    ['across both ranges', [[660, 900]], [[660, 690], [840, 900]]], // prettier-ignore
    ['two hours of a day', [[480, 600], [1000, 1200]], [[540, 600], [1000, 1050]]], // prettier-ignore
    ['later first', [[1000, 1200], [480, 600]], [[540, 600], [1000, 1050]]], // prettier-ignore
    ['later first, both in one range', [[650, 680], [560, 600]], [[560, 600], [650, 680]]], // prettier-ignore
    ['all day', [[0, 1440]], window.ranges],
  ])('[S180] X9 narrows the window: %s', (_case, contactHours, ranges) => {
    expect(windowOf(window, contactHours)).toEqual({ ...window, ranges });
  });

  it.each<[string, ContactWindow['ranges']]>([
    ['in the evening', [[1140, 1260]]],
    ['in the noon break', [[690, 840]]],
    ['up to the first minute', [[0, 540]]],
    ['empty', []],
  ])('[S180] X9 leaves the window as it is when nothing is left: %s', (_case, contactHours) => {
    expect(windowOf(window, contactHours)).toBe(window);
  });

  it('costs nothing where none is known', () => {
    expect(windowOf(window, null)).toBe(window);
  });

  it('[S180] never reaches beyond the window of the policy', () => {
    const anyHours = fc.array(
      fc.tuple(fc.nat(1439), fc.integer({ min: 1, max: 600 })).map(([from, length]) => [from, from + length] as const),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(anyHours, (contactHours) => {
        for (const [open, close] of windowOf(window, contactHours).ranges) {
          expect(open).toBeLessThan(close);
          expect(window.ranges.some(([from, until]) => from <= open && close <= until)).toBe(true);
        }
      }),
    );
  });
});

describe("a window that spares the month's end", () => {
  const sparing = (notLastWorkingDays: number, workingDaysOnly = true): ContactWindow => ({
    ranges: [[540, 1050]],
    workingDaysOnly,
    notLastWorkingDays,
  });

  // July 2026 ends on a Friday, August on a Monday.
  it.each([
    ['none', 0, '2026-07-31T00:00Z', '2026-07-31T01:00'],
    ['one, on the day before it', 1, '2026-07-30T01:00Z', '2026-07-30T01:00'],
    ['one, on it', 1, '2026-07-31T01:00Z', '2026-08-03T01:00'],
    ['two, on the day before them', 2, '2026-07-29T01:00Z', '2026-07-29T01:00'],
    ['two, on the first of them', 2, '2026-07-30T01:00Z', '2026-08-03T01:00'],
    ['two around a weekend', 2, '2026-08-28T01:00Z', '2026-09-01T01:00'],
    ['three around a weekend', 3, '2026-08-26T10:00Z', '2026-09-01T01:00'],
    ['five', 5, '2026-08-24T10:00Z', '2026-09-01T01:00'],
  ])('[S173] is shut on the last working days of a month: %s', (_case, days, from, expected) => {
    expect(answer(sparing(days), from)).toBe(expected);
  });

  it("[S173] counts the debtor's holidays and make-up days", () => {
    const days = { holidays: [parseDay('2026-07-30'), parseDay('2026-07-31')] };
    expect(answer(sparing(1), '2026-07-29T01:00Z', aCalendar(days))).toBe('2026-08-03T01:00');
    const worked = { workingWeekends: [parseDay('2026-08-30')] };
    expect(answer(sparing(2), '2026-08-28T01:00Z', aCalendar(worked))).toBe('2026-08-28T01:00');
    expect(answer(sparing(2), '2026-08-30T01:00Z', aCalendar(worked))).toBe('2026-09-01T01:00');
  });

  it('[S173] stays open on the free days among them when it is for every day', () => {
    expect(answer(sparing(2, false), '2026-08-28T01:00Z')).toBe('2026-08-29T01:00');
  });

  it('[S173] asks for the rest of the month instead of guessing', () => {
    const calendar = aCalendar({ through: parseDay('2026-07-20') });
    expect(answer(sparing(2), '2026-07-16T10:00Z', calendar)).toBe('needs 2026-07-31');
    expect(answer(sparing(2), '2026-07-16T01:00Z', calendar)).toBe('2026-07-16T01:00');
    expect(answer(sparing(2), '2026-07-30T01:00Z', aCalendar({ through: parseDay('2026-07-31') }))).toBe(
      'needs 2026-08-01',
    );
    // Of July nothing but its first day is known.
    expect(answer(sparing(1), '2026-07-01T01:00Z', aCalendar({ through: parseDay('2026-07-01') }))).toBe(
      'needs 2026-07-31',
    );
  });

  it('answers for no day behind the calendar, also where it is for every day', () => {
    expect(answer(sparing(0, false), '2026-12-31T09:29Z')).toBe('2026-12-31T09:29');
    expect(answer(sparing(0, false), '2026-12-31T09:30Z')).toBe('needs 2027-01-01');
  });

  it('answers from another minute of the same day as from its first', () => {
    fc.assert(
      fc.property(fc.nat(364 * 1440), fc.nat(5), (offset, days) => {
        const from = epochMinute(minuteOf('2026-01-01T00:00Z') + offset);
        const found = nextInWindow(aCalendar(), sparing(days), from);
        if (typeof found === 'number') expect(nextInWindow(aCalendar(), sparing(days), found)).toBe(found);
      }),
      { numRuns: 50 },
    );
  });
});
