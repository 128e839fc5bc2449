import { decisionHash, recordDecision } from '../../domain/decisions';
import { nextAction } from '../../domain/next-action';
import { dayOf, isoDate, minuteOf, parseDay } from '../../domain/time';
import {
  aCallStep,
  aHold,
  aLawyerStep,
  aLetterStep,
  aPayment,
  aPerformedStep,
  aPlan,
  aState,
  aStep,
} from '../support/builders';
import { drive } from '../support/drive-case';
import { aCalendar, newYork } from './a-calendar';

const plan = aPlan();
const calendar = aCalendar();
const openedOn = (date: string) => ({ openedAt: minuteOf(`${date}T00:00Z`) });
/** What is done until `until`, as `05T01:00Z friendly`: day of March, instant in UTC, step. */
const days = (log: readonly string[]) => log.map((line) => line.replace('2026-', ''));

describe('the normal course', () => {
  it('S52 S182 performs each step on its day, in its window, then reviews every 30 days', () => {
    const { log, ended } = drive(plan, aState(plan), calendar, '2026-07-01T00:00Z');
    expect(days(log)).toEqual([
      '03-05T01:00Z friendly',
      '03-12T02:00Z call',
      '03-23T01:00Z letter',
      '04-17T01:00Z requestApproval lawyer',
      '04-17T01:00Z lawyer',
      '05-18T01:00Z review',
      '06-17T01:00Z review',
    ]);
    expect(ended).toBeNull();
  });

  it('S52 performs nothing after full payment', () => {
    const { log, ended } = drive(plan, aState(plan), calendar, '2026-07-01T00:00Z', [
      aPayment('2026-03-12T01:59:00Z', 0, 2),
    ]);
    expect(days(log)).toEqual(['03-05T01:00Z friendly']);
    expect(ended).toBe('settled');
  });

  it('R1 goes on as planned after a part payment', () => {
    const { log } = drive(plan, aState(plan), calendar, '2026-03-24T00:00Z', [aPayment('2026-03-06T01:00:00Z', 1, 2)]);
    expect(days(log)).toEqual(['03-05T01:00Z friendly', '03-12T02:00Z call', '03-23T01:00Z letter']);
  });

  it("K10 R27 [U7] moves a step into the window on the debtor's clock", () => {
    const there = aCalendar({ debtorZone: newYork });
    const { log } = drive(plan, aState(plan), there, '2026-03-14T00:00Z');
    // 00:00 of 5 March in Shanghai is 11:00 of 4 March in New York; 12 March begins there after the clock has changed.
    expect(days(log)).toEqual(['03-04T16:00Z friendly', '03-11T19:00Z call']);
  });
});

describe('where a case enters', () => {
  it.each([
    ['below the first step', '2026-03-04', ['03-05T01:00Z friendly']],
    [
      'on the day of the call, whose hours begin later',
      '2026-03-11T17:00',
      ['03-12T01:00Z friendly', '03-16T02:00Z call'],
    ],
    ['on the day of the call, within its hours', '2026-03-12T02:10', ['03-12T02:10Z call']],
    ['a day before the letter', '2026-03-20', ['03-20T02:00Z call']],
    ['R18 with the letter long due', '2026-05-01', ['05-01T01:00Z letter']],
  ])('%s', (_name, at, expected) => {
    const opened = { openedAt: minuteOf(at.length === 10 ? `${at}T00:00Z` : `${at}Z`) };
    const { log } = drive(plan, aState(plan, opened), calendar, '2026-06-01T00:00Z');
    expect(days(log).slice(0, expected.length)).toEqual(expected);
  });

  it('is never a legal step: the letter first, the lawyer after the gap', () => {
    const { log } = drive(plan, aState(plan, openedOn('2026-06-01')), calendar, '2026-06-10T00:00Z');
    expect(days(log)).toEqual(['06-01T01:00Z letter', '06-04T01:00Z requestApproval lawyer', '06-04T01:00Z lawyer']);
  });

  it('records the steps it passes over', () => {
    const state = aState(plan, openedOn('2026-06-01'));
    const action = nextAction(plan, state, calendar, minuteOf('2026-06-01T01:00Z'));
    expect(action).toMatchObject({ kind: 'perform', passedOver: ['friendly', 'call'], reason: { code: 'entry' } });
    const { decisions } = recordDecision(state, calendar, action, []);
    expect(decisions).toMatchObject([{ step: 'letter', passedOver: ['friendly', 'call'] }]);
    // Histories from before decisions said so replay with the same ids of their activities.
    const older = decisions.map(({ passedOver: _passedOver, ...rest }) => decisionHash(rest));
    expect(decisions.map(decisionHash)).toEqual(older);
  });

  it('is the first step where the policy says so', () => {
    const slow = aPlan({ catchUp: 'fromStart' });
    const { log } = drive(slow, aState(slow, openedOn('2026-06-01')), calendar, '2026-06-10T00:00Z');
    expect(days(log)).toEqual(['06-01T01:00Z friendly', '06-04T02:00Z call', '06-08T01:00Z letter']);
  });

  it('R2 sends one fitting message after a long public holiday, then goes on spaced', () => {
    const holidays = Array.from({ length: 20 }, (_, i) => dayOf(isoDate('2026-03-04')) + i);
    const { log } = drive(plan, aState(plan), aCalendar({ holidays }), '2026-05-01T00:00Z');
    expect(days(log)).toEqual(['03-24T01:00Z letter', '04-17T01:00Z requestApproval lawyer', '04-17T01:00Z lawyer']);
  });
});

