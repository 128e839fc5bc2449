import { creditorDayOf, type Calendar } from './calendar';
import type { CaseState } from './case-state';
import { conditionsHold, dependOnDay } from './conditions';
import { dayOfStage, heldUntil } from './holds';
import type { Plan, PlanStep, Requirement } from './plan';
import { firstAllowed, slotOf, type Moment } from './step-timing';
import { addDays, epochMinute, type EpochDay, type EpochMinute } from './time';

/** The step to perform next, when, and what it passes over; or why there is none. */
export type StepChoice =
  | {
      readonly kind: 'step';
      readonly step: PlanStep;
      readonly index: number;
      readonly at: EpochMinute;
      readonly passedOver: readonly string[];
      /** Whether the case enters here past steps that were due before. */
      readonly entry: boolean;
    }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'held' }
  | { readonly kind: 'needCalendar'; readonly through: EpochDay };

type Candidate = { readonly step: PlanStep; readonly index: number };

const isPreDue = (step: PlanStep): boolean => step.day < 0;

/** A pre-due step is missed when its date is before the invoice, lies under a hold, or would move to the due date or later (decisions 2.18, Y10). */
function isPreDueMissed(plan: Plan, state: CaseState, calendar: Calendar, step: PlanStep, now: EpochMinute): boolean {
  const date = addDays(state.dueDay, step.day);
  if (date < state.invoiceDay || heldUntil(state.held, date) !== null) return true;
  const slot = slotOf(plan, state, calendar, step);
  if (slot.kind !== 'at') return slot.kind === 'held';
  const moved = slot.at >= now ? slot : firstAllowed(plan, state, calendar, step, now);
  return moved.kind === 'held' || (moved.kind === 'at' && creditorDayOf(calendar, moved.at) >= state.dueDay);
}

const wasTaken = (state: CaseState, id: string): boolean =>
  state.performed.some((done) => done.step === id && done.outcome !== 'refused');

/**
 * Whether the case may take the step at all: what it follows was performed, what it requires is there, its conditions hold,
 * and no other step stands in its place. Conditions that change with age are judged on the step's own day while that lies ahead.
 */
function isPossible(plan: Plan, state: CaseState, step: PlanStep, today: EpochDay): boolean {
  const { after } = step;
  if (after !== undefined && !after.steps.some((id) => wasTaken(state, id))) return false;
  if (step.requires !== undefined && !meetsRequirements(state, step.requires)) return false;
  if (step.when.length > 0 && !conditionsHold(step.when, { plan, state, day: dayOfJudgement(state, step, today) })) {
    return false;
  }
  return !isReplaced(plan, state, step, today);
}

const meetsRequirements = (state: CaseState, requires: readonly Requirement[]): boolean =>
  requires.every((what) => (what === 'evidence' ? state.facts.evidence !== 'incomplete' : state.offers.length > 0));

function dayOfJudgement(state: CaseState, step: PlanStep, today: EpochDay): EpochDay {
  if (!dependOnDay(step.when)) return today;
  const own = dayOfStage(state.dueDay, state.held, step.day);
  return own === null || own < today ? today : own;
}

// A plan never changes; its steps are asked for at every look, thousands of times in a comparison.
const replacementsByPlan = new WeakMap<Plan, ReadonlyMap<string, readonly PlanStep[]>>();

/** The steps of a plan that stand in the place of others, by the id of the one that they replace. */
function replacementsIn(plan: Plan): ReadonlyMap<string, readonly PlanStep[]> {
  const known = replacementsByPlan.get(plan);
  if (known !== undefined) return known;
  const found = new Map<string, PlanStep[]>();
  for (const step of plan.steps)
    for (const replaced of step.instead ?? []) found.set(replaced, [...(found.get(replaced) ?? []), step]);
  replacementsByPlan.set(plan, found);
  return found;
}

/** Whether a step that says so stands in the place of this one: its conditions hold, or it was performed. */
function isReplaced(plan: Plan, state: CaseState, step: PlanStep, today: EpochDay): boolean {
  const others = replacementsIn(plan).get(step.id);
  if (others === undefined) return false;
  return others.some(
    (other) =>
      wasTaken(state, other.id) ||
      conditionsHold(other.when, { plan, state, day: dayOfJudgement(state, other, today) }),
  );
}

