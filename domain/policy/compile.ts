import type { Channel } from '../channels';
import { DomainError } from '../errors';
import type { ContactWindow, Plan, PlanStep, StepCondition } from '../plan';
import { ladderDays } from './ladder';
import type { Policy, PolicyStep } from './schema';

/**
 * The plan that a case pins: all variants of the ladder with their conditions, plain JSON. `hash` is the policy's content
 * hash over document and templates. @throws DomainError when `policy` was not checked by `parsePolicy`.
 */
export function compilePlan(policy: Policy, hash: string): Plan {
  const days = ladderDays(policy.steps);
  return {
    v: 1,
    policy: policy.policy,
    version: policy.version,
    hash,
    stages: policy.stages,
    minGapDays: policy.minGapDays.value,
    reviewEveryDays: policy.reviewEveryDays.value,
    catchUp: policy.catchUp.value,
    promiseGraceBankDays: policy.promiseGraceBankDays.value,
    unknownAfterHours: policy.unknownAfterHours.value,
    windows: compileWindows(policy),
    caps: {
      perDay: policy.caps.perDay,
      per7Days: policy.caps.per7Days,
      per30Days: policy.caps.per30Days,
      gapHours: policy.caps.gapHours,
    },
    review: { role: policy.review.role, deadlineDays: policy.review.deadlineDays },
    steps: policy.steps.map((step) => compileStep(step, days.get(step.id))),
  };
}

function compileWindows({ windows }: Policy): Readonly<Record<Channel, ContactWindow>> {
  const windowOf = (channel: Channel): ContactWindow => {
    const window = windows[channel] ?? windows.default;
    if (window === undefined) throw new DomainError('uncheckedPolicy', `No contact window for ${channel}`);
    return { ranges: window.ranges, workingDaysOnly: window.workingDaysOnly };
  };
  return {
    email: windowOf('email'),
    sms: windowOf('sms'),
    whatsapp: windowOf('whatsapp'),
    voice: windowOf('voice'),
    letter: windowOf('letter'),
    call: windowOf('call'),
    visit: windowOf('visit'),
    wechat: windowOf('wechat'),
    fax: windowOf('fax'),
    internal: windowOf('internal'),
  };
}

function compileStep(step: PolicyStep, day: number | undefined): PlanStep {
  if (day === undefined) throw new DomainError('uncheckedPolicy', `Step ${step.id} follows no earlier step`);
  const { after, payByDays, task } = step;
  return {
    id: step.id,
    day,
    ...(after === undefined ? {} : { after }),
    stage: step.stage,
    effect: step.effect,
    channel: step.channel,
    fallback: step.fallback,
    role: step.role,
    addressee: step.addressee ?? 'nobody',
    severity: step.severity,
    formal: step.formal,
    entry: step.entry,
    template: step.template ?? null,
    ...(payByDays === undefined ? {} : { payByDays }),
    when: step.when.map(compileCondition),
    approval: step.approval ?? null,
    task:
      task === undefined
        ? null
        : { deadlineDays: task.deadlineDays, escalateTo: task.escalateTo ?? null, blocks: task.blocks },
    sources: [...(step.sources ?? []), ...(step.ownChoice === undefined ? [] : [step.ownChoice])],
  };
}

function compileCondition(condition: PolicyStep['when'][number]): StepCondition {
  if ('in' in condition) return { fact: condition.fact, in: condition.in };
  const { fact, atLeast, below } = condition;
  return { fact, ...(atLeast === undefined ? {} : { atLeast }), ...(below === undefined ? {} : { below }) };
}
