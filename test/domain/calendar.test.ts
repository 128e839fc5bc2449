import {
  type Calendar,
  addBankDays,
  coversDay,
  creditorDayOf,
  debtorDayOf,
  debtorLocal,
  isWorkingDay,
  nearestCreditorDay,
  startOfCreditorDay,
} from '../../domain/calendar';
import { nextInWindow } from '../../domain/contact-window';
import type { ContactWindow } from '../../domain/plan';
import { MINUTES_PER_DAY, addDays, epochMinute, instantOf, isoDateOf, minuteOf, parseDay } from '../../domain/time';
import { aCalendar, berlin, cairo, newYork, zone } from './a-calendar';

const range = (from: string, until: string): readonly [number, number] => {
  const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return [minute(from), minute(until)];
};
const daily = (...ranges: ContactWindow['ranges']): ContactWindow => ({ ranges, workingDaysOnly: false });
const workdays = (...ranges: ContactWindow['ranges']): ContactWindow => ({ ranges, workingDaysOnly: true });

function slotOf(calendar: Calendar, window: ContactWindow, from: string): string {
  const found = nextInWindow(calendar, window, minuteOf(from));
  return typeof found === 'number' ? instantOf(found).slice(0, 16) : `needs ${isoDateOf(found.needCalendarThrough)}`;
}

describe('the windows of a day', () => {
  const calls = workdays(range('10:00', '11:30'), range('15:00', '17:00'));

  it.each([
    ['before the first range', '2026-07-06T00:00Z', '2026-07-06T02:00'],
    ['on the first minute of a range', '2026-07-06T02:00Z', '2026-07-06T02:00'],
    ['inside a range', '2026-07-06T02:41Z', '2026-07-06T02:41'],
    ['on the last minute of a range', '2026-07-06T03:29Z', '2026-07-06T03:29'],
    ['on the end of a range, which is outside', '2026-07-06T03:30Z', '2026-07-06T07:00'],
    ['after the last range', '2026-07-06T09:00Z', '2026-07-07T02:00'],
    ['on a Friday evening', '2026-07-10T09:00Z', '2026-07-13T02:00'],
    ['on a Saturday', '2026-07-11T02:10Z', '2026-07-13T02:00'],
  ])('R27 finds the first minute inside: %s', (_case, from, expected) => {
    expect(slotOf(aCalendar(), calls, from)).toBe(expected);
  });

  it('uses weekends when the window is for every day', () => {
    expect(slotOf(aCalendar(), daily(range('10:00', '11:30')), '2026-07-11T00:00Z')).toBe('2026-07-11T02:00');
  });
});

describe('Chinese holidays of autumn 2026', () => {
  // National Day from 1 to 7 October; Saturday 10 October is worked for it (State Council notice for 2026).
  const calendar = aCalendar({
    holidays: ['01', '02', '03', '04', '05', '06', '07'].map((day) => parseDay(`2026-10-${day}`)),
    workingWeekends: [parseDay('2026-10-10')],
  });

  it.each([
    ['the last day before the holiday', '2026-09-30T00:00Z', '2026-09-30T01:00'],
    ['the first day off', '2026-10-01T00:00Z', '2026-10-08T01:00'],
    ['the make-up Saturday', '2026-10-09T10:00Z', '2026-10-10T01:00'],
    ['the Sunday after it', '2026-10-11T01:00Z', '2026-10-12T01:00'],
  ])('R27 waits over days off and works on make-up days: %s', (_case, from, expected) => {
    expect(slotOf(calendar, workdays(range('09:00', '17:30')), from)).toBe(expected);
  });

  it('tells working days', () => {
    const working = ['2026-09-30', '2026-10-01', '2026-10-08', '2026-10-10', '2026-10-11'].map((date) =>
      isWorkingDay(calendar, parseDay(date)),
    );
    expect(working).toEqual([true, false, true, true, false]);
  });

  it.each([
    [0, '2026-10-03', '2026-10-03'],
    [1, '2026-09-30', '2026-10-08'],
    [2, '2026-09-30', '2026-10-09'],
    [3, '2026-09-30', '2026-10-10'],
    [4, '2026-09-30', '2026-10-12'],
  ])('counts %s bank days from %s', (n, from, expected) => {
    expect(addBankDays(calendar, parseDay(from), n)).toBe(parseDay(expected));
  });
});

