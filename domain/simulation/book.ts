import type { CaseFacts, CaseOutcome } from '../case-state';
import type { EpochDay, EpochMinute } from '../time';

/** What happens to an invoice in a simulation, on a day; it takes effect at 00:00 of that day in the creditor's zone. */
export type SimEvent =
  | { readonly kind: 'payment'; readonly day: EpochDay; readonly amountMinor: number }
  | {
      readonly kind: 'promise';
      readonly day: EpochDay;
      readonly promisedFor: EpochDay;
      readonly amountMinor: number | null;
    };

/** An invoice with its whole life. */
export interface SimInvoice {
  readonly id: string;
  readonly number: string;
  readonly debtorNumber: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly invoiceDay: EpochDay;
  readonly dueDay: EpochDay;
  readonly facts: CaseFacts;
  /** Ascending by day. */
  readonly events: readonly SimEvent[];
}

/** A debtor with all its invoices: the unit that is simulated as one loop, so that rules per debtor mean what they say. */
export interface SimDebtor {
  readonly number: string;
  /** As people know it; the number where it is not known. */
  readonly name?: string;
  readonly zone: string;
  readonly country: string;
  readonly invoices: readonly SimInvoice[];
}

/** A contact that left: one row per (invoice, step, occurrence). */
export interface SimContact {
  readonly invoice: string;
  readonly debtor: string;
  readonly step: string;
  readonly occurrence: number;
  readonly day: number;
  readonly at: string;
  readonly channel: string;
  readonly outcome: 'sent' | 'coveredBy';
}

/** A task that was opened for a person. */
export interface SimTask {
  readonly invoice: string;
  readonly debtor: string;
  readonly step: string;
  readonly occurrence: number;
  readonly day: number;
  readonly at: string;
  readonly kind: string;
  readonly role: string;
  readonly outcome: string;
}

/** How an invoice's simulation ended. */
export type SimOutcome = CaseOutcome | 'open' | 'notEnrolled';

/** What came of one debtor. */
export interface SimResult {
  readonly outcomes: ReadonlyMap<string, SimOutcome>;
  readonly contacts: readonly SimContact[];
  readonly tasks: readonly SimTask[];
}

/** Who answers tasks in a simulation (decisions 2.8). */
export type SimPeople = 'noAnswer' | 'absent';

/** Where a case stands after a turn: when it wakes next (null: never by itself), or how it ended. */
export interface Wakeup {
  readonly wakeAt: EpochMinute | null;
  readonly ended: CaseOutcome | null;
}
