import { unclassifiedFacts } from '../../domain/case-state';
import { type FactsOnDay, type JudgedCase, conditionsHold, dependOnDay } from '../../domain/conditions';
import type { StepCondition } from '../../domain/plan';
import { parseDay } from '../../domain/time';
import { aHold, aPerformedStep } from '../support/builders';

const facts = (overrides: Partial<JudgedCase> = {}): JudgedCase => ({
  facts: { ...unclassifiedFacts('en'), grade: 'C' },
  currency: 'CNY',
  openBalanceMinor: 200_000,
  failedAttempts: 2,
  brokenPromises: 0,
  failedChannels: [],
  awaitingAnswer: false,
  awaitedChannel: null,
  performed: [],
  holds: [],
  dueDay: parseDay('2026-03-02'),
  ...overrides,
});
const holds = (
  when: readonly StepCondition[],
  overrides: Partial<JudgedCase> = {},
  { day = '2026-03-12', plan = {} }: { readonly day?: string; readonly plan?: FactsOnDay['plan'] } = {},
) => conditionsHold(when, { plan, state: facts(overrides), day: parseDay(day) });

it.each([
  [199_999, false],
  [200_000, true],
  [200_001, true],
])('[S82][Y3] a balance of %i is at least 200,000: %s', (openBalanceMinor, expected) => {
  expect(holds([{ fact: 'openBalanceMinor', atLeast: 200_000 }], { openBalanceMinor })).toBe(expected);
  expect(holds([{ fact: 'openBalanceMinor', below: 200_000 }], { openBalanceMinor })).toBe(!expected);
});

it.each([
  [2, false, false],
  [3, true, false],
  [4, true, true],
])('[Y1] %i broken promises are "3 or more": %s, and in the other reading: %s', (brokenPromises, orMore, more) => {
  expect(holds([{ fact: 'brokenPromises', atLeast: 3 }], { brokenPromises })).toBe(orMore);
  expect(holds([{ fact: 'brokenPromises', atLeast: 4 }], { brokenPromises })).toBe(more);
});

it('takes one of the named values, or any but those', () => {
  expect(holds([{ fact: 'grade', in: ['B', 'C'] }])).toBe(true);
  expect(holds([{ fact: 'grade', in: ['A'] }])).toBe(false);
  expect(holds([{ fact: 'currency', in: ['CNY'] }])).toBe(true);
  expect(holds([{ fact: 'grade', notIn: ['A', 'B'] }])).toBe(true);
  expect(holds([{ fact: 'grade', notIn: ['A', 'C'] }])).toBe(false);
});

it.each(['grade', 'motive', 'relationship', 'ordering', 'receivable'] as const)(
  '[X38] asks for the %s alone, and fails while nobody knows it',
  (fact) => {
    const nothing = { ...unclassifiedFacts('en'), receivable: null };
    const others = { grade: 'x', motive: 'x', relationship: 'x', ordering: 'x', receivable: 'x' };
    const known = { facts: { ...nothing, ...others, [fact]: 'known' } };
    expect(holds([{ fact, in: ['known'] }], known)).toBe(true);
    const unknown = { facts: { ...nothing, ...others, [fact]: null } };
    for (const condition of [{ in: ['x', 'null', ''] }, { notIn: ['x'] }, { below: 9 }])
      expect(holds([{ fact, ...condition }], unknown)).toBe(false);
  },
);

it('compares numbers only', () => {
  const state = { facts: { ...unclassifiedFacts('en'), grade: '5' } };
  expect(holds([{ fact: 'grade', atLeast: 1 }], state)).toBe(false);
  expect(holds([{ fact: 'grade', below: 9 }], state)).toBe(false);
});

it('needs all conditions, and none is no obstacle', () => {
  expect(holds([])).toBe(true);
  expect(
    holds([
      { fact: 'grade', in: ['C'] },
      { fact: 'brokenPromises', atLeast: 1 },
    ]),
  ).toBe(false);
});

it('[S82] counts a message that nobody answered as a failed attempt', () => {
  const three: readonly StepCondition[] = [{ fact: 'failedAttempts', atLeast: 3 }];
  expect(holds(three)).toBe(false);
  expect(holds(three, { awaitingAnswer: true })).toBe(true);
});