describe('changes of the clock', () => {
  it.each([
    ['a winter day', '2026-03-28', '2026-03-27T23:00'],
    ['the day of the gap', '2026-03-29', '2026-03-28T23:00'],
    ['the day after the gap', '2026-03-30', '2026-03-29T22:00'],
    ['the day after the overlap', '2026-10-26', '2026-10-25T23:00'],
  ])("starts the creditor's day at its own midnight: %s", (_case, date, expected) => {
    const calendar = aCalendar({ creditorZone: berlin });
    expect(instantOf(startOfCreditorDay(calendar, parseDay(date))).slice(0, 16)).toBe(expected);
  });

  it('R27 moves a midnight that does not exist forward by the gap', () => {
    const calendar = aCalendar({ creditorZone: cairo, debtorZone: cairo });
    expect(instantOf(startOfCreditorDay(calendar, parseDay('2026-04-24'))).slice(0, 16)).toBe('2026-04-23T22:00');
    expect(debtorLocal(calendar, minuteOf('2026-04-23T22:00Z'))).toEqual({
      day: parseDay('2026-04-24'),
      minuteOfDay: 60,
    });
  });

  it.each([
    [
      'a range that starts in the gap begins an hour later',
      range('02:30', '05:00'),
      '2026-03-28T23:00Z',
      '2026-03-29T01:30',
    ],
    ['a range inside the gap is not used that day', range('02:10', '02:50'), '2026-03-28T23:00Z', '2026-03-30T00:10'],
    [
      'a range that ends in the gap ends with the gap',
      range('01:30', '02:30'),
      '2026-03-29T01:00Z',
      '2026-03-29T23:30',
    ],
    ['an ambiguous start is the earlier', range('02:30', '05:00'), '2026-10-24T22:00Z', '2026-10-25T00:30'],
    ['the second 02:15 is outside from 02:30', range('02:30', '05:00'), '2026-10-25T01:15Z', '2026-10-25T01:30'],
    ['an ambiguous end is the earlier', range('01:00', '02:30'), '2026-10-25T01:00Z', '2026-10-26T00:00'],
    ['the afternoon after a gap', range('09:00', '17:30'), '2026-03-28T23:00Z', '2026-03-29T07:00'],
    ['the afternoon after an overlap', range('09:00', '17:30'), '2026-10-24T22:00Z', '2026-10-25T08:00'],
  ])('R27 %s', (_case, ranges, from, expected) => {
    expect(slotOf(aCalendar({ debtorZone: berlin }), daily(ranges), from)).toBe(expected);
  });

  it("R27 finds the debtor's late evening in winter in a slice that begins in summer", () => {
    const calendar = aCalendar({ debtorZone: berlin, from: parseDay('2026-07-01') });
    const evening = workdays(range('08:00', '09:00'), range('23:00', '24:00'));
    expect(slotOf(calendar, evening, '2026-11-03T22:30Z')).toBe('2026-11-03T22:30');
    expect(slotOf(calendar, evening, '2026-11-03T23:00Z')).toBe('2026-11-04T07:00');
  });

  it("R27 keeps to the debtor's clock in New York while the creditor's days are those of Shanghai", () => {
    const calendar = aCalendar({ debtorZone: newYork });
    const slotOn = (date: string) =>
      slotOf(calendar, workdays(range('09:00', '17:30')), instantOf(startOfCreditorDay(calendar, parseDay(date))));
    // Monday in Shanghai begins on Sunday at noon in New York (winter 11:00), Friday on Thursday before the close of business.
    expect([slotOn('2026-03-09'), slotOn('2026-03-06'), slotOn('2026-11-02')]).toEqual([
      '2026-03-09T13:00',
      '2026-03-05T16:00',
      '2026-11-02T14:00',
    ]);
  });
});

