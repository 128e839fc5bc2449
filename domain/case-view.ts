import type { CalendarSlice } from './calendar';
import type { CaseRow } from './case-row';
import type { CaseState } from './case-state';
import { copyState } from './copy-state';
import type { Plan } from './plan';
import { instantOf, isoDateOf, OPEN_ENDED, epochDay, epochMinute } from './time';

/** A case as staff see it through the workflow's query: dates and instants as text. */
export interface CaseView {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly stage: string | null;
  readonly openBalanceMinor: number;
  readonly currency: string;
  readonly dueDate: string;
  readonly now: string;
  readonly holds: readonly {
    readonly id: string;
    readonly kind: string;
    readonly from: string;
    readonly until: string | null;
  }[];
  readonly promisedFor: string | null;
  readonly openTasks: number;
  readonly next: CaseRow | null;
  /** When the case looks again if no message comes; null: only then. */
  readonly wakeAt: string | null;
}

/** Everything that decides what a case does next, for previews; without the ids and decisions behind it. */
export interface PlannedCase {
  readonly plan: Plan;
  readonly state: CaseState;
  readonly slice: CalendarSlice;
}

/** What a preview needs of a running case. */
export function plannedCaseOf({ plan, state, slice }: PlannedCase): PlannedCase {
  const bare = copyState(state);
  bare.seen = [];
  bare.decisions = [];
  return { plan, state: bare, slice };
}

/** One thing that was done. */
export interface TimelineEntry {
  readonly at: string;
  readonly step: string;
  readonly occurrence: number;
  /** Stage day on which it was performed. */
  readonly day: number;
  readonly outcome: string;
}

/** The view of `state`; `row` is what was last published. */
export const viewOf = (state: CaseState, row: CaseRow | null): CaseView => ({
  caseId: state.caseId,
  invoiceId: state.invoiceId,
  stage: state.stage,
  openBalanceMinor: state.openBalanceMinor,
  currency: state.currency,
  dueDate: isoDateOf(state.dueDay),
  now: instantOf(state.now),
  holds: state.holds.map((hold) => ({
    id: hold.id,
    kind: hold.kind,
    from: isoDateOf(hold.from),
    until: hold.until >= OPEN_ENDED ? null : isoDateOf(epochDay(hold.until)),
  })),
  promisedFor: state.promise === null ? null : isoDateOf(state.promise.promisedFor),
  openTasks: state.tasks.length,
  next: row,
  wakeAt: wakeAtOf(state),
});

function wakeAtOf(state: CaseState): string | null {
  const until = state.decisions[state.decisions.length - 1]?.until ?? null;
  return until === null ? null : instantOf(epochMinute(until));
}

/** What was performed, in order. */
export const timelineOf = (state: CaseState): TimelineEntry[] =>
  state.performed.map(({ at, step, occurrence, day, outcome }) => ({
    at: instantOf(at),
    step,
    occurrence,
    day,
    outcome,
  }));
