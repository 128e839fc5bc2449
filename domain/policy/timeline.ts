import { creditorDayOf, type Calendar } from '../calendar';
import type { Channel } from '../channels';
import type { CaseState } from '../case-state';
import { wakeAt } from '../decisions';
import { foldOutcome } from '../fold-outcome';
import { nextAction, REVIEW_STEP } from '../next-action';
import { lastValidDay } from '../offers/validity';
import type { Plan, PlanStep, StepEffect, Tone } from '../plan';
import type { SimInvoice, SimPeople } from '../simulation/book';
import { performInModel } from '../simulation/effects-model';
import type { SimJournal } from '../simulation/journal';
import type { DebtorModel, ModelCase } from '../simulation/debtor-model';
import { addDays, instantOf, isoDateOf, type EpochDay, type EpochMinute, type IsoDate } from '../time';

/** An offer as it is made on a day: what, and until when (S90). */
export interface TimelineOffer {
  readonly percent: number | null;
  readonly of: 'interest' | 'principal' | null;
  readonly plan: string | null;
  readonly until: IsoDate;
}

/** One thing that happens to an invoice. */
export interface TimelineRow {
  readonly step: string;
  readonly occurrence: number;
  /** The day that the ladder gives the step, on the stage clock; `date` is the day on which it is really taken. */
  readonly day: number;
  /** In the creditor's zone. */
  readonly date: IsoDate;
  /** UTC instant. */
  readonly at: string;
  readonly kind: StepEffect | 'escalation' | 'requestApproval';
  readonly channel: Channel;
  readonly role: string;
  readonly stage: string | null;
  readonly tone: Tone | null;
  readonly template: string | null;
  /** The deadline that the step sets. */
  readonly payBy: IsoDate | null;
  readonly offer: TimelineOffer | null;
  /** What must be there before: `evidence`, `offerExpired`, `approval:manager`. */
  readonly requires: readonly string[];
  readonly sources: readonly string[];
}

/** A case from which the time line goes on. */
export interface TimelineCase {
  readonly plan: Plan;
  readonly state: CaseState;
  readonly calendar: Calendar;
  readonly invoice: SimInvoice;
  /** Instants of automatic contacts of the debtor before, ascending. */
  readonly recent: readonly EpochMinute[];
}

/** What a time line lives by. */
export interface TimelineWorld {
  readonly people: SimPeople;
  /** The calendar around an instant, reaching `through` where that is further than usual. */
  calendarAt(asOf: EpochMinute, through: EpochDay | null): Calendar;
}

// Longer than every ladder: what comes after a year and a month is a matter of people.
const DAYS_AT_MOST = 400;

/**
 * What happens to a case when nobody pays and no message arrives, in order: the real planner and the real contact gate, with
 * people as decisions 2.8 says. It ends at the first review, or 400 days after the due date or the start, the later. Pure.
 */
export function timelineOf(world: TimelineWorld, start: TimelineCase): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  const { plan, invoice } = start;
  const current: ModelCase = { ...start, next: null, covered: [] };
  const model: DebtorModel = {
    people: world.people,
    journal: journalInto(rows, current),
    open: new Map([[invoice.id, current]]),
    recent: [...start.recent],
    brokenPromises: 0,
  };
  const last = lastDayOf(start);
  for (;;) {
    const { state, calendar } = current;
    const action = nextAction(plan, state, calendar, state.now);
    switch (action.kind) {
      case 'close':
        return rows;
      case 'extendCalendar':
        current.calendar = world.calendarAt(state.now, action.through);
        break;
      case 'wait':
        if (action.until === null || creditorDayOf(calendar, action.until) > last) return rows;
        current.state = wakeAt(state, action.until);
        break;
      default:
        if (action.kind === 'perform' && action.step.id === REVIEW_STEP) return rows;
        if (action.kind === 'requestApproval' && world.people === 'absent') {
          rows.push(approvalRow(calendar, action, state.now));
        }
        current.state = foldOutcome(plan, state, calendar, action, performInModel(model, current, action));
    }
  }
}

function lastDayOf({ state, calendar }: TimelineCase): EpochDay {
  const today = creditorDayOf(calendar, state.now);
  return addDays(today > state.dueDay ? today : state.dueDay, DAYS_AT_MOST);
}

/** Writes a row for everything that is done. */
function journalInto(rows: TimelineRow[], current: ModelCase): SimJournal {
  const add = (step: PlanStep, channel: Channel, occurrence: number, at: EpochMinute) =>
    rows.push(rowOf(current.calendar, step, channel, occurrence, at));
  return {
    contact: ({ step, channel, occurrence, at }) => {
      const used = [step.channel, ...step.fallback].find((one) => one === channel);
      add(step, used ?? step.channel, occurrence, at);
    },
    task: ({ planStep, step, occurrence, day, at, role }) => {
      if (planStep !== null) return void add(planStep, planStep.channel, occurrence, at);
      const { stage } = current.state;
      return void rows.push({
        ...{ step, occurrence, day, date: isoDateOf(creditorDayOf(current.calendar, at)), at: instantOf(at) },
        ...{ kind: 'escalation', channel: 'internal', role, stage },
        ...{ tone: null, template: null, payBy: null, offer: null, requires: [], sources: ['decisions 2.4'] },
      });
    },
    taskIgnored: () => undefined,
  };
}

/** An approval that nobody decides: the ladder waits for it. */
function approvalRow(
  calendar: Calendar,
  { step, occurrence }: { readonly step: PlanStep; readonly occurrence: number },
  at: EpochMinute,
): TimelineRow {
  const row = rowOf(calendar, step, 'internal', occurrence, at);
  return { ...row, kind: 'requestApproval', role: step.approval?.role ?? step.role, payBy: null, offer: null };
}

function rowOf(calendar: Calendar, step: PlanStep, channel: Channel, occurrence: number, at: EpochMinute): TimelineRow {
  const on = creditorDayOf(calendar, at);
  const { payBy, offer, approval } = step;
  return {
    step: step.id,
    occurrence,
    day: step.day,
    date: isoDateOf(on),
    at: instantOf(at),
    kind: step.effect,
    channel,
    role: step.role,
    stage: step.stage,
    tone: step.tone ?? null,
    template: step.template,
    payBy: payBy === undefined ? null : isoDateOf(lastValidDay(calendar, payBy, on)),
    offer:
      offer === undefined
        ? null
        : {
            percent: offer.percent ?? null,
            of: offer.of ?? null,
            plan: offer.plan ?? null,
            until: isoDateOf(lastValidDay(calendar, offer.validity, on)),
          },
    requires: [...(step.requires ?? []), ...(approval === null ? [] : [`approval:${approval.role}`])],
    sources: step.sources,
  };
}
