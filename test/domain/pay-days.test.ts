import { unclassifiedFacts } from '../../domain/case-state';
import { nextAction } from '../../domain/next-action';
import { type PayDays, dayForPayment, mayWaitForPayDay } from '../../domain/pay-days';
import { slotOf } from '../../domain/step-timing';
import { addDays, instantOf, isoDateOf, parseDay } from '../../domain/time';
import { aCallStep, aLawyerStep, aLetterStep, aPlan, aState, aStep } from '../support/builders';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();
const rule = { workingDaysBefore: 2, withinDays: 5 };
const monthly = (...monthDays: number[]): PayDays => ({ monthDays, dates: [] });
const dated = (...dates: string[]): PayDays => ({ monthDays: [], dates: dates.map(parseDay) });

const moved = (payDays: PayDays, day: string, own = rule, on = calendar) => {
  const found = dayForPayment(on, own, payDays, parseDay(day));
  return typeof found === 'number' ? isoDateOf(found) : `calendar to ${isoDateOf(found.needCalendarThrough)}`;
};

describe('the day on which to speak', () => {
  // 10 March 2026 is a Tuesday: two working days before it is Friday, 6 March.
  it.each([
    ['2026-02-28', '2026-02-28'],
    ['2026-03-01', '2026-03-06'],
    ['2026-03-05', '2026-03-06'],
    ['2026-03-06', '2026-03-06'],
    ['2026-03-09', '2026-03-09'],
    ['2026-03-10', '2026-03-10'],
    ['2026-03-11', '2026-03-11'],
  ])('[S178] for a debtor who pays on the tenth: %s becomes %s', (day, expected) => {
    expect(moved(monthly(10), day)).toBe(expected);
  });

  it('[S189] lies before the day on which the debtor sells what it has', () => {
    expect(moved(dated('2026-03-12'), '2026-03-06')).toBe('2026-03-10');
    expect(moved(dated('2026-03-12', '2026-03-09'), '2026-03-04')).toBe('2026-03-05');
    expect(moved(dated('2026-01-12'), '2026-03-06')).toBe('2026-03-06');
  });

  it.each([
    ['2026-02-23', [31], '2026-02-26'],
    ['2026-04-25', [31], '2026-04-28'],
    ['2026-02-23', [29], '2026-02-26'],
    ['2026-04-24', [29], '2026-04-27'],
  ])('takes the last day of a shorter month: %s, paid on %j, becomes %s', (day, days, expected) => {
    expect(moved(monthly(...days), day)).toBe(expected);
  });

  it('counts working days of the debtor, and none where the rule says so', () => {
    const feast = aCalendar({ holidays: [parseDay('2026-03-06'), parseDay('2026-03-09')] });
    expect(moved(monthly(10), '2026-03-01', rule, feast)).toBe('2026-03-04');
    expect(moved(monthly(10), '2026-03-08', { workingDaysBefore: 0, withinDays: 5 })).toBe('2026-03-10');
  });

  it('asks for a longer calendar where it cannot count', () => {
    const short = aCalendar({ through: parseDay('2026-03-08') });
    expect(moved(monthly(10), '2026-03-06', rule, short)).toBe('calendar to 2026-03-10');
  });

  it('concerns who speaks to the debtor, and no notice on whose day a right hangs', () => {
    expect([aStep(), aCallStep()].map(mayWaitForPayDay)).toEqual([true, true]);
    expect([aLetterStep(), aLawyerStep(), aStep({ tone: 'legal' })].map(mayWaitForPayDay)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a case whose debtor pays on the tenth', () => {
  // Due on 2 March: the reminder of day 3 would be of Thursday, 5 March.
  const facts = { ...unclassifiedFacts('en'), payDays: monthly(10) };
  const plan = aPlan({ payDays: rule });
  const shown = (moment: ReturnType<typeof slotOf>) =>
    moment.kind === 'at' ? instantOf(moment.at).slice(0, 16) : moment.kind;

  it('[S178] waits for it and says so', () => {
    const state = aState(plan, { facts });
    const action = nextAction(plan, state, calendar, state.now);
    expect(action).toMatchObject({ kind: 'wait', next: { step: { id: 'friendly' } }, reason: { code: 'payDay' } });
    expect(action.kind === 'wait' && action.until !== null ? instantOf(action.until) : null).toBe(
      '2026-03-06T01:00:00.000Z',
    );
  });

  it('[S178] is asked at once where the policy has no such rule, or nobody knows when it pays', () => {
    expect(shown(slotOf(aPlan(), aState(aPlan(), { facts }), calendar, aStep()))).toBe('2026-03-05T01:00');
    expect(shown(slotOf(plan, aState(plan), calendar, aStep()))).toBe('2026-03-05T01:00');
  });

  it('never misses a step before the due date for it', () => {
    const state = aState(plan, { facts: { ...facts, payDays: monthly(4) } });
    expect(shown(slotOf(plan, state, calendar, aStep({ day: -4 })))).toBe('2026-02-26T01:00');
    const later = { ...state, dueDay: addDays(state.dueDay, 3) };
    expect(shown(slotOf(plan, later, calendar, aStep({ day: -7 })))).toBe('2026-03-02T01:00');
  });
});
