import { z } from 'zod';
import { type PaymentTerms, type TermEvents, termsStarts } from './due-date';
import { dayOf, type IsoDate } from './time';

/** What may happen to an order and its invoice, and from what the time to pay may run. */
export const invoiceEvents = ['ordered', 'shipped', 'delivered', 'accepted', 'received', 'dispatched'] as const;
export type InvoiceEvent = (typeof invoiceEvents)[number];

/** The dates of the events of one invoice; null: not yet, or nobody recorded it. `received`: the invoice, by the debtor. */
export type InvoiceEvents = Readonly<Record<InvoiceEvent, IsoDate | null>>;

export const noEvents: InvoiceEvents = {
  ordered: null,
  shipped: null,
  delivered: null,
  accepted: null,
  received: null,
  dispatched: null,
};

/** What a contract says; null: nobody recorded it, and while a mandatory one is null no interest is claimed (decisions 7). */
export interface ContractFields {
  /** ISO 3166 code of the governing law, such as CN or GB-EAW. */
  readonly governingLaw: string | null;
  readonly forum: string | null;
  /** Number of the clause on late payment (S88). */
  readonly clause: string | null;
  /** Decimal string: a share of the principal a day. */
  readonly interestRate: string | null;
  /** First day past due that bears interest (X14). */
  readonly interestStartDay: number | null;
  readonly lawConnected: boolean | null;
  readonly creditorIsSmall: boolean | null;
  readonly debtorIsLarge: boolean | null;
}

export const unknownContract: ContractFields = {
  governingLaw: null,
  forum: null,
  clause: null,
  interestRate: null,
  interestStartDay: null,
  lawConnected: null,
  creditorIsSmall: null,
  debtorIsLarge: null,
};

// Longer than any term that anybody agrees on; a prepayment may be due some months before the planned shipment (S50).
export const mostTermDays = 1_000;
export const leastTermDays = -366;
export const mostTermMonths = 120;

/** Terms of payment where they enter: a request, or a row of the database. */
export const paymentTermsSchema = z.strictObject({
  from: z.enum(termsStarts, { error: `expected one of ${termsStarts.join(', ')}` }),
  months: z.number().int().min(0).max(mostTermMonths).default(0),
  days: z.number().int().min(leastTermDays).max(mostTermDays).default(0),
  endOfMonth: z.enum(['no', 'first', 'last'], { error: 'expected no, first or last' }).default('no'),
  roll: z.enum(['no', 'nextBankDay'], { error: 'expected no or nextBankDay' }).default('no'),
}) satisfies z.ZodType<PaymentTerms>;

/** Whether a text may be the code of a governing law: a country, or a part of one with a law of its own. */
export const isLawCode = (text: string): boolean => /^[A-Z]{2}(-[A-Z]{2,3})?$/.test(text);

/** Whether a text is a share of the principal a day: from 0 to below 1. */
export const isDailyRate = (text: string): boolean => /^0(\.\d{1,12})?$/.test(text);

/** The events as the rules of due dates know them. */
export const termEventsOf = (invoiceDate: IsoDate, events: InvoiceEvents): TermEvents => {
  const dayOr = (date: IsoDate | null) => (date === null ? null : dayOf(date));
  return {
    invoiceDay: dayOf(invoiceDate),
    receiptDay: dayOr(events.received),
    deliveryDay: dayOr(events.delivered),
    acceptanceDay: dayOr(events.accepted),
    orderDay: dayOr(events.ordered),
    shipmentDay: dayOr(events.shipped),
  };
};
