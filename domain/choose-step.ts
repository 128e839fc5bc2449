import { creditorDayOf, type Calendar } from './calendar';
import { wasTaken, type CaseState } from './case-state';
import { conditionsHold, dependOnDay } from './conditions';
import { dayOfStage, heldUntil, stageDayOf } from './holds';
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

const hasTaken = (state: CaseState, id: string): boolean =>
  state.performed.some((done) => done.step === id && wasTaken(done));

/**
 * Whether the case may take the step at all: what it follows was performed, what it requires is there, its conditions hold,
 * and no other step stands in its place. Conditions that change with age are judged on the step's own day while that lies ahead.
 */
function isPossible(plan: Plan, state: CaseState, step: PlanStep, today: EpochDay): boolean {
  const { after } = step;
  if (after !== undefined && !after.steps.some((id) => hasTaken(state, id))) return false;
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
      hasTaken(state, other.id) ||
      conditionsHold(other.when, { plan, state, day: dayOfJudgement(state, other, today) }),
  );
}

/** One look at a case: at which instant, on which day of the creditor, and what the stage clock shows then. */
interface Look {
  readonly plan: Plan;
  readonly state: CaseState;
  readonly calendar: Calendar;
  readonly at: EpochMinute;
  readonly today: EpochDay;
  readonly stageToday: number;
}

function lookFrom(plan: Plan, state: CaseState, calendar: Calendar, at: EpochMinute): Look {
  const today = creditorDayOf(calendar, at);
  return { plan, state, calendar, at, today, stageToday: stageDayOf(state.dueDay, state.held, today) };
}

const isRemaining = ({ plan, state, calendar, at, today }: Look, step: PlanStep): boolean =>
  isPossible(plan, state, step, today) && !(isPreDue(step) && isPreDueMissed(plan, state, calendar, step, at));

/** The first step that is neither performed nor passed over and that the case may take. */
function gateOf(look: Look): Candidate | null {
  const { plan, state } = look;
  for (let index = state.nextIndex; index < plan.steps.length; index += 1) {
    const step = plan.steps[index];
    if (step !== undefined && isRemaining(look, step)) return { step, index };
  }
  return null;
}

/** Whether the step's own day lies behind a day of the stage clock: its slot then does too. Most steps are told apart by this. */
const liesBehind = (step: PlanStep, stageDay: number): boolean => step.after === undefined && step.day > stageDay;

/** The latest step whose slot has come and at which a case may enter; the gate where there is none (decisions 2.16). */
function latestDue(look: Look, gate: Candidate): Candidate {
  const { plan, state, calendar, at, stageToday } = look;
  if (plan.catchUp === 'fromStart') return gate;
  for (let index = plan.steps.length - 1; index > gate.index; index -= 1) {
    const step = plan.steps[index];
    if (step === undefined || !step.entry || liesBehind(step, stageToday)) continue;
    const slot = slotOf(plan, state, calendar, step);
    if (slot.kind === 'at' && slot.at <= at && isRemaining(look, step)) return { step, index };
  }
  return gate;
}

const passedOverBefore = ({ plan, state, today }: Look, chosen: Candidate): string[] =>
  plan.steps
    .slice(state.nextIndex, chosen.index)
    .filter((step) => isPossible(plan, state, step, today))
    .map((step) => step.id);

/** The step that would be performed and the earliest instant for it. */
function choiceOf(look: Look): { chosen: Candidate; gate: Candidate; moment: Moment } | null {
  const { plan, state, calendar, at } = look;
  const gate = gateOf(look);
  if (gate === null) return null;
  const gateSlot = slotOf(plan, state, calendar, gate.step);
  if (gateSlot.kind !== 'at' || gateSlot.at > at) return { chosen: gate, gate, moment: gateSlot };
  const chosen = latestDue(look, gate);
  const moment = firstAllowed(plan, state, calendar, chosen.step, at);
  if (moment.kind !== 'at' || moment.at <= at || plan.catchUp === 'fromStart') return { chosen, gate, moment };
  return { chosen, gate, moment: earliestSlot(look, gate, moment) };
}

/** The first slot of an entry step that comes while the chosen step still waits for its hours: it is then the latest due. */
function earliestSlot(look: Look, gate: Candidate, before: Moment & { readonly kind: 'at' }): Moment {
  const { plan, state, calendar, at } = look;
  const lastStageDay = stageDayOf(state.dueDay, state.held, creditorDayOf(calendar, before.at));
  let earliest = before;
  for (const step of plan.steps.slice(gate.index + 1)) {
    if (!step.entry || liesBehind(step, lastStageDay)) continue;
    const slot = slotOf(plan, state, calendar, step);
    if (slot.kind === 'at' && slot.at > at && slot.at < earliest.at && isRemaining(look, step)) earliest = slot;
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
    const look = lookFrom(plan, state, calendar, at);
    const choice = choiceOf(look);
    if (choice === null) return { kind: 'exhausted' };
    const { chosen, gate, moment } = choice;
    if (moment.kind !== 'at') return moment;
    if (moment.at <= at) {
      return {
        kind: 'step',
        ...chosen,
        at,
        passedOver: passedOverBefore(look, chosen),
        entry: chosen.index !== gate.index,
      };
    }
    at = moment.at;
  }
}
