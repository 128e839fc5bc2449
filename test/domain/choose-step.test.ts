import type { Calendar } from '../../domain/calendar';
import type { CaseState } from '../../domain/case-state';
import { chooseStep, passedOverBefore } from '../../domain/choose-step';
import type { Plan, PlanStep } from '../../domain/plan';
import { instantOf, isoDateOf, minuteOf, parseDay } from '../../domain/time';
import { aCallStep, aHold, aLawyerStep, aLetterStep, aPerformedStep, aPlan, aState, aStep } from '../support/builders';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();
const hours = [9 * 60, 9 * 60 + 30] as const;

interface Asked {
  readonly state?: Partial<CaseState>;
  readonly opening?: Parameters<typeof aState>[1];
  readonly plan?: Partial<Plan>;
  readonly slice?: Calendar;
}

/** `03-05T01:00 friendly`, with `(entry)` where the case enters there; or why there is no step. Due on Monday 2 March. */
function chosen(
  steps: readonly PlanStep[],
  at: string,
  { state, opening, plan, slice = calendar }: Asked = {},
): string {
  const whole = aPlan({ steps, ...plan });
  const choice = chooseStep(whole, aState(whole, opening, state), slice, minuteOf(at));
  if (choice.kind === 'needCalendar') return `needs ${isoDateOf(choice.through)}`;
  if (choice.kind !== 'step') return choice.kind;
  expect(whole.steps[choice.index]).toBe(choice.step);
  return `${instantOf(choice.at).slice(5, 16)} ${choice.step.id}${choice.entry ? ' (entry)' : ''}`;
}

const taken = (step: string, outcome = 'sent') => aPerformedStep(step, '2026-03-03T02:00Z', { outcome });
/** As after some steps: none of them sets a gap, since only `performed` tells of them. */
const after = (...performed: CaseState['performed']): Asked => ({ state: { performed } });

describe('the latest step that is due', () => {
  const steps = [aStep(), aCallStep(), aLetterStep(), aLawyerStep()];

  it.each([
    ['before the first', '2026-03-04T00:00Z', '03-05T01:00 friendly'],
    ['at the slot of the first', '2026-03-05T01:00Z', '03-05T01:00 friendly'],
    ['a minute before the slot of the second', '2026-03-12T01:59Z', '03-12T01:59 friendly'],
    ['at the slot of the second', '2026-03-12T02:00Z', '03-12T02:00 call (entry)'],
    ['at the slot of the third, in whose first hour nobody calls', '2026-03-23T01:00Z', '03-23T01:00 letter (entry)'],
    ['at the slot of one where nobody enters', '2026-04-17T01:00Z', '04-17T01:00 letter (entry)'],
  ])('is chosen: %s', (_when, at, expected) => {
    expect(chosen(steps, at)).toBe(expected);
  });

  it('is the later of two that a weekend moves to the same instant', () => {
    const weekend = [aStep({ id: 'saturday', day: 5 }), aStep({ id: 'sunday', day: 6 })];
    expect(chosen(weekend, '2026-03-09T01:00Z')).toBe('03-09T01:00 sunday (entry)');
    expect(chosen(weekend, '2026-03-06T12:00Z')).toBe('03-09T01:00 sunday (entry)');
  });

  it('S58 may be one that follows another sooner than its own day', () => {
    const follower = aLetterStep({ after: { steps: ['first'], days: 3 } });
    const steps = [aCallStep({ day: 4 }), follower];
    expect(chosen(steps, '2026-03-09T02:00Z')).toBe('03-09T02:00 call');
    expect(chosen(steps, '2026-03-09T02:00Z', after(taken('first')))).toBe('03-09T02:00 letter (entry)');
  });

  it('is the first where the policy catches up from the start', () => {
    const fromStart = { plan: { catchUp: 'fromStart' } } as const;
    expect(chosen(steps, '2026-03-23T01:00Z', fromStart)).toBe('03-23T01:00 friendly');
    expect(chosen([aCallStep({ day: 7 }), aLetterStep({ day: 8 })], '2026-03-09T12:00Z', fromStart)).toBe(
      '03-10T02:00 call',
    );
  });

  it('is one that the case may take', () => {
    const letter = aLetterStep({ when: [{ fact: 'brokenPromises', atLeast: 1 }] });
    expect(chosen([aStep(), aCallStep(), letter], '2026-03-23T02:00Z')).toBe('03-23T02:00 call (entry)');
    const broken = { state: { brokenPromises: 1 } };
    expect(chosen([aStep(), aCallStep(), letter], '2026-03-23T02:00Z', broken)).toBe('03-23T02:00 letter (entry)');
  });

  it('is none behind the last, and none of those behind the case', () => {
    expect(chosen(steps, '2026-05-01T01:00Z', { state: { nextIndex: 4 } })).toBe('exhausted');
    expect(chosen(steps, '2026-04-17T01:00Z', { state: { nextIndex: 3 } })).toBe('04-17T01:00 lawyer');
    expect(chosen([], '2026-05-01T01:00Z')).toBe('exhausted');
  });

  it('is asked for at the end of a deferral, or now when that has ended', () => {
    const deferral = (until: string) => ({
      state: { deferral: { until: minuteOf(until), reason: { code: 'cap' } as const } },
    });
    expect(chosen(steps, '2026-03-05T02:00Z', deferral('2026-03-06T02:00Z'))).toBe('03-06T02:00 friendly');
    expect(chosen(steps, '2026-03-05T02:00Z', deferral('2026-03-12T02:00Z'))).toBe('03-12T02:00 call (entry)');
    expect(chosen(steps, '2026-03-05T02:00Z', deferral('2026-03-04T02:00Z'))).toBe('03-05T02:00 friendly');
  });
});