describe('the ends of a slice', () => {
  const calendar = aCalendar();
  const window = workdays(range('09:00', '17:30'));

  it('asks for a longer slice instead of guessing', () => {
    expect(slotOf(calendar, window, '2026-12-31T09:29Z')).toBe('2026-12-31T09:29');
    expect(slotOf(calendar, window, '2026-12-31T09:30Z')).toBe('needs 2027-01-01');
    expect(slotOf(calendar, window, '2027-03-01T00:00Z')).toBe('needs 2027-03-01');
    expect(slotOf(calendar, window, '2025-03-01T00:00Z')).toBe('needs 2025-03-01');
    expect(addBankDays(calendar, parseDay('2026-12-31'), 1)).toEqual({ needCalendarThrough: parseDay('2027-01-01') });
  });

  it("answers for a first day that begins on the debtor's day before", () => {
    const kiritimati = zone('Pacific/Kiritimati', ['1995-01-01T10:00Z', 840]);
    const midway = zone('Pacific/Midway', ['1967-04-01T11:00Z', -660]);
    const widest = aCalendar({ creditorZone: kiritimati, debtorZone: midway });
    const start = startOfCreditorDay(widest, widest.slice.from);
    expect(isoDateOf(debtorDayOf(widest, start))).toBe('2025-12-30');
    expect(instantOf(epochMinute(Number(nextInWindow(widest, window, start)))).slice(0, 10)).toBe('2025-12-31');
  });

  it('refuses plain look-ups outside and tells beforehand', () => {
    expect(coversDay(calendar, parseDay('2026-12-31'))).toBe(true);
    expect(coversDay(calendar, parseDay('2027-01-01'))).toBe(false);
    expect(coversDay(calendar, parseDay('2025-12-31'))).toBe(false);
    expect(() => isWorkingDay(calendar, parseDay('2027-01-01'))).toThrow('the slice covers days');
    expect(() => startOfCreditorDay(calendar, parseDay('2027-02-01'))).toThrow('the slice covers days');
    expect(() => creditorDayOf(calendar, minuteOf('2025-12-01T00:00Z'))).toThrow('the slice covers days');
  });

  // The year in Shanghai: days of the creditor are known from 30 December to 2 January.
  it.each([
    ['2025-12-29', 'outside'],
    ['2025-12-30', '2025-12-29T16:00'],
    ['2026-01-01', '2025-12-31T16:00'],
    ['2026-12-31', '2026-12-30T16:00'],
    ['2027-01-02', '2027-01-01T16:00'],
    ['2027-01-03', 'outside'],
  ])("knows when a creditor's day begins up to two days outside the slice: %s at %s", (date, expected) => {
    const start = () => instantOf(startOfCreditorDay(calendar, parseDay(date))).slice(0, 16);
    if (expected === 'outside') expect(start).toThrow(`No calendar for day ${parseDay(date)}; the slice covers days`);
    else expect(start()).toBe(expected);
  });

  it.each([
    ['2025-12-29T15:59Z', 'outside', '2025-12-30'],
    ['2025-12-29T16:00Z', '2025-12-30', '2025-12-30'],
    ['2026-12-31T15:59Z', '2026-12-31', '2026-12-31'],
    ['2027-01-02T15:59Z', '2027-01-02', '2027-01-02'],
    ['2027-01-02T16:00Z', 'outside', '2027-01-02'],
    ['2027-03-01T00:00Z', 'outside', '2027-01-02'],
    ['2025-03-01T00:00Z', 'outside', '2025-12-30'],
  ])('knows the days of the creditor and the debtor up to there, and else the nearest: %s', (instant, day, nearest) => {
    const minute = minuteOf(instant);
    expect(isoDateOf(nearestCreditorDay(calendar, minute))).toBe(nearest);
    if (day === 'outside') {
      expect(() => creditorDayOf(calendar, minute)).toThrow(`No calendar for minute ${minute}; the slice covers days`);
      expect(() => debtorDayOf(calendar, minute)).toThrow('No calendar for day');
    } else {
      expect(isoDateOf(creditorDayOf(calendar, minute))).toBe(day);
      expect(isoDateOf(debtorDayOf(calendar, minute))).toBe(day);
    }
  });

  it('may be one day, and is that day and nothing else', () => {
    const day = parseDay('2026-07-08');
    const single = aCalendar({ from: day, through: day });
    expect([-1, 0, 1].map((days) => coversDay(single, day + days))).toEqual([false, true, false]);
    expect(isWorkingDay(single, day)).toBe(true);
    expect(() => isWorkingDay(single, addDays(day, 1))).toThrow(`No calendar for day ${day + 1};`);
    expect(addBankDays(single, day, 1)).toEqual({ needCalendarThrough: addDays(day, 1) });
  });

  it('knows the working days of the two days before the slice, and none earlier', () => {
    expect(isWorkingDay(calendar, parseDay('2025-12-30'))).toBe(true);
    expect(() => isWorkingDay(calendar, parseDay('2025-12-29'))).toThrow('the slice covers days');
  });

  it('has zone tables that begin a day before what it knows, and not a minute later', () => {
    const latest = (parseDay('2025-12-30') - 1) * MINUTES_PER_DAY;
    const from = (minute: number) => ({ zone: 'Asia/Shanghai', transitions: [[minute, 480]] as const });
    for (const whose of ['creditorZone', 'debtorZone']) {
      expect(() => aCalendar({ [whose]: from(latest) })).not.toThrow();
      expect(() => aCalendar({ [whose]: from(latest + 1) })).toThrow(`begin at or before minute ${latest}`);
    }
  });

  it.each([
    ['2026-07-20', '2026-07-01'],
    ['2026-07-30', '2026-07-01'],
    ['2026-08-01', '2026-08-01'],
  ])('tells from which day on the end of the month is not known: through %s from %s', (through, open) => {
    const short = aCalendar({ through: parseDay(through) });
    expect(short.first + short.openMonth).toBe(parseDay(open));
  });

  it('knows every end of a month where it ends with one', () => {
    const july = aCalendar({ through: parseDay('2026-07-31') });
    expect(july.first + july.openMonth).toBe(parseDay('2026-08-01'));
  });

  it.each([
    ['an end before the start', { through: parseDay('2025-12-31') }, 'before it starts'],
    ['a zone table that begins too late', { debtorZone: zone('Europe/Berlin', ['2026-03-29T01:00Z', 120]) }, 'Berlin'],
    ['an empty zone table', { creditorZone: zone('Europe/Berlin') }, 'Berlin'],
    [
      'a zone table out of order',
      { debtorZone: zone('Europe/Berlin', ['2025-10-26T01:00Z', 60], ['2025-03-30T01:00Z', 120]) },
      'must ascend',
    ],
  ])('refuses %s', (_case, overrides, message) => {
    expect(() => aCalendar(overrides)).toThrow(message);
  });
});
