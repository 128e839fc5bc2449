import type { Reason } from './reasons';

/** The read model of a case: its stage and what comes next, when, through what, and why (decisions 3.3). */
export interface CaseRow {
  readonly stage: string | null;
  readonly nextStep: string | null;
  readonly nextOccurrence: number | null;
  readonly nextEffect: string | null;
  readonly nextChannel: string | null;
  readonly nextSeverity: number | null;
  /** UTC instant, or null when nothing is scheduled. */
  readonly nextAt: string | null;
  readonly nextReason: Reason;
}
