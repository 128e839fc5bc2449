import { aDocument, aLawyerStep, aReminder, problemsOf } from './a-policy';

/** The only fault of a document, in one line. */
function fault(document: unknown): string {
  const problems = problemsOf(document);
  expect(problems).toHaveLength(1);
  return problems.map(({ path, value, expected }) => `${path}: ${String(value)}; expected ${expected}`).join();
}

const withSteps = (...steps: readonly unknown[]) => aDocument({ steps });
const secondReminder = (overrides: Readonly<Record<string, unknown>>) =>
  aReminder({ id: 'second', day: 9, ...overrides });

it('finds nothing wrong with a right policy', () => {
  expect(problemsOf(aDocument())).toEqual([]);
});

it.each(['sendPeopleToTheirHome', 'publishTheDebt', 'tellTheirCustomers', 'seizeGoods'])(
  '[S416][S417] a policy takes no measure but those listed, and never %s',
  (effect) => {
    const problems = problemsOf(withSteps(aReminder({ effect })));
    expect(problems).toMatchObject([{ path: 'steps.0.effect', value: effect }]);
    expect(problems[0]?.expected).toContain('one of sendReminder, sendLetter, openCallTask');
  },
);

describe('the form of a document', () => {
  it.each([
    ['an unknown field', aDocument({ colour: 'red' }), 'colour: red; expected no such field'],
    [
      'an unknown field of a step',
      withSteps(aReminder({ mood: 'mild' })),
      'steps.0.mood: mild; expected no such field',
    ],
    ['a missing field', aDocument({ stages: undefined }), 'stages: undefined; expected an array'],
    ['a number as a word', aDocument({ version: 'one' }), 'version: one; expected a number'],
    ['a day beyond ten years', withSteps(aReminder({ day: 1e9 })), 'steps.0.day: 1000000000; expected at most 3650'],
    ['a broken day', withSteps(aReminder({ day: 3.5 })), 'steps.0.day: 3.5; expected an int'],
    [
      'a step without a day',
      withSteps(aReminder({ day: undefined })),
      'steps.0: an object; expected one of day, after, halfTerm and event',
    ],
    [
      'an unknown channel',
      withSteps(aReminder({ channel: 'pigeon' })),
      'steps.0.channel: pigeon; expected one of email, sms,',
    ],
    [
      'an unknown effect',
      withSteps(aReminder({ effect: 'shout' })),
      'steps.0.effect: shout; expected one of sendReminder,',
    ],
    ['an unknown channel of a window', aDocument({ windows: { pigeon: {} } }), 'windows.pigeon'],
    ['an unknown fact', withSteps(aReminder({ when: [{ fact: 'mood', in: ['bad'] }] })), 'steps.0.when.0.fact: mood'],
    ['a condition without a limit', withSteps(aReminder({ when: [{ fact: 'failedAttempts' }] })), 'atLeast or below'],
    [
      'a range that nothing meets',
      withSteps(aReminder({ when: [{ fact: 'failedAttempts', atLeast: 3, below: 3 }] })),
      'less than below',
    ],
    ['text instead of a document', 'hello', ': hello; expected an object'],
  ])('refuses %s', (_case, document, expected) => {
    expect(
      problemsOf(document)
        .map(({ path, value, expected: e }) => `${path}: ${String(value)}; expected ${e}`)
        .join('\n'),
    ).toContain(expected);
  });

  it.each([
    ['a step', withSteps(aReminder({ sources: undefined })), 'steps.0'],
    ['a value', aDocument({ minGapDays: { value: 3 } }), 'minGapDays'],
    ['a group of values', aDocument({ caps: { perDay: 1, per7Days: 2, per30Days: 6, gapHours: 48 } }), 'caps'],
    [
      'a window',
      aDocument({ windows: { default: { ranges: ['09:00-17:30'], workingDaysOnly: true } } }),
      'windows.default',
    ],
  ])('refuses %s that names neither a source nor our own choice', (_case, document, path) => {
    expect(fault(document)).toBe(`${path}: an object; expected sources: [S53] or ownChoice: U1`);
  });

  it.each(['S0', 'S5x', 'seed 3', 'U1'])('refuses %s as the id of a rule', (id) => {
    expect(fault(withSteps(aReminder({ sources: [id] })))).toContain('steps.0.sources.0');
  });

  it.each(['9:00-17:30', '09:00-09:00', '17:30-09:00', '09:00-24:30', '09:60-10:00', 'always'])(
    'refuses %s as hours',
    (hours) => {
      const windows = { default: { ranges: [hours], workingDaysOnly: true, ownChoice: 'U1' } };
      expect(fault(aDocument({ windows }))).toBe(
        `windows.default.ranges.0: ${hours}; expected hours such as "09:00-17:30"`,
      );
    },
  );

  it('reports all faults at once', () => {
    const paths = problemsOf(aDocument({ version: 0, colour: 'red', steps: [aReminder({ channel: 'pigeon' })] }));
    expect(paths.map(({ path }) => path).sort()).toEqual(['colour', 'steps.0.channel', 'version']);
  });

  it('is not fooled by a field named __proto__', () => {
    const document: unknown = JSON.parse(
      JSON.stringify(aDocument()).replace('"version":1', '"version":1,"__proto__":{"a":1}'),
    );
    expect(fault(document)).toContain('__proto__');
  });
});

