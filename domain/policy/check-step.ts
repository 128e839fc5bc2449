import { type Channel, sendingChannels } from '../channels';
import { contactRoles } from '../contact/matrix';
import type { StepEffect } from '../plan';
import { type Need, checkChannelFields } from './channel-fields';
import { isMessage } from './ladder';
import { type PolicyProblem, describing, expecting } from './problem';
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
  const need: Need = (holds, field, value, code, ...parameters) => {
    if (!holds) problems.push({ path: `${path}.${field}`, value, ...expecting(code, ...parameters) });
  };
  const message = isMessage(step);
  const internal = step.channel === 'internal';
  const fitting = effectChannels[step.effect];
  need(policy.stages.includes(step.stage), 'stage', step.stage, 'stageOf', { stages: policy.stages.join(', ') });
  const { effect } = step;
  need(fitting.includes(step.channel), 'channel', step.channel, 'channelFor', { effect, channels: fitting.join(', ') });
  step.fallback.forEach((channel, index) => {
    const other = channel !== step.channel && step.fallback.indexOf(channel) === index;
    need(other && fitting.includes(channel), `fallback.${index}`, channel, 'otherChannel', { effect });
  });
  need(!message || step.template !== undefined, 'template', step.template, 'template');
  need(!internal || step.template === undefined, 'template', step.template, 'noTemplate');
  need(message || step.reviewMessage === undefined, 'reviewMessage', step.reviewMessage, 'noMessage');
  need(message !== (step.task !== undefined), 'task', step.task, message ? 'noTask' : 'task');
  need(internal || step.tone !== undefined, 'tone', step.tone, 'tone');
  need(!internal || step.payBy === undefined, 'payBy', step.payBy, 'inHouse');
  need(!internal || step.offer === undefined, 'offer', step.offer, 'inHouse');
  need(step.window === undefined || policy.windows[step.window] !== undefined, 'window', step.window, 'windowOf', {
    windows: Object.keys(policy.windows).join(', '),
  });
  need(internal === (step.addressee === undefined), 'addressee', step.addressee, internal ? 'nobody' : 'addressee');
  need(
    step.addressee === undefined || contactRoles.some((role) => role === step.addressee),
    'addressee',
    step.addressee,
    'roleOf',
    { roles: contactRoles.join(', ') },
  );
  need(!(step.entry && internal), 'entry', step.entry, 'noEntry');
  checkChannelFields(policy, step, need);
  checkConditions(policy, step, need);
  if (!areSatisfiable(step.when)) {
    problems.push({ path: `${path}.when`, ...describing('found.conditions'), ...expecting('satisfiable') });
  }
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

/** Conditions that ask for facts that somebody supplies. */
function checkConditions(policy: Policy, step: PolicyStep, need: Need): void {
  step.when.forEach((condition, index) => {
    const inOneCurrency = step.when.some((other) => other.fact === 'currency' && other.in?.length === 1);
    const fact = condition.fact;
    need(fact !== 'openBalanceMinor' || inOneCurrency, `when.${index}.fact`, fact, 'oneCurrency');
    const section = sectionOf[fact];
    if (section === undefined) return;
    need(policy[section] !== undefined, `when.${index}.fact`, fact, 'section', { section });
  });
}

/** What a step says of other steps. */
function checkOtherSteps(policy: Policy, step: PolicyStep, need: Need): void {
  (step.instead ?? []).forEach((id, index) => {
    const other = id !== step.id && policy.steps.some((known) => known.id === id);
    need(other, `instead.${index}`, id, 'otherStep');
  });
  const offered = policy.steps.some(({ offer }) => offer !== undefined);
  const afterOffer = (step.requires ?? []).includes('offerExpired');
  need(!afterOffer || offered, 'requires', 'offerExpired', 'stepWithOffer');
}

function checkRepeat({ repeat, day, after }: PolicyStep, need: Need): void {
  if (repeat === undefined) return;
  need(day !== undefined || after !== undefined, 'repeat', 'repeat', 'repeatFrom');
  const from = day ?? 0;
  need(repeat.untilDay >= from + repeat.everyDays, 'repeat.untilDay', repeat.untilDay, 'roomToRepeat');
  const rows = (repeat.untilDay - from) / repeat.everyDays;
  need(rows < mostRepetitions, 'repeat', repeat.everyDays, 'fewerRepetitions', { repetitions: mostRepetitions });
}
