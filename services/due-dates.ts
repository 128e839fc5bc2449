import { type Calendar, compileCalendar } from '../domain/calendar';
import { type InvoiceEvents, paymentTermsSchema, termEventsOf } from '../domain/contract';
import { type PaymentTerms, type TermsFrom, completionDay, effectiveDueDate } from '../domain/due-date';
import { DomainError } from '../domain/errors';
import { type EpochDay, type IsoDate, isoDate, isoDateOf } from '../domain/time';
import { calendarSlice } from './calendar-slices';
import { isoDateOfColumn } from './columns';

/**
 * The effective due date of a sum of which nobody knows yet when it is due: the event from which its terms count has not been
 * recorded (K2). Later than every due date, so that whoever asks what is overdue passes over it.
 */
export const notDueYet: IsoDate = isoDate('9999-12-31');

// The longest public holidays leave a bank day within this many days.
const BANK_DAY_WITHIN = 40;

/** What the effective due date of an invoice depends on. `dueDate` is as stated: it holds where no terms are known. */
export interface DueFacts {
  readonly invoiceDate: IsoDate;
  readonly dueDate: IsoDate;
  readonly terms: PaymentTerms | null;
  readonly events: InvoiceEvents;
}

/** In whose country banks have to be open, and what the time is there. */
export interface DebtorPlace {
  readonly country: string;
  readonly zone: string;
}

/** The effective due date (decisions 1.4), or the event without which nothing is due. */
export type DueAnswer =
  | { readonly ok: true; readonly dueDate: IsoDate }
  | { readonly ok: false; readonly dueDate: IsoDate; readonly waitsFor: TermsFrom };

/** When an invoice is due by its terms, else as stated. */
export function dueDateUnder({ invoiceDate, dueDate, terms, events }: DueFacts, place: DebtorPlace): DueAnswer {
  if (terms === null) return { ok: true, dueDate };
  const happened = termEventsOf(invoiceDate, events);
  // Y12: what counts as completion is acceptance and, without one, delivery.
  const answer = effectiveDueDate(terms, happened, 'acceptanceElseDelivery', (day) => bankCalendar(place, day));
  if ('needCalendarThrough' in answer) {
    const from = isoDateOf(answer.needCalendarThrough);
    throw new DomainError(
      'noBankDay',
      `Banks of ${place.country} do not open within ${BANK_DAY_WITHIN} days before ${from}`,
    );
  }
  return answer.ok
    ? { ok: true, dueDate: isoDateOf(answer.dueDay) }
    : { ok: false, dueDate: notDueYet, waitsFor: answer.waitsFor };
}

const bankCalendar = ({ country, zone }: DebtorPlace, from: EpochDay): Calendar =>
  compileCalendar(
    calendarSlice({ creditorZone: zone, debtorZone: zone, debtorCountry: country, from, days: BANK_DAY_WITHIN }),
  );

/** The columns of an invoice on which its effective due date depends. */
export interface DueColumns {
  readonly invoiceDate: Date;
  readonly dueDate: Date;
  readonly terms: unknown;
  readonly orderedAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly receivedAt: Date | null;
  readonly invoiceDispatchedAt: Date | null;
}

const dateOr = (column: Date | null): IsoDate | null => (column === null ? null : isoDateOfColumn(column));

/** The facts of a stored invoice. @throws ZodError when its terms are none. */
export const dueFactsOf = (row: DueColumns): DueFacts => ({
  invoiceDate: isoDateOfColumn(row.invoiceDate),
  dueDate: isoDateOfColumn(row.dueDate),
  terms: row.terms === null ? null : paymentTermsSchema.parse(row.terms),
  events: {
    ordered: dateOr(row.orderedAt),
    shipped: dateOr(row.shippedAt),
    delivered: dateOr(row.deliveredAt),
    accepted: dateOr(row.acceptedAt),
    received: dateOr(row.receivedAt),
    dispatched: dateOr(row.invoiceDispatchedAt),
  },
});

/** The day on which an order was completed, as its invoice keeps it (Y12). */
export function completedOn(invoiceDate: IsoDate, events: InvoiceEvents): IsoDate | null {
  const day = completionDay(termEventsOf(invoiceDate, events), 'acceptanceElseDelivery');
  return day === null ? null : isoDateOf(day);
}