describe('a step whose hours come before those of the one that is due', () => {
  // The call was missed on Monday 9 March; its next hours begin on the 10th at 10:00, those of letters at 09:00.
  const at = '2026-03-09T12:00Z';
  const call = aCallStep({ day: 7 });
  const letter = aLetterStep({ day: 8 });

  it.each([
    ['it comes first', [call, letter], '03-10T01:00 letter (entry)'],
    ['not where nobody enters there', [call, { ...letter, entry: false }], '03-10T02:00 call'],
    ['not when the case may not take it', [call, aLetterStep({ day: 8, when: [{ fact: 'grade', in: ['A'] }] })], '03-10T02:00 call'], // prettier-ignore
    ['not on a later day', [call, aLetterStep({ day: 9 })], '03-10T02:00 call'],
    ['not where it has the same hours', [call, aCallStep({ id: 'visit', day: 8 })], '03-10T02:00 visit (entry)'],
  ])('%s', (_what, steps, expected) => {
    expect(chosen(steps, at)).toBe(expected);
  });

  it('is the first of several, in whatever order they stand', () => {
    const { windows } = aPlan();
    const plan = { windows: { ...windows, early: { ranges: [hours], workingDaysOnly: true }, late: { ranges: [[570, 600]], workingDaysOnly: true } } } as const; // prettier-ignore
    const early = aStep({ id: 'early', day: 8, window: 'early' });
    const late = aStep({ id: 'late', day: 8, window: 'late' });
    expect(chosen([call, early, late], at, { plan })).toBe('03-10T01:00 early (entry)');
    expect(chosen([call, late, early], at, { plan })).toBe('03-10T01:00 early (entry)');
  });
});

describe('whether a case may take a step', () => {
  const at = '2026-03-05T02:00Z';
  const [second, third] = [aStep({ id: 'second', day: 4 }), aStep({ id: 'third', day: 5 })];

  it.each([
    ['none of them was taken', [], 'exhausted'],
    ['one of them was', [taken('b')], '03-05T02:00 friendly'],
    ['another step was', [taken('c')], 'exhausted'],
    ['it was refused', [taken('a', 'refused')], 'exhausted'],
    ['it was skipped', [taken('a', 'skipped')], 'exhausted'],
  ])('S58 depends on the steps that it follows: %s', (_what, performed, expected) => {
    const follower = aStep({ after: { steps: ['a', 'b'], days: 1 } });
    expect(chosen([follower], at, after(...performed))).toBe(expected);
  });

  it('depends on all that it requires', () => {
    const needy = aStep({ requires: ['evidence', 'offerExpired'] });
    const offers = [{ step: 'a', occurrence: 1, on: parseDay('2026-03-03'), through: parseDay('2026-03-03') }];
    const facts = (evidence: string | null) => ({ ...aState(aPlan()).facts, evidence });
    expect(chosen([needy], at, { state: { offers } })).toBe('03-05T02:00 friendly');
    expect(chosen([needy], at, { state: { offers, facts: facts('complete') } })).toBe('03-05T02:00 friendly');
    expect(chosen([needy], at, { state: { offers, facts: facts('incomplete') } })).toBe('exhausted');
    expect(chosen([needy], at)).toBe('exhausted');
    expect(chosen([aStep({ requires: ['evidence'] })], at)).toBe('03-05T02:00 friendly');
    const incomplete = { state: { offers, facts: facts('incomplete') } };
    expect(chosen([aStep({ requires: ['offerExpired'] })], at, incomplete)).toBe('03-05T02:00 friendly');
  });

  it.each([
    ['its conditions hold', 'C', [], '03-06T01:00 second'],
    ['they do not', 'A', [], '03-05T02:00 friendly'],
    ['they do not any more, but it was performed', 'A', [taken('second')], '03-09T01:00 third'],
    ['they do not, and the gate refused it', 'A', [taken('second', 'refused')], '03-05T02:00 friendly'],
  ])('[X18] depends on a step that stands in its place: %s', (_what, grade, performed, expected) => {
    const instead = { ...second, instead: ['friendly'], when: [{ fact: 'grade', in: ['C'] }] } as const;
    // A step that was performed lies behind the case elsewhere; here only its conditions keep it from being taken again.
    const opened = aState(aPlan());
    const state = { performed, facts: { ...opened.facts, grade } };
    expect(chosen([aStep(), instead, { ...third, day: 7 }], at, { state })).toBe(expected);
  });

  it('depends, where its conditions change with age, on its own day while that lies ahead, and then on today', () => {
    const old = aStep({ day: 8, when: [{ fact: 'daysPastDue', atLeast: 8 }] });
    expect(chosen([old], '2026-03-04T02:00Z')).toBe('03-10T01:00 friendly');
    expect(chosen([aStep({ day: 8, when: [{ fact: 'daysPastDue', atLeast: 9 }] })], '2026-03-04T02:00Z')).toBe(
      'exhausted',
    );
    const young = aStep({ day: 8, when: [{ fact: 'daysPastDue', below: 9 }] });
    expect(chosen([young], '2026-03-10T02:00Z')).toBe('03-10T02:00 friendly');
    expect(chosen([young], '2026-03-11T02:00Z')).toBe('exhausted');
    // Held for two days, the step has its day on the 12th.
    const holds = [aHold('2026-03-05', '2026-03-07')];
    expect(chosen([aStep({ day: 8, when: [{ fact: 'daysPastDue', atLeast: 10 }] })], '2026-03-04T02:00Z', { opening: { holds } })).toBe('03-12T01:00 friendly'); // prettier-ignore
  });

  it('depends on the facts of today where its conditions do not change with age', () => {
    const failed = aStep({ day: 8, when: [{ fact: 'failedAttempts', atLeast: 1 }] });
    expect(chosen([failed], '2026-03-04T02:00Z')).toBe('exhausted');
    expect(chosen([failed], '2026-03-04T02:00Z', { state: { failedAttempts: 1 } })).toBe('03-10T01:00 friendly');
  });
});