describe('what a policy says', () => {
  it.each([
    ['days out of order', withSteps(aReminder(), secondReminder({ day: 2 })), 'steps.1.day: 2; expected 3 or later'],
    ['a step twice', withSteps(aReminder(), aReminder({ day: 4 })), 'steps.1.id: friendly; expected each name once'],
    ['a stage twice', aDocument({ stages: ['early', 'late', 'early'] }), 'stages.2: early; expected each name once'],
    [
      'an unknown stage',
      withSteps(aReminder({ stage: 'never' })),
      'steps.0.stage: never; expected one of the stages early, late',
    ],
    [
      'a stage that goes back',
      withSteps(aReminder({ stage: 'late' }), secondReminder({ stage: 'early' })),
      'steps.1.stage: early; expected late or a later stage',
    ],
    [
      'a step after an unknown one',
      withSteps(aReminder(), secondReminder({ day: undefined, after: { step: 'ghost', days: 7 } })),
      'steps.1.after.step: ghost; expected the id of an earlier step',
    ],
    [
      'a step after itself',
      withSteps(aReminder(), secondReminder({ day: undefined, after: { step: 'second', days: 7 } })),
      'steps.1.after.step: second',
    ],
    [
      'a wrong channel for the effect',
      withSteps(aReminder({ channel: 'call' })),
      'steps.0.channel: call; expected a channel for sendReminder',
    ],
    [
      'a fallback to the same channel',
      withSteps(aReminder({ fallback: ['email'] })),
      'steps.0.fallback.0: email; expected another channel',
    ],
    [
      'a message without a template',
      withSteps(aReminder({ template: undefined })),
      'steps.0.template: undefined; expected a template',
    ],
    [
      'a message with a task',
      withSteps(aReminder({ task: { deadlineDays: 3 } })),
      'steps.0.task: [object Object]; expected no task',
    ],
    [
      'a task without a deadline',
      withSteps(aReminder(), aLawyerStep({ task: undefined })),
      'steps.1.task: undefined; expected a task',
    ],
    [
      'a task that sets a deadline for the debtor',
      withSteps(aReminder(), aLawyerStep({ payBy: { days: 3 } })),
      'steps.1.payBy: [object Object]',
    ],
    ['a message to nobody', withSteps(aReminder({ addressee: undefined })), 'steps.0.addressee: undefined'],
    [
      'a lawyer who writes to accounts payable',
      withSteps(aReminder(), aLawyerStep({ addressee: 'accountsPayable' })),
      'steps.1.addressee',
    ],
    [
      'an entry at a legal step',
      withSteps(aReminder(), aLawyerStep({ entry: true })),
      'steps.1.entry: true; expected false',
    ],
    [
      'an amount without a currency',
      withSteps(aReminder({ when: [{ fact: 'openBalanceMinor', atLeast: 200_000 }] })),
      'steps.0.when.0.fact: openBalanceMinor; expected a condition on one currency',
    ],
    [
      'a deadline beyond the next step',
      withSteps(aReminder({ payBy: { days: 7 } }), secondReminder({ day: 9, severity: 2 })),
      'steps.0.payBy: 7; expected a deadline that ends by day 9',
    ],
  ])('refuses %s', (_case, document, expected) => {
    expect(fault(document)).toContain(expected);
  });

  it.each([
    ['before 08:00', ['07:59-12:00'], 'between 08:00 and 20:00'],
    ['after 20:00', ['09:00-20:01'], 'between 08:00 and 20:00'],
    ['out of order', ['15:00-17:00', '10:00-11:30'], 'ascending'],
    ['overlapping', ['10:00-12:00', '11:59-17:00'], 'ascending'],
  ])('refuses hours %s', (_case, ranges, expected) => {
    const windows = { default: { ranges, workingDaysOnly: true, ownChoice: 'U1' } };
    expect(fault(aDocument({ windows }))).toContain(expected);
  });

  it('accepts hours and deadlines up to their limits', () => {
    const windows = { default: { ranges: ['08:00-12:00', '12:00-20:00'], workingDaysOnly: true, ownChoice: 'U1' } };
    expect(problemsOf(aDocument({ windows }))).toEqual([]);
    expect(problemsOf(withSteps(aReminder({ payBy: { days: 6 } }), secondReminder({ day: 9, severity: 2 })))).toEqual(
      [],
    );
  });

  it('S79 refuses a step that is milder than the one before it', () => {
    expect(fault(withSteps(aReminder({ severity: 4 }), secondReminder({ severity: 3 })))).toContain(
      'steps.1.severity: 3; expected 4 or more, as friendly before it',
    );
  });
});
