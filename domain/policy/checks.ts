import type { Channel } from '../channels';
import type { StepEffect } from '../plan';
import { isMessage, ladderDays } from './ladder';
import type { PolicyProblem } from './problem';
import type { Policy, PolicyStep } from './schema';

// No contact at night, whatever a policy says: before 08:00 and from 20:00 (U1).
const earliestMinute = 8 * 60;
const latestMinute = 20 * 60;

const effectChannels: Readonly<Record<StepEffect, readonly Channel[]>> = {
  sendReminder: ['email', 'sms', 'whatsapp', 'voice', 'wechat', 'fax'],
  sendLetter: ['letter', 'fax', 'email'],
  openCallTask: ['call'],
  openVisitTask: ['visit'],
  escalateToManager: ['internal'],
  instructLawyer: ['internal'],
  openReviewTask: ['internal'],
};

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
    ...policy.steps.flatMap((step, index) => checkStep(policy, step, `steps.${index}`)),
    ...checkOrder(policy),
  ];
}

function repeated(path: string, names: readonly string[], suffix = ''): readonly PolicyProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: `${path}.${index}${suffix}`, value: name, expected: 'each name once' }],
  );
}

function checkWindows({ windows }: Policy): readonly PolicyProblem[] {
  return Object.entries(windows).flatMap(([name, window]) =>
    (window?.ranges ?? []).flatMap((range, index, ranges): PolicyProblem[] => {
      const fault = (expected: string) => [{ path: `windows.${name}.ranges.${index}`, value: clock(range), expected }];
      if (range[0] < earliestMinute || range[1] > latestMinute) return fault('hours between 08:00 and 20:00 (U1)');
      if (range[0] < (ranges[index - 1]?.[1] ?? 0)) return fault('ascending hours that do not overlap');
      return [];
    }),
  );
}

const clock = (range: readonly [number, number]) =>
  range.map((minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`).join('-');
const two = (value: number) => String(value).padStart(2, '0');

/** A step by itself: do its effect, channel, template, task and addressee fit together? */
function checkStep(policy: Policy, step: PolicyStep, path: string): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const need = (holds: boolean, field: string, value: unknown, expected: string) => {
    if (!holds) problems.push({ path: `${path}.${field}`, value, expected });
  };
  const message = isMessage(step);
  const internal = step.channel === 'internal';
  const fitting = effectChannels[step.effect];
  need(policy.stages.includes(step.stage), 'stage', step.stage, `one of the stages ${policy.stages.join(', ')}`);
  need(fitting.includes(step.channel), 'channel', step.channel, `a channel for ${step.effect}: ${fitting.join(', ')}`);
  step.fallback.forEach((channel, index) => {
    const other = channel !== step.channel && step.fallback.indexOf(channel) === index;
    need(other && fitting.includes(channel), `fallback.${index}`, channel, `another channel for ${step.effect}`);
  });
  need(message === (step.template !== undefined), 'template', step.template, message ? 'a template' : 'no template');
  need(message !== (step.task !== undefined), 'task', step.task, message ? 'no task' : 'a task with its deadline');
  need(message || step.payByDays === undefined, 'payByDays', step.payByDays, 'nothing: only messages set a deadline');
  need(
    internal === (step.addressee === undefined),
    'addressee',
    step.addressee,
    internal ? 'nobody: the step stays inside our own house' : 'a role in the contact matrix of the debtor',
  );
  need(
    !(step.entry && internal),
    'entry',
    step.entry,
    'false: no case enters the ladder at an escalation or legal step',
  );
  step.when.forEach((condition, index) => {
    const inOneCurrency = step.when.some((other) => other.fact === 'currency' && other.in.length === 1);
    const fact = condition.fact;
    need(
      fact !== 'openBalanceMinor' || inOneCurrency,
      `when.${index}.fact`,
      fact,
      'a condition on one currency beside it',
    );
  });
  return problems;
}

/** The ladder as a whole: days, stages and severity only rise, and deadlines end before the next step. */
function checkOrder({ steps, stages }: Policy): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const days = ladderDays(steps);
  steps.forEach((step, index) => {
    const at = (field: string, value: unknown, expected: string) =>
      problems.push({ path: `steps.${index}.${field}`, value, expected });
    if (step.after !== undefined && !steps.slice(0, index).some(({ id }) => id === step.after?.step)) {
      at('after.step', step.after.step, 'the id of an earlier step');
    }
    const previous = steps[index - 1];
    const day = days.get(step.id);
    const previousDay = previous === undefined ? undefined : days.get(previous.id);
    if (previous !== undefined && day !== undefined && previousDay !== undefined && day < previousDay) {
      at(step.day === undefined ? 'after' : 'day', day, `${previousDay} or later, the day of ${previous.id} before it`);
    }
    if (previous !== undefined && step.severity < previous.severity) {
      at('severity', step.severity, `${previous.severity} or more, as ${previous.id} before it (S79)`);
    }
    if (previous !== undefined && stages.indexOf(step.stage) < stages.indexOf(previous.stage)) {
      at('stage', step.stage, `${previous.stage} or a later stage, as ${previous.id} before it`);
    }
    const nextDay = steps
      .slice(index + 1)
      .map(({ id }) => days.get(id))
      .find((later) => later !== undefined && day !== undefined && later > day);
    if (step.payByDays !== undefined && day !== undefined && nextDay !== undefined && day + step.payByDays > nextDay) {
      at('payByDays', step.payByDays, `a deadline that ends by day ${nextDay}, when the next step follows`);
    }
  });
  return problems;
}
