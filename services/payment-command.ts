import type { Money } from '../domain/money';
import type { IsoDate } from '../domain/time';

/** Money that arrived. `invoiceNumbers` is what the payer designated; `actor` is an id, never a name. */
export interface RecordPayment {
  readonly creditorId: string;
  readonly debtorNumber?: string;
  readonly invoiceNumbers: readonly string[];
  readonly amount: Money;
  readonly valueDate: IsoDate;
  /** The sender's own name for this payment, unique per creditor: the same one is booked once. */
  readonly reference: string;
  readonly payer?: string;
  readonly source: string;
  readonly actor: string;
  readonly at: Date;
}

/** A payment as it was booked. `created` is false when the same payment had been recorded before. */
export interface RecordedPayment {
  readonly ok: true;
  readonly paymentId: string;
  readonly created: boolean;
  readonly allocations: readonly { readonly invoiceNumber: string; readonly amountMinor: number }[];
  readonly onAccountMinor: number;
  readonly messageIds: readonly string[];
}
