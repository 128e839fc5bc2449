import { aDocument, aLawyerStep, aReminder, problemsOf } from './a-policy';

const faultsOf = (steps: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) =>
  problemsOf(aDocument({ steps, ...more })).map(({ path, expected }) => `${path}: ${expected}`);
const second = (overrides: Readonly<Record<string, unknown>>) => aReminder({ id: 'second', day: 9, ...overrides });
const forGrade = (...grades: readonly string[]) => ({ when: [{ fact: 'grade', in: grades }] });

describe('two steps on one day', () => {
  it('[X7] refuses two that one case can meet', () => {
    expect(faultsOf([aReminder(), second({ day: 3 })])).toEqual([
      'steps.1.day: another day than friendly, or conditions or instead that separate them (X7)',
    ]);
    expect(faultsOf([aReminder(forGrade('A', 'B')), second({ day: 3, ...forGrade('B', 'C') })])).toHaveLength(1);
  });

  it.each([
    ['conditions', [aReminder(forGrade('A')), second({ day: 3, ...forGrade('B', 'C') })]],
    ['instead', [aReminder(), second({ day: 3, ...forGrade('B'), instead: ['friendly'] })]],
    ['another day', [aReminder(), second({ day: 4 })]],
    [
      'numbers that exclude each other',
      [
        aReminder({ when: [{ fact: 'failedAttempts', below: 2 }] }),
        second({ day: 3, when: [{ fact: 'failedAttempts', atLeast: 2 }] }),
      ],
    ],
  ])('[X7] accepts two that %s keep apart', (_what, steps) => {
    expect(faultsOf(steps)).toEqual([]);
  });
});

describe('a step by fax', () => {
  const byHand = (overrides: Readonly<Record<string, unknown>>) =>
    second({ effect: 'openCallTask', channel: 'call', task: { deadlineDays: 1 }, ...overrides });
  const fax = (overrides: Readonly<Record<string, unknown>> = {}) =>
    byHand({ id: 'fax', day: 5, channel: 'fax', ...overrides });

  it.each<[string, readonly unknown[]]>([
    ['has no call after it', [aReminder(), fax()]],
    ['has its call before it', [byHand({ id: 'call', day: 4 }), fax()]],
    ['has a call for others only', [fax(), byHand(forGrade('A'))]],
    ['is replaced by the call', [fax(), byHand({ instead: ['fax'] })]],
    ['is the second way of the only call', [fax({ channel: 'call', fallback: ['fax'] })]],
  ])('[S225] is refused when it %s', (_what, steps) => {
    expect(faultsOf(steps).filter((fault) => fault.includes('S225'))).toHaveLength(1);
  });

  it('[S225] is accepted with a call after it that all of its cases get', () => {
    expect(faultsOf([fax(), byHand({})])).toEqual([]);
    expect(faultsOf([fax(forGrade('A')), byHand(forGrade('A'))])).toEqual([]);
  });
});

describe('a ladder that only rises', () => {
  it('[S79] refuses a tone milder than that of a step before it which the same case meets', () => {
    expect(faultsOf([aReminder({ tone: 'firm' }), second({ tone: 'neutral' })])).toEqual([
      'steps.1.tone: firm or harder, as friendly before it (S79)',
    ]);
    expect(
      faultsOf([aReminder({ tone: 'firm', ...forGrade('C') }), second({ tone: 'friendly', ...forGrade('A') })]),
    ).toEqual([]);
  });

  it('[S79] wants a tone wherever a debtor is addressed', () => {
    expect(faultsOf([aReminder({ tone: undefined })])).toEqual([
      'steps.0.tone: a tone: a debtor reads or hears this (S79)',
    ]);
  });
});

describe('steps that no case can reach', () => {
  it.each([
    ['contradicts itself', [aReminder({ when: [...forGrade('A').when, ...forGrade('B').when] })], 'steps.0.when'],
    ['excludes every value', [aReminder({ when: [{ fact: 'ordering', notIn: ['yes', 'no'] }] })], 'steps.0.when'],
    [
      'follows a step of other cases',
      [aReminder(forGrade('A')), second({ day: undefined, after: { step: 'friendly', days: 5 }, ...forGrade('C') })],
      'steps.1.after.step',
    ],
    ['waits for an offer that nobody makes', [aReminder({ requires: ['offerExpired'] })], 'steps.0.requires'],
  ])('refuses one that %s', (_what, steps, path) => {
    expect(faultsOf(steps).map((fault) => fault.split(':')[0])).toEqual([path]);
  });

  it.each([
    ['size', ['small'], 'sizes'],
    ['quadrant', ['Q1'], 'quadrants'],
    ['route', ['sale'], 'routes'],
  ])('refuses a condition on %s without the section that supplies it', (fact, words, section) => {
    expect(faultsOf([aReminder({ when: [{ fact, in: words }] })])).toEqual([
      `steps.0.when.0.fact: a section ${section} in the policy, which supplies it`,
    ]);
  });

  it.each([
    ['grade', 'D', 'grade to be one of A, B, C'],
    ['motive', 'angry', 'motive to be one of negligent, pressured, malicious'],
    ['treatment', 'soft', 'treatment to be one of notLate, justLate, drifting, hard, brokenPromise'],
  ])('refuses a value of %s that nothing supplies', (fact, word, expected) => {
    expect(faultsOf([aReminder({ when: [{ fact, in: [word] }] })])).toEqual([`steps.0.when.0: ${expected}`]);
  });
});

describe('names', () => {
  it.each([
    ['a window that nobody has', [aReminder({ window: 'bill' })], {}, 'steps.0.window'],
    ['a step to take the place of that does not exist', [aReminder({ instead: ['ghost'] })], {}, 'steps.0.instead.0'],
    ['the first of which it would replace itself', [aReminder({ instead: ['friendly'] })], {}, 'steps.0.instead.0'],
    [
      'a step from which interest is claimed that does not exist',
      [aReminder()],
      { interest: { dailyRate: '0.0005', startDay: 1, claimedFrom: 'ghost', sources: ['S86'] } },
      'interest.claimedFrom',
    ],
    [
      'an unused window',
      [aReminder()],
      {
        windows: {
          default: { ranges: ['09:00-17:30'], workingDaysOnly: true, ownChoice: 'U1' },
          bill: { ranges: ['09:00-09:30'], workingDaysOnly: true, sources: ['S170'] },
        },
      },
      'windows.bill',
    ],
  ])('refuses %s', (_what, steps, more, path) => {
    expect(faultsOf(steps, more).map((fault) => fault.split(':')[0])).toEqual([path]);
  });
});

describe('repetitions', () => {
  it.each([
    ['ends before it repeats', { everyDays: 7, untilDay: 9 }, 'steps.0.repeat.untilDay'],
    ['never seems to end', { everyDays: 1, untilDay: 300 }, 'steps.0.repeat'],
  ])('refuses one that %s', (_what, repeat, path) => {
    expect(faultsOf([aReminder({ repeat }), aLawyerStep()]).map((fault) => fault.split(':')[0])).toEqual([path]);
  });
});
