import { nextAction } from '../../domain/next-action';
import { aCallStep, aLawyerStep, aLetterStep, aPlan, aState, aStep } from '../support/builders';
import { drive } from '../support/drive-case';
import { minuteOf } from '../../domain/time';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();
const logOf = (plan: ReturnType<typeof aPlan>, until = '2026-05-01T00:00Z', opening = {}) =>
  drive(plan, aState(plan, opening), calendar, until).log.map((line) => line.replace('2026-', ''));

describe('deadlines', () => {
  it('[R30][S80] keeps harder steps until the deadline of the last demand has passed, and softer ones not', () => {
    const steps = [
      aStep({ payBy: { days: 9 } }),
      aStep({ id: 'again', day: 6 }),
      aCallStep({ day: 9 }),
      aLetterStep({ day: 20 }),
    ];
    // 5 March + 9 days is 14 March, a Saturday: the call waits for Monday. The reminder as soft as the demand does not wait.
    expect(logOf(aPlan({ steps }), '2026-03-20T00:00Z')).toEqual([
      '03-05T01:00Z friendly',
      '03-09T01:00Z again',
      '03-16T02:00Z call',
    ]);
  });

  it('[R30] gives the whole deadline to a case that enters late', () => {
    const steps = [aStep(), aLetterStep({ payBy: { days: 7 } }), aLawyerStep({ approval: null })];
    const late = { openedAt: minuteOf('2026-04-16T00:00Z') };
    expect(logOf(aPlan({ steps }), '2026-05-01T00:00Z', late)).toEqual(['04-16T01:00Z letter', '04-24T01:00Z lawyer']);
  });

  it('[R30] says that a deadline still runs', () => {
    const steps = [aStep({ payBy: { days: 9 } }), aCallStep({ day: 9 })];
    const plan = aPlan({ steps });
    const { state } = drive(plan, aState(plan), calendar, '2026-03-12T00:00Z');
    const action = nextAction(plan, state, calendar, state.now);
    expect(action).toMatchObject({ kind: 'wait', reason: { code: 'deadlineOpen', step: 'call' } });
  });

  it.each([
    ['the same day', { until: 'endOfDay' }, '03-09T02:00Z call'],
    ['the week', { until: 'endOfWeek' }, '03-16T02:00Z call'],
    ['next Monday', { until: 'nextMonday' }, '03-16T02:00Z call'],
  ] as const)('[X30] ends a deadline with %s', (_name, payBy, call) => {
    // Said on Thursday 5 March; one bank day is left of that week, so that the week runs to the next Sunday (Y7).
    const steps = [aStep({ payBy }), aCallStep({ day: 4 })];
    expect(logOf(aPlan({ steps }), '2026-03-20T00:00Z')).toEqual(['03-05T01:00Z friendly', call]);
  });
});

describe('the window for negotiations', () => {
  const offering = aCallStep({ offer: { percent: 50, of: 'interest', validity: { days: 60 } } });
  const lawyer = aLawyerStep({ approval: null, requires: ['offerExpired'] });

  it('[S69] takes no legal step before an offer was made and has expired', () => {
    // 12 March + 60 days is 11 May, a Monday.
    const log = logOf(aPlan({ steps: [aStep(), offering, lawyer] }), '2026-06-01T00:00Z');
    expect(log).toEqual(['03-05T01:00Z friendly', '03-12T02:00Z call', '05-12T01:00Z lawyer']);
  });

  it('[S69] never takes it where nothing was offered', () => {
    const log = logOf(aPlan({ steps: [aStep(), aCallStep(), lawyer] }), '2026-04-20T00:00Z');
    expect(log).toEqual(['03-05T01:00Z friendly', '03-12T02:00Z call', '04-13T01:00Z review']);
  });
});

describe('papers', () => {
  it.each([
    ['complete', true],
    [null, true],
    ['incomplete', false],
  ])('[S73] with evidence %s the legal step is taken: %s', (evidence, taken) => {
    const plan = aPlan({ steps: [aLawyerStep({ day: 5, approval: null, requires: ['evidence'] })] });
    const opened = aState(plan);
    const state = { ...opened, facts: { ...opened.facts, evidence } };
    const { log } = drive(plan, state, calendar, '2026-03-20T00:00Z');
    expect(log.length > 0).toBe(taken);
  });
});
