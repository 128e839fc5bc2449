import type { CalendarSlice } from './calendar';
import type { CaseRow } from './case-row';
import type { CaseOutcome, CaseState, Decision } from './case-state';
import type { Plan, StepEffect } from './plan';
import type { Reason } from './reasons';

// What travels between a case's workflow and its activities, and from one run to the next. Plain JSON without personal data;
// instants are UTC strings. These shapes live in histories: fields are added, never renamed (decisions 3.2).

/** What a case carries over continue-as-new. */
export interface CarriedCase {
  readonly state: CaseState;
  readonly plan: Plan;
  readonly slice: CalendarSlice;
  readonly publishedRow: CaseRow | null;
}

/** Input of the workflow `collectionCase`. */
export interface CaseInput {
  readonly v: 1;
  /** Id of this run: case id and run number. */
  readonly id: string;
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly runNo: number;
  readonly previousRunId: string | null;
  /** Only simulations, demos and tests set it: virtual time starts at the wall clock and only runs forward (decisions 1.1). */
  readonly clockOffsetMs: number;
  /** The planned instant of opening in a simulation (decisions 2.20); null lives by the clock. */
  readonly openAt: string | null;
  readonly carried: CarriedCase | null;
}

/** Output of the workflow `collectionCase`: every ending is a value. */
export interface CaseResult {
  readonly outcome: CaseOutcome;
  readonly at: string;
}

export interface OpenCaseInput {
  readonly v: 1;
  readonly id: string;
  readonly caseId: string;
  readonly clockOffsetMs: number;
  readonly asOf: string;
}

export interface OpenedCase {
  readonly plan: Plan;
  readonly state: CaseState;
  readonly slice: CalendarSlice;
  readonly row: CaseRow;
}

/** Common to every message from a case to its activities. */
export interface CaseCall {
  readonly v: 1;
  /** Unique per effect: case id and decision number. */
  readonly id: string;
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly asOf: string;
  /** Day on the stage clock. */
  readonly day: number;
  /** Decisions since the last activity, to be copied into evidence. */
  readonly decisions: readonly Decision[];
}

/** The row that holds if the effect ends as expected, and its number: a later one is never overwritten. */
export interface RowUpdate {
  readonly row: CaseRow;
  readonly rowSeq: number;
}

/** A step to perform. */
export interface StepCall extends CaseCall, RowUpdate {
  readonly step: string;
  readonly occurrence: number;
  readonly effect: StepEffect;
  readonly policyHash: string;
  readonly role: string;
  readonly reason: Reason;
  readonly deadlineAt: string | null;
}

export interface ApprovalCall extends CaseCall, RowUpdate {
  readonly step: string;
  readonly occurrence: number;
  readonly role: string;
}

export interface EscalationCall extends CaseCall, RowUpdate {
  readonly role: string;
  readonly occurrence: number;
  /** The task that nobody answered; null when staff asked for the escalation. */
  readonly ignoredTaskId: string | null;
}

export interface VerdictCall extends CaseCall, RowUpdate {
  readonly promiseId: string;
  readonly verdict: 'kept' | 'partlyKept' | 'broken';
}

export interface PublishCall extends CaseCall, RowUpdate {
  /** Ids of messages that the case has applied since it last published. */
  readonly applied: readonly string[];
}

export interface CloseCall extends CaseCall, RowUpdate {
  readonly runNo: number;
  readonly outcome: CaseOutcome;
  readonly applied: readonly string[];
}

/** Asks for the plan that the case is to follow now. */
export interface ReadPlanCall {
  readonly v: 1;
  readonly id: string;
  readonly caseId: string;
}

export interface ExtendCalendarCall {
  readonly v: 1;
  readonly id: string;
  readonly caseId: string;
  readonly asOf: string;
  readonly through: string;
}