it('announces the later step when its hours begin before those of the step that is due', () => {
  // The call was missed; its hours begin at 10:00 on the next day, those of the letter at 09:00.
  const two = aPlan({ steps: [aCallStep({ day: 7 }), aLetterStep({ day: 8 })] });
  const opened = aState(two, { openedAt: minuteOf('2026-03-09T12:00Z') });
  expect(nextAction(two, opened, calendar, opened.now)).toMatchObject({
    kind: 'wait',
    next: { step: { id: 'letter' }, at: minuteOf('2026-03-10T01:00Z') },
  });
});

describe('spacing', () => {
  const steps = [aStep({ day: 1 }), aCallStep({ day: 2 }), aLetterStep({ day: 4 })];
  const close = aPlan({ steps, catchUp: 'fromStart' });

  it('passes over a step that the gap moves onto the day of a later one', () => {
    const fitting = aPlan({ steps });
    const { log } = drive(fitting, aState(fitting), calendar, '2026-04-01T00:00Z');
    expect(days(log)).toEqual(['03-03T01:00Z friendly', '03-06T02:00Z letter']);
  });

  it('keeps three days between performed steps', () => {
    const { log } = drive(close, aState(close), calendar, '2026-04-01T00:00Z');
    expect(days(log)).toEqual(['03-03T01:00Z friendly', '03-06T02:00Z call', '03-09T01:00Z letter']);
  });

  it('counts the gap on the stage clock: held days do not shorten it', () => {
    const opened = aState(close, { holds: [aHold('2026-03-04', '2026-03-10')] });
    const { log } = drive(close, opened, calendar, '2026-03-20T00:00Z');
    expect(days(log)).toEqual(['03-03T01:00Z friendly', '03-12T02:00Z call', '03-16T01:00Z letter']);
  });

  it('S58 performs a step after another one no earlier than its distance', () => {
    const chained = aPlan({
      steps: [aStep(), aLetterStep({ id: 'answer', day: 10, after: { steps: ['friendly'], days: 14 }, formal: true })],
    });
    const late = aState(chained, openedOn('2026-03-16'));
    const { log } = drive(chained, late, calendar, '2026-04-20T00:00Z');
    expect(days(log)).toEqual(['03-16T01:00Z friendly', '03-30T01:00Z answer']);
  });

  it('S58 leaves out a step whose predecessor was passed over', () => {
    const chained = aPlan({
      steps: [aStep({ entry: false }), aLetterStep({ day: 5 }), aCallStep({ id: 'after', day: 17, after: { steps: ['friendly'], days: 14 } })], // prettier-ignore
    });
    const { log } = drive(chained, aState(chained, openedOn('2026-04-01')), calendar, '2026-04-25T00:00Z');
    expect(days(log)).toEqual(['04-01T01:00Z letter']);
  });
});

