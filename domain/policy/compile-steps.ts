import { DomainError } from '../errors';
import type { CaseTiming, PlanStep, StepCondition, StepOffer } from '../plan';
import { withUnreadRow } from './channel-fields';
import { followedBy, isMilestone, ladderDays } from './ladder';
import type { Policy, PolicyStep } from './schema';

/** One row of the ladder to be: a step, its occurrence, and its day on the stage clock. */
interface Row {
  readonly step: PolicyStep;
  readonly occurrence: number;
  readonly day: number;
}

/**
 * The rows of the ladder in the order of their days: repetitions become rows of their own (S174–S176). Left out are repetitions
 * closer than the least gap to a milestone, and, where the stage caps severity, what a motive would bring forward (X37).
 */
export function compileSteps(policy: Policy): readonly PlanStep[] {
  const days = ladderDays(policy.steps);
  const milestones = policy.steps.filter(isMilestone).flatMap((step) => {
    const day = days.get(step.id);
    return day === undefined ? [] : [{ day, severity: step.severity }];
  });
  return policy.steps
    .flatMap((step) => rowsOf(step, days.get(step.id)))
    .filter((row) => !crowdsMilestone(policy, milestones, row) && !overtakesStage(policy, milestones, row))
    .sort((a, b) => a.day - b.day)
    .flatMap((row) => withUnreadRow(compileRow(policy, row)))
    .sort((a, b) => a.day - b.day);
}

function rowsOf(step: PolicyStep, day: number | undefined): Row[] {
  if (step.halfTerm === true || step.event !== undefined) return [{ step, occurrence: 1, day: 0 }];
  if (day === undefined) throw new DomainError('uncheckedPolicy', `Step ${step.id} follows no earlier step`);
  const rows: Row[] = [{ step, occurrence: 1, day }];
  if (step.repeat === undefined) return rows;
  const { everyDays, untilDay } = step.repeat;
  for (let at = day + everyDays; at <= untilDay; at += everyDays) {
    rows.push({ step, occurrence: rows.length + 1, day: at });
  }
  return rows;
}

type Milestones = readonly { readonly day: number; readonly severity: number }[];

const crowdsMilestone = (policy: Policy, milestones: Milestones, { step, day }: Row): boolean =>
  step.repeat !== undefined && milestones.some((other) => Math.abs(other.day - day) < policy.minGapDays.value);

/** Whether a step for a motive is harder than the stage is on that day. */
function overtakesStage(policy: Policy, milestones: Milestones, { step, day }: Row): boolean {
  const forMotive = step.when.some(({ fact }) => fact === 'motive');
  if (!forMotive || policy.precedence.motive === 'motiveFirst') return false;
  const reached = milestones.filter((other) => other.day <= day);
  const cap = reached.length > 0 ? reached : milestones.slice(0, 1);
  return cap.length > 0 && step.severity > Math.max(...cap.map(({ severity }) => severity));
}

function compileRow(policy: Policy, { step, occurrence, day }: Row): PlanStep {
  const { after, task, tone, payBy, requires, window, attach, whatsapp, readWithin } = step;
  const timing = timingOf(step);
  const instead = insteadOf(policy, step);
  return {
    id: step.id,
    occurrence,
    day,
    ...(timing === null ? {} : { timing }),
    ...(after === undefined ? {} : { after: { steps: followedBy(step), days: after.days } }),
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
    ...(tone === undefined ? {} : { tone }),
    ...(payBy === undefined ? {} : { payBy }),
    ...(step.offer === undefined ? {} : { offer: compileOffer(step.offer) }),
    ...(requires === undefined ? {} : { requires }),
    ...(instead.length === 0 ? {} : { instead }),
    ...(isReviewed(policy, step) ? { review: true } : {}),
    ...(window === undefined ? {} : { window }),
    ...(attach === undefined ? {} : { attach }),
    ...(whatsapp === undefined ? {} : { whatsapp }),
    ...(readWithin === undefined ? {} : { readWithin }),
    when: step.when.map(compileCondition),
    approval: step.approval ?? null,
    task:
      task === undefined
        ? null
        : { deadlineDays: task.deadlineDays, escalateTo: task.escalateTo ?? null, blocks: task.blocks },
    sources: [...(step.sources ?? []), ...(step.ownChoice === undefined ? [] : [step.ownChoice])],
  };
}

function timingOf({ halfTerm, event }: PolicyStep): CaseTiming | null {
  if (halfTerm === true) return { kind: 'halfTerm' };
  return event === undefined ? null : { kind: 'event', event: event.name, days: event.days };
}

const isReviewed = (policy: Policy, step: PolicyStep): boolean =>
  step.template !== undefined && (step.reviewMessage === true || policy.reviewMessages?.value === true);

/** A quadrant takes the place of a stage's step only where the policy says that quadrants come first (X18). */
const insteadOf = ({ precedence }: Policy, step: PolicyStep): readonly string[] =>
  precedence.quadrant === 'stageFirst' && step.when.some(({ fact }) => fact === 'quadrant') ? [] : (step.instead ?? []);

function compileOffer({ percent, of, plan, validity }: NonNullable<PolicyStep['offer']>): StepOffer {
  return {
    ...(percent === undefined ? {} : { percent }),
    ...(of === undefined ? {} : { of }),
    ...(plan === undefined ? {} : { plan }),
    validity,
  };
}

/** A condition without the fields that its author left out. */
export function compileCondition(condition: PolicyStep['when'][number]): StepCondition {
  if ('atLeast' in condition || 'below' in condition) {
    const { fact, atLeast, below } = condition;
    return { fact, ...(atLeast === undefined ? {} : { atLeast }), ...(below === undefined ? {} : { below }) };
  }
  const listed = { in: undefined, notIn: undefined, ...condition };
  return {
    fact: listed.fact,
    ...(listed.in === undefined ? {} : { in: listed.in }),
    ...(listed.notIn === undefined ? {} : { notIn: listed.notIn }),
  };
}
