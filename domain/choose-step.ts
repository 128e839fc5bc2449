import { creditorDayOf, type Calendar } from './calendar';
import { wasTaken, type CaseState } from './case-state';
import { conditionsHold } from './conditions';
import { dayOfStage, heldUntil, stageDayOf } from './holds';
import type { Plan, PlanStep, Requirement } from './plan';
import { rowsOf, type PlanRow } from './plan-rows';
import { firstAllowed, slotOf, unreadSince, type Moment } from './step-timing';
import { addDays, laterOf, type EpochDay, type EpochMinute } from './time';

/** The step to perform next and when; or why there is none. */
export type StepChoice =
  | {
      readonly kind: 'step';
      readonly step: PlanStep;
      readonly index: number;
      readonly at: EpochMinute;
      /** Whether the case enters here past steps that were due before. */
      readonly entry: boolean;
    }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'held' }
  | { readonly kind: 'needCalendar'; readonly through: EpochDay };

const isPreDue = ({ day }: PlanRow): boolean => day < 0;

/** A pre-due step is missed when its date is before the invoice, lies under a hold, or would move to the due date or later (decisions 2.18, Y10). */
function isPreDueMissed({ plan, state, calendar, at }: Look, { step }: PlanRow): boolean {
  const date = addDays(state.dueDay, step.day);
  if (date < state.invoiceDay || heldUntil(state.held, date) !== null) return true;
  const slot = slotOf(plan, state, calendar, step);
  if (slot.kind !== 'at') return slot.kind === 'held';
  const moved = slot.at >= at ? slot : firstAllowed(plan, state, calendar, step, at);
  return moved.kind === 'held' || (moved.kind === 'at' && creditorDayOf(calendar, moved.at) >= state.dueDay);
}

// Loops and no callbacks below: these questions are asked dozens of times for each case of a comparison.

function hasTaken({ performed }: CaseState, id: string): boolean {
  for (const done of performed) if (done.step === id && wasTaken(done)) return true;
  return false;
}

function hasTakenOne(state: CaseState, ids: readonly string[]): boolean {
  for (const id of ids) if (hasTaken(state, id)) return true;
  return false;
}

/** One look at a case: at which instant, and on which day of the creditor. */
interface Look {
  readonly plan: Plan;
  readonly rows: readonly PlanRow[];
  readonly state: CaseState;
  readonly calendar: Calendar;
  readonly at: EpochMinute;
  readonly day: EpochDay;
}

/** What of a look tells whether a case may take a step. */
type Today = Pick<Look, 'plan' | 'state' | 'day'>;

/**
 * Whether the case may take the step at all: what it follows was performed, what it requires is there, its conditions hold,
 * and no other step stands in its place. Conditions that change with age are judged on the step's own day while that lies ahead.
 */
const isPossible = (today: Today, row: PlanRow): boolean =>
  (row.step.unreadOf === undefined || unreadSince(today.state, row.step) !== null) &&
  (row.follows === null || hasTakenOne(today.state, row.follows)) &&
  meetsRequirements(today.state, row.requires) &&
  conditionsOfRowHold(today, row) &&
  !isReplaced(today, row);

function meetsRequirements({ facts, offers }: CaseState, requires: readonly Requirement[]): boolean {
  for (const what of requires) {
    const isThere = what === 'evidence' ? facts.evidence !== 'incomplete' : offers.length > 0;
    if (!isThere) return false;
  }
  return true;
}

const conditionsOfRowHold = (today: Today, row: PlanRow): boolean =>
  conditionsHold(row.when, row.ages ? onItsDay(today, row) : today);

function onItsDay({ plan, state, day }: Today, row: PlanRow): Today {
  const own = dayOfStage(state.dueDay, state.held, row.day);
  return { plan, state, day: own === null || own < day ? day : own };
}

/** Whether a step that says so stands in the place of this one: its conditions hold, or it was performed. */
function isReplaced(today: Today, { replacedBy }: PlanRow): boolean {
  for (const other of replacedBy) {
    if (conditionsOfRowHold(today, other) || hasTaken(today.state, other.id)) return true;
  }
  return false;
}

const isRemaining = (look: Look, row: PlanRow): boolean =>
  isPossible(look, row) && !(isPreDue(row) && isPreDueMissed(look, row));

/** The first step that is neither performed nor passed over and that the case may take. */
function gateOf(look: Look): PlanRow | null {
  const { rows, state } = look;
  for (let index = state.nextIndex; index < rows.length; index += 1) {
    const row = rows[index];
    if (row !== undefined && isRemaining(look, row)) return row;
  }
  return null;
}

/** Whether the step's own day lies behind a day of the stage clock: its slot then does too. Most steps are told apart by this. */
const liesBehind = (row: PlanRow, stageDay: number): boolean => row.follows === null && row.day > stageDay;