describe('a step before the due date', () => {
  // Due on Friday 29 May: the first is on Thursday the 14th, the second on Tuesday the 26th.
  const steps = [aStep({ id: 'early', day: -15 }), aStep({ id: 'shortly', day: -3 }), aStep()];
  const opening = { dueDay: parseDay('2026-05-29') };
  const on = (at: string, through = '2026-12-31', more = {}) =>
    chosen(steps, at, { opening: { ...opening, ...more }, slice: aCalendar({ through: parseDay(through) }) });

  it('waits for its day, or for a calendar that reaches it', () => {
    expect(on('2026-05-05T02:00Z')).toBe('05-14T01:00 early');
    expect(on('2026-05-05T02:00Z', '2026-05-13')).toBe('needs 2026-05-14');
  });

  it('is still taken after its hours, when a later window comes before the due date', () => {
    expect(on('2026-05-14T12:00Z')).toBe('05-15T01:00 early');
    expect(on('2026-05-14T12:00Z', '2026-05-14')).toBe('needs 2026-05-15');
    expect(on('2026-05-27T12:00Z')).toBe('05-28T01:00 shortly (entry)');
  });

  it('is missed when that would be on the due date, as the day of the due date itself is', () => {
    expect(on('2026-05-28T09:29Z')).toBe('05-28T09:29 shortly (entry)');
    expect(on('2026-05-28T09:30Z')).toBe('06-01T01:00 friendly');
    const dueDate = [aStep({ id: 'onTheDay', day: 0 }), aStep()];
    expect(chosen(dueDate, '2026-05-28T09:30Z', { opening })).toBe('05-29T01:00 onTheDay');
  });

  it('is missed before the invoice and under a hold', () => {
    expect(on('2026-05-05T02:00Z', '2026-12-31', { invoiceDay: parseDay('2026-05-14') })).toBe('05-14T01:00 early');
    expect(on('2026-05-05T02:00Z', '2026-12-31', { invoiceDay: parseDay('2026-05-15') })).toBe('05-26T01:00 shortly');
    const holds = [aHold('2026-05-14', '2026-05-15')];
    expect(on('2026-05-05T02:00Z', '2026-12-31', { holds })).toBe('05-26T01:00 shortly');
  });
});

it('waits without an instant for the end of a hold that has none, and for a calendar that is too short', () => {
  const steps = [aStep()];
  expect(chosen(steps, '2026-03-04T02:00Z', { opening: { holds: [aHold('2026-03-04', null)] } })).toBe('held');
  expect(chosen(steps, '2026-03-06T02:00Z', { opening: { holds: [aHold('2026-03-06', null)] } })).toBe('held');
  expect(chosen(steps, '2026-03-03T02:00Z', { slice: aCalendar({ through: parseDay('2026-03-04') }) })).toBe(
    'needs 2026-03-05',
  );
});

describe('what is passed over', () => {
  const steps = [aStep(), aCallStep(), aLetterStep({ when: [{ fact: 'grade', in: ['A'] }] }), aLawyerStep()];
  const plan = aPlan({ steps });
  const before = (index: number, nextIndex = 0) =>
    passedOverBefore({ plan, state: aState(plan, {}, { nextIndex }), day: parseDay('2026-04-17') }, index);

  it('are the steps before the chosen one that the case might have taken', () => {
    expect(before(0)).toEqual([]);
    expect(before(1)).toEqual(['friendly']);
    expect(before(3)).toEqual(['friendly', 'call']);
    expect(before(3, 1)).toEqual(['call']);
    expect(before(3, 3)).toEqual([]);
  });
});
