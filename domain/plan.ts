import type { Channel } from './channels';

/** The activity that performs a step: names that an auditor understands, and that live for ever in histories. */
export type StepEffect =
  | 'sendReminder'
  | 'sendLetter'
  | 'openCallTask'
  | 'openVisitTask'
  | 'escalateToManager'
  | 'instructLawyer'
  | 'openReviewTask';

/** Facts about the case on which a step may depend. */
export type FactName =
  | 'grade'
  | 'motive'
  | 'relationship'
  | 'ordering'
  | 'currency'
  | 'openBalanceMinor'
  | 'failedAttempts'
  | 'brokenPromises';

/** All conditions of a step must hold. A fact that is absent fails its condition (decisions 2.3). */
export interface StepCondition {
  readonly fact: FactName;
  readonly in?: readonly string[];
  readonly atLeast?: number;
  readonly below?: number;
}

/** One row of the plan. `day` counts on the stage clock from the due date; negative is before it. */
export interface PlanStep {
  readonly id: string;
  readonly day: number;
  /** Performed no earlier than this many stage days after another step was performed (S58). */
  readonly after?: { readonly step: string; readonly days: number };
  readonly stage: string;
  readonly effect: StepEffect;
  readonly channel: Channel;
  readonly fallback: readonly Channel[];
  /** Role that performs or signs the step. */
  readonly role: string;
  /** Role in the debtor's contact matrix that is addressed. */
  readonly addressee: string;
  /** Rising with the ladder: the most severe step leads a shared message. */
  readonly severity: number;
  readonly formal: boolean;
  /** Whether a case may enter the ladder here (decisions 2.2). */
  readonly entry: boolean;
  readonly template: string | null;
  /** For messages: the deadline that they set, in calendar days from sending (S80, X30). */
  readonly payByDays?: number;
  readonly when: readonly StepCondition[];
  readonly approval: { readonly role: string } | null;
  /** For tasks: calendar days until the task counts as ignored, who hears of it, and whether the ladder waits for it. */
  readonly task: { readonly deadlineDays: number; readonly escalateTo: string | null; readonly blocks: boolean } | null;
  readonly sources: readonly string[];
}

/** When a channel may be used: half-open local minute ranges of the debtor's day. */
export interface ContactWindow {
  readonly ranges: readonly (readonly [number, number])[];
  readonly workingDaysOnly: boolean;
  /** Not on so many last working days of a month, when books are closed (S173). */
  readonly notLastWorkingDays?: number;
}

/** Rolling limits of automatic contacts of one debtor, over all invoices and channels (U1). */
export interface ContactCaps {
  readonly perDay: number;
  readonly per7Days: number;
  readonly per30Days: number;
  readonly gapHours: number;
}

/** A policy compiled for one case and pinned in it. Plain JSON. */
export interface Plan {
  readonly v: 1;
  readonly policy: string;
  readonly version: number;
  readonly hash: string;
  readonly stages: readonly string[];
  readonly minGapDays: number;
  readonly reviewEveryDays: number;
  readonly catchUp: 'fitting' | 'fromStart';
  readonly promiseGraceBankDays: number;
  readonly unknownAfterHours: number;
  readonly windows: Readonly<Record<Channel, ContactWindow>>;
  readonly caps: ContactCaps;
  readonly review: { readonly role: string; readonly deadlineDays: number };
  readonly steps: readonly PlanStep[];
}
