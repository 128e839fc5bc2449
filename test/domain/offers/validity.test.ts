import type { Calendar } from '../../../domain/calendar';
import { lastValidDay } from '../../../domain/offers/validity';
import { offerEndsAt } from '../../../domain/offers/waiver';
import type { Validity } from '../../../domain/plan';
import { instantOf, isoDateOf, parseDay } from '../../../domain/time';
import { aCalendar, berlin, newYork, shanghai } from '../a-calendar';

const calendar = aCalendar();
const until = (validity: Validity, made: string, on: Calendar = calendar) =>
  isoDateOf(lastValidDay(on, validity, parseDay(made)));

describe('how long an offer holds', () => {
  it.each([
    [{ until: 'endOfDay' }, '2026-07-16'],
    [{ days: 2 }, '2026-07-18'],
    [{ days: 3 }, '2026-07-19'],
    [{ until: 'endOfWeek' }, '2026-07-26'],
    [{ until: 'nextMonday' }, '2026-07-26'],
  ] as const)('[X30] is what the step says, here from Thursday 2026-07-16 on: %j until %s', (validity, last) => {
    expect(until(validity, '2026-07-16')).toBe(last);
  });

  it.each([
    // Monday, Tuesday and Wednesday leave two bank days or more, Thursday one, the others none.
    ['2026-07-13', '2026-07-19'],
    ['2026-07-14', '2026-07-19'],
    ['2026-07-15', '2026-07-19'],
    ['2026-07-16', '2026-07-26'],
    ['2026-07-17', '2026-07-26'],
    ['2026-07-18', '2026-07-26'],
    ['2026-07-19', '2026-07-26'],
  ])('[Y7] this week ends on Sunday, on the next one with fewer than two bank days left: %s until %s', (made, last) => {
    expect(until({ until: 'endOfWeek' }, made)).toBe(last);
  });

  it('[Y7] this week as seven days instead ends a week later, whatever the weekday', () => {
    expect(until({ days: 7 }, '2026-07-13')).toBe('2026-07-20');
    expect(until({ days: 7 }, '2026-07-17')).toBe('2026-07-24');
  });

  it('[Y7] counts bank days by the debtor’s calendar, make-up days too', () => {
    const holiday = aCalendar({ holidays: [parseDay('2026-07-16')] });
    expect(until({ until: 'endOfWeek' }, '2026-07-15', holiday)).toBe('2026-07-26');
    const makeUp = aCalendar({ workingWeekends: [parseDay('2026-07-18')] });
    expect(until({ until: 'endOfWeek' }, '2026-07-16', makeUp)).toBe('2026-07-19');
  });

  it.each([
    // From a Monday on the next one is five working days away, from a Tuesday on only four.
    ['2026-07-12', '2026-07-19'],
    ['2026-07-13', '2026-07-19'],
    ['2026-07-14', '2026-07-26'],
    ['2026-07-17', '2026-07-26'],
    ['2026-07-19', '2026-07-26'],
  ])('[Y16] next Monday is one at least five working days away: %s until the Sunday before, %s', (made, last) => {
    expect(until({ until: 'nextMonday' }, made)).toBe(last);
  });

  it('[Y16] a Monday reached by days instead may be nearer', () => {
    expect(until({ days: 5 }, '2026-07-14')).toBe('2026-07-19');
  });

  it('[Y16] a holiday moves next Monday a week on', () => {
    const holiday = aCalendar({ holidays: [parseDay('2026-07-15')] });
    expect(until({ until: 'nextMonday' }, '2026-07-13', holiday)).toBe('2026-07-26');
  });
});

describe('how long an offer holds beyond the calendar', () => {
  // The calendar ends on Wednesday 15 July; its holidays are not known behind it.
  const short = aCalendar({ through: parseDay('2026-07-15'), holidays: [parseDay('2026-07-15')] });

  it.each([
    ['2026-07-13', '2026-07-19'],
    ['2026-07-14', '2026-07-19'],
    ['2026-07-15', '2026-07-19'],
    ['2026-07-16', '2026-07-26'],
    ['2026-07-20', '2026-07-26'],
  ])('counts days from Monday to Friday: this week from %s ends on %s', (made, last) => {
    expect(until({ until: 'endOfWeek' }, made, short)).toBe(last);
  });

  it('takes a holiday for one up to its last day', () => {
    const monday = (through: string) =>
      until(
        { until: 'nextMonday' },
        '2026-07-13',
        aCalendar({ through: parseDay(through), holidays: short.slice.holidays }),
      );
    expect(monday('2026-07-14')).toBe('2026-07-19');
    expect(monday('2026-07-15')).toBe('2026-07-26');
  });
});

describe('the end of an offer', () => {
  it.each([
    [shanghai, '2026-07-19T16:00:00.000Z'],
    [berlin, '2026-07-19T22:00:00.000Z'],
    [newYork, '2026-07-20T04:00:00.000Z'],
  ])('[Y7] is Sunday 24:00 on the debtor’s clock: $zone', (debtorZone, instant) => {
    const end = offerEndsAt(aCalendar({ debtorZone }), parseDay('2026-07-19'));
    expect(typeof end === 'number' ? instantOf(end) : end).toBe(instant);
  });

  it('needs a calendar that reaches the last day', () => {
    for (const debtorZone of [shanghai, berlin]) {
      const end = offerEndsAt(aCalendar({ debtorZone, through: parseDay('2026-07-19') }), parseDay('2026-07-19'));
      expect(typeof end).toBe('number');
    }
    const beyond = offerEndsAt(aCalendar({ through: parseDay('2026-07-18') }), parseDay('2026-07-19'));
    expect(beyond).toEqual({ needCalendarThrough: parseDay('2026-07-20') });
    const before = offerEndsAt(aCalendar({ from: parseDay('2026-08-01') }), parseDay('2026-07-19'));
    expect(before).toEqual({ needCalendarThrough: parseDay('2026-07-20') });
  });
});
