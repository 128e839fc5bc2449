import { channels } from '../channels';
import { checkLadder } from './check-ladder';
import { checkPairs } from './check-pairs';
import { checkStep } from './check-step';
import { type Expected, type PolicyProblem, expecting } from './problem';
import type { Policy } from './schema';

// No contact at night, whatever a policy says: before 08:00 and from 20:00 (U1).
const earliestMinute = 8 * 60;
const latestMinute = 20 * 60;

/** What a policy says, checked against itself; its form is right already. Empty when nothing is wrong. */
export function checkPolicy(policy: Policy): readonly PolicyProblem[] {
  return [
    ...repeated('languages', policy.languages),
    ...repeated('stages', policy.stages),
    ...repeated(
      'steps',
      policy.steps.map(({ id }) => id),
      '.id',
    ),
    ...checkWindows(policy),
    ...checkReferences(policy),
    ...policy.steps.flatMap((step, index) => checkStep(policy, step, `steps.${index}`)),
    ...checkLadder(policy),
    ...checkPairs(policy),
  ];
}

function repeated(path: string, names: readonly string[], suffix = ''): readonly PolicyProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: `${path}.${index}${suffix}`, value: name, ...expecting('eachNameOnce') }],
  );
}

function checkWindows(policy: Policy): readonly PolicyProblem[] {
  return Object.entries(policy.windows).flatMap(([name, window]) => [
    ...(isUsed(policy, name) ? [] : [{ path: `windows.${name}`, value: name, ...expecting('windowName') }]),
    ...window.ranges.flatMap((range, index, ranges): PolicyProblem[] => {
      const fault = (expected: Expected) => [
        { path: `windows.${name}.ranges.${index}`, value: clock(range), ...expected },
      ];
      if (range[0] < earliestMinute || range[1] > latestMinute) return fault(expecting('daytime'));
      if (range[0] < (ranges[index - 1]?.[1] ?? 0)) return fault(expecting('ascendingHours'));
      return [];
    }),
  ]);
}

const clock = (range: readonly [number, number]) =>
  range.map((minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`).join('-');
const two = (value: number) => String(value).padStart(2, '0');

const isUsed = ({ steps }: Policy, name: string): boolean =>
  name === 'default' || channels.some((channel) => channel === name) || steps.some(({ window }) => window === name);

function notWhole(path: string, weights: readonly number[]): readonly PolicyProblem[] {
  const value = weights.reduce((sum, weight) => sum + weight, 0);
  return value === 100 ? [] : [{ path, value, ...expecting('weights') }];
}

/** Names that the sections outside the ladder use: of steps, and each once. */
function checkReferences({ steps, interest, care, priority, risk, quadrants }: Policy): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [
    ...repeated(
      'care',
      (care ?? []).map(({ id }) => id),
      '.id',
    ),
  ];
  const claimedFrom = interest?.claimedFrom ?? null;
  if (claimedFrom !== null && !steps.some(({ id }) => id === claimedFrom)) {
    problems.push({ path: 'interest.claimedFrom', value: claimedFrom, ...expecting('stepOrNull') });
  }
  if (priority !== undefined) {
    const { target, cost, solvency, relationship } = priority;
    problems.push(...notWhole('priority', [target, cost, solvency, relationship]));
  }
  if (risk !== undefined) problems.push(...notWhole('risk', [risk.habits, risk.history, risk.market]));
  if (quadrants !== undefined && quadrants.easyBelowDays > quadrants.hardAboveDays) {
    const expected = expecting('easyBelowHard', { days: quadrants.hardAboveDays });
    problems.push({ path: 'quadrants.easyBelowDays', value: quadrants.easyBelowDays, ...expected });
  }
  for (const [currency, low] of Object.entries(quadrants?.low ?? {})) {
    const high = quadrants?.high[currency];
    if (high === undefined || low <= high) continue;
    problems.push({ path: `quadrants.low.${currency}`, value: low, ...expecting('lowBelowHigh') });
  }
  return problems;
}