/** The latest step whose slot has come and at which a case may enter; the gate where there is none (decisions 2.16). */
function latestDue(look: Look, gate: PlanRow): PlanRow {
  const { plan, rows, state, calendar, at, day } = look;
  if (plan.catchUp === 'fromStart') return gate;
  const stageToday = stageDayOf(state.dueDay, state.held, day);
  for (let index = rows.length - 1; index > gate.index; index -= 1) {
    const row = rows[index];
    if (row === undefined || !row.entry || liesBehind(row, stageToday)) continue;
    const slot = slotOf(plan, state, calendar, row.step);
    if (slot.kind === 'at' && slot.at <= at && isRemaining(look, row)) return row;
  }
  return gate;
}

/** The step that would be performed and the earliest instant for it; `isSlot` when that is the gate's slot, which still lies ahead. */
function choiceOf(look: Look): { chosen: PlanRow; gate: PlanRow; moment: Moment; isSlot: boolean } | null {
  const { plan, state, calendar, at } = look;
  const gate = gateOf(look);
  if (gate === null) return null;
  const gateSlot = slotOf(plan, state, calendar, gate.step);
  if (gateSlot.kind !== 'at' || gateSlot.at > at) return { chosen: gate, gate, moment: gateSlot, isSlot: true };
  const chosen = latestDue(look, gate);
  const moment = firstAllowed(plan, state, calendar, chosen.step, at);
  if (moment.kind !== 'at' || moment.at <= at || plan.catchUp === 'fromStart')
    return { chosen, gate, moment, isSlot: false };
  return { chosen, gate, moment: earliestSlot(look, gate, moment), isSlot: false };
}

/**
 * Whether the gate is what comes at its slot, so that nobody needs to look again then: no condition up to it is judged by the day,
 * and no step behind it may be entered by then.
 */
function staysGate({ plan, rows, state, calendar }: Look, gate: PlanRow, slot: EpochMinute): boolean {
  const agingBefore = rows[state.nextIndex - 1]?.agingSoFar ?? 0;
  if (gate.agingSoFar !== agingBefore) return false;
  if (plan.catchUp === 'fromStart') return true;
  const stageDay = stageDayOf(state.dueDay, state.held, creditorDayOf(calendar, slot));
  for (let index = gate.index + 1; index < rows.length; index += 1) {
    const row = rows[index];
    if (row?.entry === true && !liesBehind(row, stageDay)) return false;
  }
  return true;
}

/** The first slot of an entry step that comes while the chosen step still waits for its hours: it is then the latest due. */
function earliestSlot(look: Look, gate: PlanRow, before: Moment & { readonly kind: 'at' }): Moment {
  const { plan, rows, state, calendar, at } = look;
  const lastStageDay = stageDayOf(state.dueDay, state.held, creditorDayOf(calendar, before.at));
  let earliest = before;
  for (let index = gate.index + 1; index < rows.length; index += 1) {
    const row = rows[index];
    if (row === undefined || !row.entry || liesBehind(row, lastStageDay)) continue;
    const slot = slotOf(plan, state, calendar, row.step);
    if (slot.kind === 'at' && slot.at > at && slot.at < earliest.at && isRemaining(look, row)) earliest = slot;
  }
  return earliest;
}

/**
 * Which step comes next and when. The first remaining possible step is the gate; once its slot has come, the latest step
 * whose slot has also come is chosen. The look is repeated at the instant it announces until it stands still, so that a
 * wait is a fixpoint: asked again at that instant with nothing changed, the same step is performed (decisions 2.16, 2.17).
 */
export function chooseStep(plan: Plan, state: CaseState, calendar: Calendar, now: EpochMinute): StepChoice {
  const rows = rowsOf(plan);
  let at = state.deferral === null ? now : laterOf(now, state.deferral.until);
  for (;;) {
    const look = { plan, rows, state, calendar, at, day: creditorDayOf(calendar, at) };
    const choice = choiceOf(look);
    if (choice === null) return { kind: 'exhausted' };
    const { chosen, gate, moment } = choice;
    if (moment.kind !== 'at') return moment;
    if (moment.at <= at) {
      return { kind: 'step', step: chosen.step, index: chosen.index, at, entry: chosen.index !== gate.index };
    }
    at = moment.at;
    if (choice.isSlot && staysGate(look, gate, at)) {
      return { kind: 'step', step: gate.step, index: gate.index, at, entry: false };
    }
  }
}

/** Ids of the steps that the case may take today and leaves out when it performs the one at `index`. */
export function passedOverBefore(today: Today, index: number): string[] {
  const { plan, state } = today;
  if (state.nextIndex === index) return [];
  const before = rowsOf(plan).slice(state.nextIndex, index);
  return before.filter((row) => isPossible(today, row)).map(({ id }) => id);
}
