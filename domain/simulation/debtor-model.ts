import type { UpcomingStep } from '../actions';
import type { Calendar } from '../calendar';
import type { CaseState } from '../case-state';
import type { Plan } from '../plan';
import type { EpochMinute } from '../time';
import type { SimInvoice, SimPeople } from './book';
import type { SimJournal } from './journal';

/** A message that another case's message stood for. */
export interface CoveredStep {
  readonly step: string;
  readonly occurrence: number;
  readonly channel: string;
  /** When the covered step was announced for: its case may wake later, when a hold comes between. */
  readonly at: EpochMinute;
}

/** A case of the model: the same state that a workflow carries. */
export interface ModelCase {
  readonly invoice: SimInvoice;
  /** The plan that the case has pinned, with its own days in place. */
  readonly plan: Plan;
  state: CaseState;
  calendar: Calendar;
  /** What its read-model row announces. */
  next: UpcomingStep | null;
  /** What a sibling's message stood for, with its channel. */
  readonly covered: CoveredStep[];
}

/** The debtor as the model knows it: what in reality the database holds. */
export interface DebtorModel {
  readonly people: SimPeople;
  readonly journal: SimJournal;
  /** Cases that run, by invoice id. */
  readonly open: Map<string, ModelCase>;
  /** Instants of automatic contacts, ascending. */
  readonly recent: EpochMinute[];
  /** Promises that were judged broken, of all cases so far. */
  brokenPromises: number;
}
