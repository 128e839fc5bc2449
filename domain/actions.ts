import type { CaseOutcome } from './case-state';
import type { PlanStep } from './plan';
import type { Reason } from './reasons';
import type { EpochDay, EpochMinute } from './time';

/** The step that comes next and when, as far as is known now. */
export interface UpcomingStep {
  readonly step: PlanStep;
  readonly occurrence: number;
  /** Index of the step in the plan; the plan's length for reviews. */
  readonly index: number;
  readonly at: EpochMinute;
  /** Whether the case then enters the ladder here, past steps that were due before. */
  readonly entry: boolean;
}

/** What the planner tells a case to do. */
export type CaseAction =
  /** Nothing until `until` (null: until a message comes). `next` is the step that is announced. */
  | {
      readonly kind: 'wait';
      readonly until: EpochMinute | null;
      readonly next: UpcomingStep | null;
      readonly reason: Reason;
    }
  | {
      readonly kind: 'perform';
      readonly step: PlanStep;
      readonly occurrence: number;
      /** Index of the step in the plan; the plan's length for reviews. */
      readonly index: number;
      readonly passedOver: readonly string[];
      readonly reason: Reason;
    }
  | { readonly kind: 'requestApproval'; readonly step: PlanStep; readonly occurrence: number; readonly reason: Reason }
  | { readonly kind: 'escalate'; readonly role: string; readonly occurrence: number; readonly reason: Reason }
  | {
      readonly kind: 'escalateIgnoredTask';
      readonly occurrence: number;
      readonly taskId: string;
      readonly role: string | null;
      readonly reason: Reason;
    }
  | {
      readonly kind: 'judgePromise';
      readonly promiseId: string;
      readonly verdict: 'kept' | 'partlyKept' | 'broken';
      readonly reason: Reason;
    }
  | { readonly kind: 'extendCalendar'; readonly through: EpochDay; readonly reason: Reason }
  | { readonly kind: 'close'; readonly outcome: CaseOutcome; readonly reason: Reason };

/** What came of an effect, as its activity answers it: instants are UTC strings, since this travels. */
export type EffectResult =
  | { readonly kind: 'sent'; readonly contactId: string; readonly channel: string }
  | { readonly kind: 'coveredBy'; readonly contactId: string }
  | { readonly kind: 'deferredUntil'; readonly until: string; readonly reason: Reason }
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'unknown'; readonly contactId: string }
  | { readonly kind: 'taskOpened'; readonly taskId: string; readonly outcome: string | null }
  | {
      readonly kind: 'approvalRequested';
      readonly approvalId: string;
      readonly decision: 'approved' | 'refused' | null;
    }
  | { readonly kind: 'promiseJudged' };
