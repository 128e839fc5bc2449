import type { Money } from '../../domain/money';
import type { IsoDate } from '../../domain/time';

/** One invoice that a message speaks of. */
export interface InvoiceFacts {
  readonly number: string;
  /** Invoiced amount. */
  readonly amount: Money;
  /** What is open of it, as of `asOf`. */
  readonly open: Money;
  readonly dueDate: IsoDate;
  /** Real days past due, negative before (legal texts state real days: decisions 1.2). */
  readonly daysPastDue: number;
}

/**
 * Everything that a message may say, read in the transaction that reserves it. Templates see, formatted for their language:
 *
 * - `creditor`, `debtor`: names; `person`: name, or nothing when the addressee is not known by name
 * - `invoices`: each with `number`, `amount`, `open`, `dueDate`, `daysPastDue` (a number); `invoiceCount`
 * - `total`: the open sums, one per currency, computed from `invoices`
 * - `overdue`, `overdueCount`, `overdueTotal`: the same for those past due, the only ones that may be demanded;
 *   `upcoming`, `upcomingCount`: those that are not
 * - `signer.name`, `signer.title`
 * - `asOf`; `payBy` where the step sets a deadline; `announcedDate` where a legal step follows in the plan
 */
export interface MessageFacts {
  /** Date of the message in the creditor's zone. */
  readonly asOf: IsoDate;
  readonly creditor: { readonly name: string };
  readonly debtor: { readonly name: string };
  readonly person: { readonly name: string } | null;
  /** At least one: one message covers all steps of a debtor that are due together (decisions 2.23). */
  readonly invoices: readonly InvoiceFacts[];
  /** Who signs, with the title in the language of the message. */
  readonly signer: { readonly name: string; readonly title: string };
  /** The deadline that the message sets: `asOf` + `payByDays` of the leading step. */
  readonly payBy: IsoDate | null;
  /** From `announcedLegalDay`, never typed in (X1, S393). */
  readonly announcedLegalDate: IsoDate | null;
}
