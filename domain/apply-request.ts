import { nearestCreditorDay, type Calendar } from './calendar';
import type { CaseState } from './case-state';
import { stageDayOf } from './holds';
import type { MessageOf } from './messages';
import type { Plan, PlanStep } from './plan';
import { dayAfterPatience } from './step-timing';
import { addDays, type EpochMinute } from './time';

// What staff ask of single steps: now, or never; and what they say of proposed messages.

/** Where in the plan a step stands that still lies ahead; null when the case is past it, or the plan has none. */
function indexAhead(plan: Plan, state: CaseState, stepId: string, occurrence: number): number | null {
  const index = plan.steps.findIndex((row) => row.id === stepId && row.occurrence === occurrence);
  return index < state.nextIndex ? null : index;
}

/** A person decided about a proposed message, or the facts did: the gate is asked again at once. Changes `next`. */
export function endProposalWait(next: CaseState): string | null {
  if (next.deferral?.reason.code !== 'proposal') return 'the case waits for no proposal';
  next.deferral = null;
  return null;
}

/** Staff want the step now. What stands against it is asked when it is taken. Changes `next`. */
export function requestStep(
  plan: Plan,
  next: CaseState,
  body: MessageOf<'sendNow'>,
  calendar: Calendar,
): string | null {
  const { stepId: step, occurrence } = body;
  const row = plan.steps[indexAhead(plan, next, step, occurrence) ?? -1];
  if (row === undefined) return `step ${step} ${occurrence} does not lie ahead`;
  const isUnknown = next.deferral?.reason.code === 'unknownSend';
  if (isUnknown || !mayTakeNow(next, row, calendar, next.now))
    return `step ${step} ${occurrence} may not be taken before its day`;
  // Whatever put it off before: the gate is asked again.
  next.deferral = null;
  next.requested = { step, occurrence };
  return null;
}

/**
 * Staff skip a step: it is recorded as skipped and everything before it in the plan lies behind the case; nothing was done, so
 * it sets neither the pace of the ladder nor its stage, and what follows upon it stays impossible. Changes `next`.
 */
export function skipStep(plan: Plan, next: CaseState, body: MessageOf<'skipStep'>, calendar: Calendar): string | null {
  const { stepId: step, occurrence } = body;
  const index = indexAhead(plan, next, step, occurrence);
  if (index === null) return `step ${step} ${occurrence} does not lie ahead`;
  const on = nearestCreditorDay(calendar, next.now);
  const day = stageDayOf(next.dueDay, next.held, on);
  next.performed = [...next.performed, { step, occurrence, on, at: next.now, day, outcome: 'skipped' }];
  next.nextIndex = index + 1;
  if (next.approval?.step === step) next.approval = null;
  // What it waited for concerned the skipped step, but a message that perhaps went out is still followed by nothing.
  if (next.deferral !== null && next.deferral.reason.code !== 'unknownSend') next.deferral = null;
  return null;
}

/**
 * Whether a step that staff asked for may be taken before its day. What the last demand promised is kept (R30, S69), holds and
 * promises are, and nothing that speaks of a debt past due is said before the due date.
 */
export function mayTakeNow(state: CaseState, step: PlanStep, calendar: Calendar, now: EpochMinute): boolean {
  const today = nearestCreditorDay(calendar, now);
  const patience = dayAfterPatience(state, step);
  const isHeld = state.held.some(([from, until]) => from <= today && today < until);
  const tooSoon = step.day > 0 && today < addDays(state.dueDay, 1);
  return !isHeld && !tooSoon && state.promise === null && (patience === null || patience <= today);
}