describe('the channels that failed', () => {
  const three: readonly StepCondition[] = [{ fact: 'failedChannels', atLeast: 3 }];

  it('[S75] are those that nobody answered, the last one included', () => {
    const failedChannels = ['call', 'sms'] as const;
    expect(holds(three, { failedChannels })).toBe(false);
    expect(holds(three, { failedChannels, awaitingAnswer: true, awaitedChannel: 'letter' })).toBe(true);
    expect(holds(three, { failedChannels: ['call', 'sms', 'letter'] })).toBe(true);
  });

  it.each([
    ['the debtor answered', { awaitingAnswer: false, awaitedChannel: 'letter' }],
    ['the same channel failed before', { awaitingAnswer: true, awaitedChannel: 'sms' }],
    ['nothing was sent', { awaitingAnswer: true, awaitedChannel: null }],
  ] as const)('do not grow when %s', (_what, waiting) => {
    expect(holds(three, { failedChannels: ['call', 'sms'], ...waiting })).toBe(false);
  });
});

describe('what grows with age', () => {
  it('is the days past due, none of them before the due date', () => {
    const state = { dueDay: parseDay('2026-03-02') };
    expect(holds([{ fact: 'daysPastDue', atLeast: 10, below: 11 }], state)).toBe(true);
    expect(holds([{ fact: 'daysPastDue', atLeast: 0, below: 1 }], state, { day: '2026-02-20' })).toBe(true);
  });

  it.each([
    ['2026-03-09', 'no'],
    ['2026-03-10', 'yes'],
    ['2026-03-13', 'yes'],
    ['2026-03-14', 'no'],
  ])('is a dispute from its first to its last day: on %s %s', (day, disputed) => {
    const dispute = aHold('2026-03-10', '2026-03-14', { kind: 'dispute' });
    const pause = aHold('2026-01-01', null, { kind: 'manual', id: 'another' });
    expect(holds([{ fact: 'disputed', in: [disputed] }], { holds: [pause, dispute] }, { day })).toBe(true);
  });

  it.each([
    ['sent', 'drifting'],
    ['coveredBy', 'drifting'],
    ['refused', 'hard'],
    ['taskOpened', 'hard'],
  ])('is a treatment, milder after a contact: %s, %s', (outcome, treatment) => {
    const state = { performed: [aPerformedStep('friendly', '2026-03-05T02:00Z', { outcome })] };
    expect(holds([{ fact: 'treatment', in: [treatment] }], state, { day: '2026-04-30' })).toBe(true);
  });

  it('is a treatment, milder after one contact among other things', () => {
    const outcomes = ['refused', 'sent', 'taskOpened'];
    const performed = outcomes.map((outcome) => aPerformedStep('friendly', '2026-03-05T02:00Z', { outcome }));
    expect(holds([{ fact: 'treatment', in: ['drifting'] }], { performed }, { day: '2026-04-30' })).toBe(true);
  });

  it('is judged anew on another day', () => {
    for (const fact of ['quadrant', 'treatment', 'route', 'daysPastDue', 'disputed'] as const) {
      expect(dependOnDay([{ fact: 'grade' }, { fact }])).toBe(true);
    }
    expect(dependOnDay([{ fact: 'grade' }, { fact: 'size' }])).toBe(false);
    expect(dependOnDay([])).toBe(false);
  });
});

it.each([
  ['large', 200_000, 20_000_000],
  ['small', 199_999, null],
  ['normal', 200_000, null],
  ['normal', 200_000, 199_999],
])(
  '[Y15] is %s by the claim of %i or, where that is more, the sum of the debtor: %j',
  (size, openBalanceMinor, sum) => {
    const plan = { sizes: { smallBelow: { CNY: 200_000 }, largeFrom: { CNY: 20_000_000 } } };
    const state = { openBalanceMinor, facts: { ...unclassifiedFacts('en'), debtorOverdueMinor: sum } };
    expect(holds([{ fact: 'size', in: [size] }], state, { plan })).toBe(true);
  },
);
