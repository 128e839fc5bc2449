import { type Channel, sendingChannels } from '../channels';
import { contactRoles } from '../contact/matrix';
import type { StepEffect } from '../plan';
import { checkChannelFields } from './channel-fields';
import { isMessage } from './ladder';
import type { PolicyProblem } from './problem';
import { areSatisfiable } from './satisfiable';
import type { Policy, PolicyStep } from './schema';

const effectChannels: Readonly<Record<StepEffect, readonly Channel[]>> = {
  sendReminder: sendingChannels.filter((channel) => channel !== 'letter'),
  sendLetter: ['letter', 'email'],
  // A person calls, or writes where only people do.
  openCallTask: ['call', 'wechat', 'fax'],
  openVisitTask: ['visit'],
  escalateToManager: ['internal'],
  instructLawyer: ['internal'],
  openReviewTask: ['internal'],
};

// More rows than a year has weeks say that an interval was meant to be something else.
const mostRepetitions = 60;

/** A step by itself: do its effect, channel, template, task and addressee fit together? */
export function checkStep(policy: Policy, step: PolicyStep, path: string): readonly PolicyProblem[] {
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
  need(!message || step.template !== undefined, 'template', step.template, 'a template');
  need(!internal || step.template === undefined, 'template', step.template, 'no template: nobody reads or hears it');
  need(
    message || step.reviewMessage === undefined,
    'reviewMessage',
    step.reviewMessage,
    'nothing: it writes no message',
  );
  need(message !== (step.task !== undefined), 'task', step.task, message ? 'no task' : 'a task with its deadline');
  need(internal || step.tone !== undefined, 'tone', step.tone, 'a tone: a debtor reads or hears this (S79)');
  need(!internal || step.payBy === undefined, 'payBy', step.payBy, 'nothing: the step stays inside our own house');
  need(!internal || step.offer === undefined, 'offer', step.offer, 'nothing: the step stays inside our own house');
  need(
    step.window === undefined || policy.windows[step.window] !== undefined,
    'window',
    step.window,
    `one of the windows ${Object.keys(policy.windows).join(', ')}`,
  );
  need(
    internal === (step.addressee === undefined),
    'addressee',
    step.addressee,
    internal ? 'nobody: the step stays inside our own house' : 'a role in the contact matrix of the debtor',
  );
  need(
    step.addressee === undefined || contactRoles.some((role) => role === step.addressee),
    'addressee',
    step.addressee,
    `one of the roles ${contactRoles.join(', ')}`,
  );
  need(
    !(step.entry && internal),
    'entry',
    step.entry,
    'false: no case enters the ladder at an escalation or legal step',
  );
  checkChannelFields(policy, step, need);
  checkConditions(policy, step, need);
  checkRepeat(step, need);
  checkOtherSteps(policy, step, need);
  return problems;
}

/** Facts that a section of the policy computes. */
const sectionOf: Readonly<
  Partial<Record<PolicyStep['when'][number]['fact'], 'sizes' | 'quadrants' | 'routes' | 'risk'>>
> = {
  size: 'sizes',
  quadrant: 'quadrants',
  route: 'routes',
  riskScore: 'risk',
};

type Need = (holds: boolean, field: string, value: unknown, expected: string) => void;

/** Conditions that contradict nothing and ask for facts that somebody supplies. */
function checkConditions(policy: Policy, step: PolicyStep, need: Need): void {
  step.when.forEach((condition, index) => {
    const inOneCurrency = step.when.some((other) => other.fact === 'currency' && other.in?.length === 1);
    const fact = condition.fact;
    need(
      fact !== 'openBalanceMinor' || inOneCurrency,
      `when.${index}.fact`,
      fact,
      'a condition on one currency beside it',
    );
    const section = sectionOf[fact];
    need(
      section === undefined || policy[section] !== undefined,
      `when.${index}.fact`,
      fact,
      `a section ${section} in the policy, which supplies it`,
    );
  });
  need(areSatisfiable(step.when), 'when', 'conditions', 'conditions that some case meets');
}

/** What a step says of other steps. */
function checkOtherSteps(policy: Policy, step: PolicyStep, need: Need): void {
  (step.instead ?? []).forEach((id, index) => {
    const other = id !== step.id && policy.steps.some((known) => known.id === id);
    need(other, `instead.${index}`, id, 'the id of another step');
  });
  const offered = policy.steps.some(({ offer }) => offer !== undefined);
  const afterOffer = (step.requires ?? []).includes('offerExpired');
  need(!afterOffer || offered, 'requires', 'offerExpired', 'a step with an offer in the policy');
}

function checkRepeat({ repeat, day, after }: PolicyStep, need: Need): void {
  if (repeat === undefined) return;
  need(
    day !== undefined || after !== undefined,
    'repeat',
    'repeat',
    'a step with a day or after, from which to repeat',
  );
  const from = day ?? 0;
  need(
    repeat.untilDay >= from + repeat.everyDays,
    'repeat.untilDay',
    repeat.untilDay,
    'a day that leaves room to repeat',
  );
  const rows = (repeat.untilDay - from) / repeat.everyDays;
  need(
    rows < mostRepetitions,
    'repeat',
    repeat.everyDays,
    `an interval with fewer than ${mostRepetitions} repetitions`,
  );
}