describe('before the due date', () => {
  const preDue = aPlan({
    steps: [aStep({ id: 'early', day: -15 }), aStep({ id: 'shortly', day: -3 }), aStep({ day: 3 })],
  });
  // Due on Friday 2026-05-29: the steps fall on Thursday 14 and Tuesday 26 May.
  const opening = { dueDay: parseDay('2026-05-29'), ...openedOn('2026-05-01') };
  const logOf = (overrides: object, slice: object = {}) =>
    days(drive(preDue, aState(preDue, { ...opening, ...overrides }), aCalendar(slice), '2026-06-03T00:00Z').log);

  it('R28 performs steps before and after the due date on their own days', () => {
    expect(logOf({})).toEqual(['05-14T01:00Z early', '05-26T01:00Z shortly', '06-01T01:00Z friendly']);
  });

  it.each([
    ['lies under a hold', { holds: [aHold('2026-05-14', '2026-05-15')] }, ['05-26T01:00Z shortly']],
    ['is before the invoice', { invoiceDay: parseDay('2026-05-15') }, ['05-26T01:00Z shortly']],
    ['is the day of the invoice', { invoiceDay: parseDay('2026-05-14') }, ['05-14T01:00Z early', '05-26T01:00Z shortly']], // prettier-ignore
    ['follows a hold that ends on it', { holds: [aHold('2026-05-10', '2026-05-14')] }, ['05-14T01:00Z early', '05-26T01:00Z shortly']], // prettier-ignore
  ])('Y10 where the date %s', (_name, overrides, expected) => {
    expect(logOf(overrides).slice(0, -1)).toEqual(expected);
  });

  it('passes over a step that holidays move to the due date', () => {
    const may = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => parseDay(`2026-05-${from + i}`));
    expect(logOf({}, { holidays: may(26, 27) })).toContain('05-28T01:00Z shortly');
    expect(logOf({}, { holidays: may(26, 28) })).toEqual(['05-14T01:00Z early', '06-01T01:00Z friendly']);
  });

  it('passes over a step when the case opens too late for it', () => {
    expect(logOf(openedOn('2026-05-28'))).toEqual(['05-28T01:00Z shortly', '06-01T01:00Z friendly']);
    expect(logOf({ openedAt: minuteOf('2026-05-28T09:30Z') })).toEqual(['06-01T01:00Z friendly']);
  });
});

describe('holds', () => {
  it('R20 leaves the days that remained when the hold began', () => {
    // Two days before the call of 12 March the case is held for a week.
    const opened = aState(plan, { holds: [aHold('2026-03-10', '2026-03-17')] });
    const { log } = drive(plan, opened, calendar, '2026-03-25T00:00Z');
    expect(days(log)).toEqual(['03-05T01:00Z friendly', '03-19T02:00Z call']);
  });

  it('waits without an instant while a hold has no end, and announces nothing', () => {
    const opened = aState(plan, { holds: [aHold('2026-03-03', null)] });
    expect(nextAction(plan, opened, calendar, opened.now)).toEqual({
      kind: 'wait',
      until: null,
      next: null,
      reason: { code: 'hold' },
    });
  });

  it('performs nothing on a held day even when the step was due before', () => {
    const opened = aState(plan, { holds: [aHold('2026-03-15', '2026-03-18')], ...openedOn('2026-03-16') });
    const { log } = drive(plan, opened, calendar, '2026-03-19T00:00Z');
    expect(days(log)).toEqual(['03-18T02:00Z call']);
  });
});

describe('a reopened case', () => {
  it('does not repeat what was performed and keeps the distance to it', () => {
    const performed = [aPerformedStep('friendly', '2026-03-05T01:00Z'), aPerformedStep('call', '2026-03-20T02:00Z')];
    const { log } = drive(plan, aState(plan, { performed, ...openedOn('2026-03-21') }), calendar, '2026-04-01T00:00Z');
    expect(days(log)).toEqual(['03-23T01:00Z letter']);
  });

  it('shows the stage of its last performed step', () => {
    const performed = [aPerformedStep('friendly', '2026-03-05T01:00Z'), aPerformedStep('call', '2026-03-20T02:00Z')];
    expect(aState(plan, { performed }).stage).toBe('call');
  });

  it('numbers its reviews after those of the run before', () => {
    const performed = [
      aPerformedStep('lawyer', '2026-04-17T01:00Z'),
      aPerformedStep('review', '2026-05-18T01:00Z'),
      aPerformedStep('review', '2026-06-17T01:00Z', { occurrence: 2 }),
    ];
    const opened = aState(plan, { performed, ...openedOn('2026-07-20') });
    expect(nextAction(plan, opened, calendar, minuteOf('2026-07-20T01:00Z'))).toMatchObject({
      kind: 'perform',
      step: { id: 'review' },
      occurrence: 3,
    });
  });
});

it('asks for a calendar that reaches its own day instead of guessing', () => {
  const short = aCalendar({ through: parseDay('2026-03-04') });
  const opened = aState(plan);
  expect(nextAction(plan, opened, short, opened.now)).toMatchObject({
    kind: 'extendCalendar',
    through: parseDay('2026-03-05'),
  });
});

it('keeps the lawyer back from those who enter late, also without approval', () => {
  const bare = aPlan({ steps: [aStep(), aLawyerStep({ approval: null })] });
  const { log } = drive(bare, aState(bare, openedOn('2026-06-01')), calendar, '2026-06-05T00:00Z');
  expect(days(log)).toEqual(['06-01T01:00Z friendly', '06-04T01:00Z lawyer']);
});
