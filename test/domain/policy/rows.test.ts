import { planForCase } from '../../../domain/policy/plan-for-case';
import { compilePlan } from '../../../domain/policy/compile';
import { addDays, parseDay } from '../../../domain/time';
import { aState } from '../../support/builders';
import { drive } from '../../support/drive-case';
import { aCalendar } from '../a-calendar';
import { aDocument, aLawyerStep, aReminder, policyOf } from './a-policy';

const planOf = (overrides: Readonly<Record<string, unknown>>) => compilePlan(policyOf(aDocument(overrides)), 'hash');
const rowsOf = (overrides: Readonly<Record<string, unknown>>) =>
  planOf(overrides).steps.map(({ id, occurrence, day }) => `${day} ${id}${occurrence === 1 ? '' : ` ${occurrence}`}`);

const malicious = { when: [{ fact: 'motive', in: ['malicious'] }] };
const weekly = { repeat: { everyDays: 7, untilDay: 31 }, sources: ['S174'] };
const call = (overrides: Readonly<Record<string, unknown>> = {}) =>
  aReminder({
    ...{ id: 'call', day: 24, effect: 'openCallTask', channel: 'call', severity: 3, template: undefined },
    task: { deadlineDays: 5 },
    ...overrides,
  });

describe('repetitions', () => {
  const again = aReminder({ id: 'again', day: 10, when: [{ fact: 'motive', in: ['negligent'] }], ...weekly });

  it('[S181][S184] repeats a step at its interval up to its last day', () => {
    expect(rowsOf({ steps: [aReminder(), again, aLawyerStep()] })).toEqual([
      '3 friendly',
      '10 again',
      '17 again 2',
      '24 again 3',
      '31 again 4',
      '46 lawyer',
    ]);
  });

  it('leaves out a repetition that would crowd a milestone', () => {
    const milestone = (day: number) => call({ day, severity: 1, tone: 'friendly' });
    const steps = (day: number) => [aReminder(), again, milestone(day), aLawyerStep()];
    expect(rowsOf({ steps: steps(22) })).not.toContain('24 again 3');
    expect(rowsOf({ steps: steps(26) })).not.toContain('24 again 3');
    expect(rowsOf({ steps: steps(21) })).toContain('24 again 3');
    expect(rowsOf({ steps: steps(27) })).toContain('24 again 3');
  });

  it('[S177] repeats for the motive that the case has, from the day on which it is known', () => {
    const plan = planOf({ steps: [aReminder(), again, aLawyerStep()] });
    const opened = aState(plan);
    const negligent = { ...opened, facts: { ...opened.facts, motive: 'negligent' } };
    const logOf = (state: typeof opened) =>
      drive(plan, state, aCalendar(), '2026-03-30T00:00Z').log.map((line) => line.slice(18));
    expect(logOf(negligent)).toEqual(['friendly', 'again', 'again', 'again']);
    expect(logOf(opened)).toEqual(['friendly']);
  });
});

describe('motive and stage', () => {
  const letters = { id: 'weekly', day: 10, severity: 4, tone: 'formal', ...malicious, ...weekly, sources: ['S176'] };
  const steps = [aReminder(), aReminder(letters), call({ severity: 4, tone: 'formal' }), aLawyerStep()];

  it('[X37] lets the stage cap what a motive would bring forward', () => {
    const precedence = { motive: 'stageCaps', quadrant: 'stageFirst', sources: ['X37'] };
    expect(rowsOf({ precedence, steps })).toEqual(['3 friendly', '24 call', '31 weekly 4', '46 lawyer']);
  });

  it('[X37] lets the motive come first', () => {
    const precedence = { motive: 'motiveFirst', quadrant: 'stageFirst', sources: ['X37'] };
    expect(rowsOf({ precedence, steps })).toEqual([
      '3 friendly',
      '10 weekly',
      '17 weekly 2',
      '24 call',
      '31 weekly 4',
      '46 lawyer',
    ]);
  });
});

describe('quadrant and stage', () => {
  const quadrants = {
    high: { CNY: '100000.00' },
    low: { CNY: '50000.00' },
    easyBelowDays: 30,
    hardAboveDays: 90,
    sources: ['S302'],
  };
  const light = aReminder({
    id: 'light',
    day: 8,
    when: [{ fact: 'quadrant', in: ['Q1'] }],
    instead: ['letter'],
    sources: ['S302'],
  });
  const letter = aReminder({ id: 'letter', day: 9, severity: 2, tone: 'firm', sources: ['S60'] });
  const stepsOf = (quadrant: string) => {
    const precedence = { motive: 'stageCaps', quadrant, sources: ['X18'] };
    const plan = planOf({ precedence, quadrants, steps: [aReminder(), light, letter, aLawyerStep()] });
    const opened = aState(plan, { openBalanceMinor: 10_000_001 });
    const state = { ...opened, facts: { ...opened.facts, ordering: 'yes' } };
    return drive(plan, state, aCalendar(), '2026-04-01T00:00Z').log.map((line) => line.slice(18));
  };

  it('[X18] lets the quadrant take the place of a step of the stage', () => {
    expect(stepsOf('quadrantFirst')).toEqual(['friendly', 'light']);
  });

  it('[X18] lets the stage go on, whatever the quadrant', () => {
    expect(stepsOf('stageFirst')).toEqual(['friendly', 'light', 'letter']);
  });
});

describe('days that only the case knows', () => {
  const halfTerm = aReminder({ id: 'half', day: undefined, halfTerm: true, sources: ['S28'] });
  const afterOrder = aReminder({
    id: 'order',
    day: undefined,
    event: { name: 'orderCompleted', days: 3 },
    sources: ['S29'],
  });
  const due = parseDay('2026-07-06');
  const daysOf = (steps: readonly unknown[], termDays: number, orderCompleted: string | null = null) =>
    planForCase(planOf({ steps: [...steps, aReminder({ day: -5, id: 'pre' }), aLawyerStep()] }), {
      dueDay: due,
      invoiceDay: addDays(due, -termDays),
      orderCompletedDay: orderCompleted === null ? null : parseDay(orderCompleted),
      invoiceDispatchedDay: null,
    }).steps.map(({ id, day }) => `${day} ${id}`);

  it.each([
    [60, '-30 half'],
    [45, '-22 half'],
    [2, '-1 half'],
  ])('[S28][Y11] finds half of a term of %i days from the invoice date, rounded up: %s', (term, row) => {
    expect(daysOf([halfTerm], term)).toContain(row);
    expect(daysOf([halfTerm], term, '2026-07-01')).toContain(row);
  });

  it('[S28] has no half of a term that is shorter than two days', () => {
    expect(daysOf([halfTerm], 1)).toEqual(['-5 pre', '46 lawyer']);
  });

  it('[S29][Y12] follows the completed order by calendar days, and is left out before there is one', () => {
    // A Friday: three working days would end on Wednesday.
    expect(daysOf([afterOrder], 60, '2026-05-08')).toEqual(['-56 order', '-5 pre', '46 lawyer']);
    expect(daysOf([afterOrder], 60)).toEqual(['-5 pre', '46 lawyer']);
  });

  it('puts the rows of a case in the order of their days', () => {
    expect(daysOf([halfTerm], 60)).toEqual(['-30 half', '-5 pre', '46 lawyer']);
    expect(daysOf([halfTerm], 6)).toEqual(['-5 pre', '-3 half', '46 lawyer']);
  });
});