/** The latest step whose slot has come and at which a case may enter; the gate where there is none (decisions 2.16). */
function latestDue(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  candidates: readonly Candidate[],
  gate: Candidate,
  now: EpochMinute,
): Candidate {
  if (plan.catchUp === 'fromStart') return gate;
  for (let i = candidates.length - 1; i > 0; i -= 1) {
    const candidate = candidates[i];
    if (candidate === undefined || !candidate.step.entry) continue;
    const slot = slotOf(plan, state, calendar, candidate.step);
    if (slot.kind === 'at' && slot.at <= now) return candidate;
  }
  return gate;
}

function remainingSteps(plan: Plan, state: CaseState, calendar: Calendar, now: EpochMinute): Candidate[] {
  const today = creditorDayOf(calendar, now);
  const candidates: Candidate[] = [];
  for (let index = state.nextIndex; index < plan.steps.length; index += 1) {
    const step = plan.steps[index];
    if (step === undefined || !isPossible(plan, state, step, today)) continue;
    if (isPreDue(step) && isPreDueMissed(plan, state, calendar, step, now)) continue;
    candidates.push({ step, index });
  }
  return candidates;
}

const passedOverBefore = (plan: Plan, state: CaseState, chosen: Candidate, today: EpochDay): string[] =>
  plan.steps
    .slice(state.nextIndex, chosen.index)
    .filter((step) => isPossible(plan, state, step, today))
    .map((step) => step.id);

/** One look at instant `at`: the step that would be performed and the earliest instant for it. */
function lookAt(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  at: EpochMinute,
): { chosen: Candidate; gate: Candidate; moment: Moment } | null {
  const candidates = remainingSteps(plan, state, calendar, at);
  const gate = candidates[0];
  if (gate === undefined) return null;
  const gateSlot = slotOf(plan, state, calendar, gate.step);
  if (gateSlot.kind !== 'at' || gateSlot.at > at) return { chosen: gate, gate, moment: gateSlot };
  const chosen = latestDue(plan, state, calendar, candidates, gate, at);
  const moment = firstAllowed(plan, state, calendar, chosen.step, at);
  if (moment.kind !== 'at' || moment.at <= at || plan.catchUp === 'fromStart') return { chosen, gate, moment };
  return { chosen, gate, moment: earliestSlot(plan, state, calendar, candidates, { after: at, before: moment }) };
}

/** The first slot of an entry step that comes while the chosen step still waits for its hours: it is then the latest due. */
function earliestSlot(
  plan: Plan,
  state: CaseState,
  calendar: Calendar,
  candidates: readonly Candidate[],
  { after, before }: { readonly after: EpochMinute; readonly before: Moment & { readonly kind: 'at' } },
): Moment {
  let earliest = before;
  for (const { step } of candidates) {
    if (!step.entry) continue;
    const slot = slotOf(plan, state, calendar, step);
    if (slot.kind === 'at' && slot.at > after && slot.at < earliest.at) earliest = slot;
  }
  return earliest;
}

/**
 * Which step comes next and when. The first remaining possible step is the gate; once its slot has come, the latest step
 * whose slot has also come is chosen. The look is repeated at the instant it announces until it stands still, so that a
 * wait is a fixpoint: asked again at that instant with nothing changed, the same step is performed (decisions 2.16, 2.17).
 */
export function chooseStep(plan: Plan, state: CaseState, calendar: Calendar, now: EpochMinute): StepChoice {
  let at = state.deferral === null ? now : epochMinute(Math.max(now, state.deferral.until));
  for (;;) {
    const look = lookAt(plan, state, calendar, at);
    if (look === null) return { kind: 'exhausted' };
    if (look.moment.kind !== 'at') return look.moment;
    if (look.moment.at <= at) {
      const { chosen, gate } = look;
      return {
        kind: 'step',
        ...chosen,
        at,
        passedOver: passedOverBefore(plan, state, chosen, creditorDayOf(calendar, at)),
        entry: chosen.index !== gate.index,
      };
    }
    at = look.moment.at;
  }
}
