import { upsertSearchAttributes } from '@temporalio/workflow';
import { applyMessage } from '../domain/apply-message';
import { compileCalendar, type Calendar, type CalendarSlice } from '../domain/calendar';
import type { CaseAction } from '../domain/actions';
import type { CarriedCase, CaseCall, CaseInput } from '../domain/case-input';
import type { CaseRow } from '../domain/case-row';
import type { CaseState } from '../domain/case-state';
import { changePlan, isSamePlan } from '../domain/change-plan';
import { claimHeldBy } from '../domain/claim-held';
import { creditorDayOf } from '../domain/calendar';
import { recordDecision, unevidenced, wakeAt } from '../domain/decisions';
import type { CaseMessage } from '../domain/messages';
import { nextAction } from '../domain/next-action';
import type { Plan } from '../domain/plan';
import { instantOf, type EpochMinute } from '../domain/time';
import { caseSearchAttributes } from './search-attributes';
import { openingInstant, type CaseClock } from './clock';
import { reads } from './proxies';

/** A case while its workflow runs: the carried state with what is derived from it. */
export interface LiveCase {
  readonly input: CaseInput;
  plan: Plan;
  state: CaseState;
  slice: CalendarSlice;
  calendar: Calendar;
  publishedRow: CaseRow | null;
  /** The number of the row with which this run began. */
  readonly firstRowSeq: number;
  /** Messages folded and not yet marked applied in the database. */
  unconfirmed: readonly string[];
  shown: { readonly stage: string | null; readonly holdKind: string | null };
}

const shownOf = (state: CaseState, calendar: Calendar) => ({
  stage: state.stage,
  holdKind: claimHeldBy(state, creditorDayOf(calendar, state.now)),
});

function liveCase(input: CaseInput, carried: CarriedCase): LiveCase {
  const { plan, state, slice, publishedRow } = carried;
  const calendar = compileCalendar(slice);
  const [firstRowSeq, shown] = [state.rowSeq, shownOf(state, calendar)];
  return { input, plan, state, slice, calendar, publishedRow, firstRowSeq, unconfirmed: [], shown };
}

/** Opens the case: reads plan, facts and calendar once, or goes on with what the run before carried over. */
export async function openOrCarryOn(input: CaseInput, clock: CaseClock): Promise<LiveCase> {
  if (input.carried !== null) return liveCase(input, input.carried);
  const { caseId, clockOffsetMs } = input;
  const opened = await reads.openCase({
    v: 1,
    id: input.id,
    caseId,
    clockOffsetMs,
    asOf: instantOf(openingInstant(input, clock)),
  });
  const { plan, state, slice, row } = opened;
  return liveCase(input, { plan, state, slice, publishedRow: row });
}

/** Reads the plan that the case is to follow when a message says that it was migrated; null when none does. */
export async function readChangedPlan(live: LiveCase, messages: readonly CaseMessage[]): Promise<Plan | null> {
  const message = messages.find(({ kind }) => kind === 'policyChanged');
  if (message === undefined) return null;
  return reads.readPlan({ v: 1, id: `${live.input.id}/plan/${message.body.id}`, caseId: live.state.caseId });
}

/** Folds messages into the state, each once, and follows `plan` from then on where there is one. Returns what the decision log says. */
export function foldMessages(live: LiveCase, messages: readonly CaseMessage[], plan: Plan | null): readonly string[] {
  const noted: string[] = [];
  for (const message of messages) {
    const applied = applyMessage(live.plan, live.state, message, live.calendar);
    live.state = applied.state;
    noted.push(
      applied.ignored === null ? `${message.kind} ${message.body.id}` : `${message.kind} ignored: ${applied.ignored}`,
    );
  }
  // A case that started after its migration has it already; an event of the invoice adds a step to the same version (S35).
  if (plan !== null && !isSamePlan(plan, live.plan)) {
    live.state = changePlan(live.plan, plan, live.state);
    live.plan = plan;
  }
  live.unconfirmed = [...live.unconfirmed, ...messages.map((message) => message.body.id)];
  return noted;
}

/** Asks the planner and records what it answered, with inputs and reason. */
export function decide(live: LiveCase, now: EpochMinute, messages: readonly string[]): CaseAction {
  live.state = wakeAt(live.state, now);
  const action = nextAction(live.plan, live.state, live.calendar, live.state.now);
  live.state = recordDecision(live.state, live.calendar, action, messages);
  return action;
}

/** What every call of an activity carries. */
export function callOf(live: LiveCase): CaseCall {
  const { caseId, invoiceId, debtorId, now, decisionSeq, decisions } = live.state;
  const id = `${live.input.id}/${decisionSeq}`;
  const day = decisions[decisions.length - 1]?.stageDay ?? 0;
  return { v: 1, id, caseId, invoiceId, debtorId, asOf: instantOf(now), day, decisions: unevidenced(live.state) };
}

/** One upsert for everything that changed: stage and hold kind (decisions 3.7). */
export function showInVisibility(live: LiveCase): void {
  const now = shownOf(live.state, live.calendar);
  if (now.stage === live.shown.stage && now.holdKind === live.shown.holdKind) return;
  upsertSearchAttributes([
    { key: caseSearchAttributes.stage, value: now.stage },
    { key: caseSearchAttributes.holdKind, value: now.holdKind },
  ]);
  live.shown = now;
}

/** Takes a calendar that reaches further; past decisions keep the one they were made with. */
export async function extendCalendar(live: LiveCase, through: string): Promise<void> {
  const { caseId, now } = live.state;
  const id = `${live.input.id}/calendar/${through}`;
  live.slice = await reads.extendCalendar({ v: 1, id, caseId, asOf: instantOf(now), through });
  live.calendar = compileCalendar(live.slice);
}
