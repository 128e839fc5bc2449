import type { AppliedRate } from '../../domain/interest/accrual';
import type { CustomerType } from '../../domain/portfolio/customer-type';
import type { Money } from '../../domain/money';
import type { IsoDate } from '../../domain/time';

/** One invoice that a message speaks of. */
export interface InvoiceFacts {
  readonly number: string;
  readonly invoiceDate: IsoDate;
  /** Invoiced amount. */
  readonly amount: Money;
  /** What is open of it as of `asOf`, without interest: that stands in `interest`. */
  readonly open: Money;
  readonly dueDate: IsoDate;
  /** Real days past due, negative before (legal texts state real days: decisions 1.2). */
  readonly daysPastDue: number;
  /** When the invoice was posted; null when nobody recorded it (S36). */
  readonly dispatchDate: IsoDate | null;
  /** Days since delivery, for which the goods have been in use; null when the delivery is not recorded (S36). */
  readonly daysInUse: number | null;
  /** Late interest claimed on it and not paid; null when none is claimed. */
  readonly interest: ClaimedInterest | null;
}

/** Late interest on one invoice as of the message's date. */
export interface ClaimedInterest {
  readonly soFar: Money;
  /** What one more day costs. */
  readonly perDay: Money;
  readonly days: number;
  /** The rates that were applied, oldest first. */
  readonly rates: readonly AppliedRate[];
}

/** Late interest as it was agreed (S86–S88): stated also where nothing is claimed yet (S91). */
export interface InterestTerms {
  /** Decimal string, a share of the principal a day: 0.0005 is 0.05 %. */
  readonly dailyRate: string;
  /** Number of the contract's clause; null when the agreement names none. */
  readonly clause: string | null;
}

/** Where debtors pay invoices of a currency: an account that two people have approved (decisions 4.6). */
export interface PayeeAccount {
  readonly holder: string;
  readonly bankName: string;
  readonly accountNo: string;
  readonly currency: string;
}

/**
 * Everything that a message may say, read in the transaction that reserves it. Templates see, formatted for their language:
 *
 * - `creditor`, `debtor`: names; `person`: name, or nothing when the addressee is not known by name
 * - `invoices`: each with `number`, `amount`, `open`, `dueDate`, `invoiceDate`, `daysPastDue` (a number), and `dispatchDate`,
 *   `daysInUse`, `interestSoFar` where they are known; `invoiceCount`
 * - `total`: the open sums, one per currency, computed from `invoices`
 * - `overdue`, `overdueCount`, `overdueTotal`: the same for those past due, the only ones that may be demanded;
 *   `upcoming`, `upcomingCount`: those that are not
 * - `invoiceTable`, `overdueTable`, `interestTable`: a table in letters, a list elsewhere; each alone in its paragraph
 * - `dueDate`: the earliest of the invoices (X8); `daysOverdue`: the most real days past due
 * - `interestSoFar`, `perDiem`: sums over `overdue`; `dailyRate` (`0.05%`), `claimClause` (S86, S88)
 * - `offerPercent`, `offerUntil`: what the step offers and until when (S90)
 * - `dispatchDate`, `daysInUse`: of the first invoice for which they are known (S36)
 * - `bankDetails`: the accounts to pay to, alone in its paragraph; null while none is approved (decisions 4.6)
 * - `paymentLink`: where to pay (S191)
 * - `contactLine`: a sentence that says whom to ask, with phone and e-mail; `contactShort`: the same in a few words (S230)
 * - `feesAgreed`, `enforcementOrder`: for `{% if %}` (decisions 7)
 * - `signer.name`, `signer.title`, `reference`
 * - `customerType`, in scripts only: `cooperation`, `shortOfCash`, `delaying` or nothing (S316)
 * - `asOf`, and `month`, its name; `payBy` where the step sets a deadline; `announcedDate` where a legal step follows in the plan
 *
 * What is not known is null: a template asks with `{% if %}` before it says it, else it is not rendered. `payBy` and
 * `announcedDate` do not exist at all for steps without them.
 */
export interface MessageFacts {
  /** Date of the message in the creditor's zone. */
  readonly asOf: IsoDate;
  /** What an answer quotes: the debtor's number and the date. */
  readonly reference: string;
  readonly creditor: { readonly name: string; readonly email: string | null; readonly phone: string | null };
  /** `address` is that of the notice, as it stands on a letter. */
  readonly debtor: { readonly name: string; readonly address: string | null };
  readonly person: { readonly name: string } | null;
  /** At least one: one message covers all steps of a debtor that are due together (decisions 2.23). */
  readonly invoices: readonly InvoiceFacts[];
  readonly interestTerms: InterestTerms | null;
  readonly offer: { readonly percent: number | null; readonly until: IsoDate } | null;
  readonly paymentLink: string | null;
  /** Whom the debtor may ask: our person for it, else the house (S230). */
  readonly contact: { readonly name: string; readonly phone: string | null; readonly email: string | null };
  /** Those of the invoices' currencies for which an account is approved. */
  readonly accounts: readonly PayeeAccount[];
  /** Whether the contract makes the debtor bear lawyers' fees (decisions 7). */
  readonly feesAgreed: boolean;
  /** Whether a court has ordered enforcement (decisions 7). */
  readonly enforcementOrder: boolean;
  /** Who signs, with the title in the language of the message. */
  readonly signer: { readonly name: string; readonly title: string };
  /** Set for scripts (S316, S317). */
  readonly customerType?: CustomerType | null;
  /** The deadline that the message sets: the last valid day of the leading step's `payBy`. */
  readonly payBy: IsoDate | null;
  /** From `announcedLegalDay`, never typed in (X1, S393). */
  readonly announcedLegalDate: IsoDate | null;
}
