import { unclassifiedFacts } from '../../domain/case-state';
import { type JudgedCase, conditionsHold } from '../../domain/conditions';
import type { StepCondition } from '../../domain/plan';
import { parseDay } from '../../domain/time';

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
const holds = (when: readonly StepCondition[], overrides: Partial<JudgedCase> = {}) =>
  conditionsHold(when, { plan: {}, state: facts(overrides), day: parseDay('2026-03-12') });

it.each([
  [199_999, false],
  [200_000, true],
  [200_001, true],
])('a balance of %i is at least 200,000: %s', (openBalanceMinor, expected) => {
  expect(holds([{ fact: 'openBalanceMinor', atLeast: 200_000 }], { openBalanceMinor })).toBe(expected);
  expect(holds([{ fact: 'openBalanceMinor', below: 200_000 }], { openBalanceMinor })).toBe(!expected);
});

it('takes one of the named values', () => {
  expect(holds([{ fact: 'grade', in: ['B', 'C'] }])).toBe(true);
  expect(holds([{ fact: 'grade', in: ['A'] }])).toBe(false);
  expect(holds([{ fact: 'currency', in: ['CNY'] }])).toBe(true);
});

it.each(['motive', 'relationship', 'ordering'] as const)('fails while nobody knows the %s', (fact) => {
  expect(holds([{ fact, in: ['any', 'null', ''] }])).toBe(false);
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

it('counts a message that nobody answered as a failed attempt', () => {
  const three: readonly StepCondition[] = [{ fact: 'failedAttempts', atLeast: 3 }];
  expect(holds(three)).toBe(false);
  expect(holds(three, { awaitingAnswer: true })).toBe(true);
});
