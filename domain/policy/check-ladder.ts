import { tones, type Validity } from '../plan';
import { followedBy, isMilestone, ladderDays } from './ladder';
import { type PolicyProblem, expecting } from './problem';
import { areSatisfiable, canMeetBoth } from './satisfiable';
import type { Policy, PolicyStep } from './schema';

type Days = ReadonlyMap<string, number>;

/** The ladder as a whole: for every case days, stages, severity and tone only rise, no two steps meet, and deadlines end before the next step. */
export function checkLadder({ steps, stages }: Policy): readonly PolicyProblem[] {
  const days = ladderDays(steps);
  return steps.flatMap((step, index) => {
    const earlier = steps.slice(0, index);
    const met = earlier.filter((other) => canMeetBoth(other, step));
    return [
      ...checkFollowed(step, earlier),
      ...checkDay(step, earlier, days),
      ...checkRising(step, met, stages),
      ...checkSameDay(step, met, days),
      ...checkDeadline(step, steps.slice(index + 1), days),
    ].map((problem) => ({ ...problem, path: `steps.${index}.${problem.path}` }));
  });
}

/** What a step follows comes before it, and some case takes both. */
function checkFollowed(step: PolicyStep, earlier: readonly PolicyStep[]): readonly PolicyProblem[] {
  const ids = followedBy(step);
  const unknown = ids.filter((id) => !earlier.some((other) => other.id === id));
  if (unknown.length > 0) {
    return unknown.map((value) => ({ path: 'after.step', value, ...expecting('earlierStep') }));
  }
  if (ids.length === 0) return [];
  const reachable = earlier.some((other) => ids.includes(other.id) && areSatisfiable([...other.when, ...step.when]));
  return reachable ? [] : [{ path: 'after.step', value: ids.join(', '), ...expecting('reachableStep') }];
}

function checkDay(step: PolicyStep, earlier: readonly PolicyStep[], days: Days): readonly PolicyProblem[] {
  const day = days.get(step.id);
  const previous = earlier.findLast(({ id }) => days.has(id));
  const previousDay = previous === undefined ? undefined : days.get(previous.id);
  if (previous === undefined || previousDay === undefined || day === undefined || day >= previousDay) return [];
  const expected = expecting('laterDay', { day: previousDay, step: previous.id });
  return [{ path: step.day === undefined ? 'after' : 'day', value: day, ...expected }];
}

function checkRising(
  step: PolicyStep,
  met: readonly PolicyStep[],
  stages: readonly string[],
): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const harder = met.findLast(({ severity }) => severity > step.severity);
  if (harder !== undefined) {
    const expected = expecting('risingSeverity', { severity: harder.severity, step: harder.id });
    problems.push({ path: 'severity', value: step.severity, ...expected });
  }
  const toneOf = ({ tone }: PolicyStep) => (tone === undefined ? -1 : tones.indexOf(tone));
  const sharper = met.findLast((other) => toneOf(other) > toneOf(step));
  if (sharper?.tone !== undefined && step.tone !== undefined) {
    const expected = expecting('risingTone', { tone: sharper.tone, step: sharper.id });
    problems.push({ path: 'tone', value: step.tone, ...expected });
  }
  const later = met.findLast(({ stage }) => stages.indexOf(stage) > stages.indexOf(step.stage));
  if (later !== undefined) {
    const expected = expecting('laterStage', { stage: later.stage, step: later.id });
    problems.push({ path: 'stage', value: step.stage, ...expected });
  }
  return problems;
}

/** Two steps of one case on one day that no rule separates (X7). Repetitions give way to milestones by themselves. */
function checkSameDay(step: PolicyStep, met: readonly PolicyStep[], days: Days): readonly PolicyProblem[] {
  const day = days.get(step.id);
  if (day === undefined) return [];
  const other = met.find(({ id, repeat }) => id !== step.id && days.get(id) === day && repeat === undefined);
  if (other === undefined || step.repeat !== undefined) return [];
  const expected = expecting('otherDay', { step: other.id });
  return [{ path: step.day === undefined ? 'after' : 'day', value: day, ...expected }];
}

// The longest that each can last: a week that has too few bank days left, a Monday behind a holiday week.
const longestDays = { endOfDay: 0, endOfWeek: 6, nextMonday: 13 } as const;
const lengthOf = (validity: Validity): number => ('days' in validity ? validity.days : longestDays[validity.until]);

/** A deadline ends before the next harder milestone of the plan (R30); the case waits for it in any event. */
function checkDeadline(step: PolicyStep, later: readonly PolicyStep[], days: Days): readonly PolicyProblem[] {
  const day = days.get(step.id);
  if (step.payBy === undefined || day === undefined) return [];
  const nextDay = later
    .filter((other) => isMilestone(other) && other.severity > step.severity)
    .map(({ id }) => days.get(id))
    .find((other) => other !== undefined && other > day);
  const length = lengthOf(step.payBy);
  if (nextDay === undefined || day + length <= nextDay) return [];
  return [{ path: 'payBy', value: length, ...expecting('shorterDeadline', { day: nextDay }) }];
}
