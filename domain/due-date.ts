import { type Calendar, type NeedCalendar, coversDay, isWorkingDay } from './calendar';
import { addMonths, endOfMonth } from './months';
import { type EpochDay, addDays } from './time';

/** From which event the time to pay may run. */
export const termsStarts = ['invoiceDate', 'invoiceReceipt', 'delivery', 'completion', 'order', 'shipment'] as const;
export type TermsFrom = (typeof termsStarts)[number];

/**
 * When a contract says that a sum is due: an event, the end of its month where agreed, months and days. Prepayments run from
 * the order or, with negative days, from the planned shipment (S50); a retention runs some months from completion.
 */
export interface PaymentTerms {
  readonly from: TermsFrom;
  readonly months: number;
  readonly days: number;
  /** `first`: to the end of the month, then the days ("end of month + 30"); `last`: the other way ("30 days end of month"). */
  readonly endOfMonth: 'no' | 'first' | 'last';
  readonly roll: 'no' | 'nextBankDay';
}

/** What happened so far; null: not yet, or nobody recorded it. */
export interface TermEvents {
  readonly invoiceDay: EpochDay | null;
  readonly receiptDay: EpochDay | null;
  readonly deliveryDay: EpochDay | null;
  readonly acceptanceDay: EpochDay | null;
  readonly orderDay: EpochDay | null;
  readonly shipmentDay: EpochDay | null;
}

/** What counts as completion (Y12): acceptance and, without one, delivery; or delivery alone. */
export type CompletionReading = 'acceptanceElseDelivery' | 'delivery';

/** The day on which an order was completed (S29, Y12), or null. */
export function completionDay(events: TermEvents, reading: CompletionReading): EpochDay | null {
  return reading === 'delivery' ? events.deliveryDay : (events.acceptanceDay ?? events.deliveryDay);
}

/** `unrolled` is the day before the roll to a bank day; `waitsFor` names the event without which nothing is due. */
export type EffectiveDueDate =
  | { readonly ok: true; readonly dueDay: EpochDay; readonly unrolled: EpochDay }
  | { readonly ok: false; readonly waitsFor: TermsFrom };

/**
 * The effective due date of a contract's terms (decisions 1.4). It never runs from the issue date unless the terms say so
 * (K2): while the event that they name is missing, nothing is due. Asks for a longer calendar where the roll leaves it.
 * @param calendarFrom the calendar of the debtor's banks from a day on; asked only where the terms roll.
 */
export function effectiveDueDate(
  terms: PaymentTerms,
  events: TermEvents,
  reading: CompletionReading,
  calendarFrom: (day: EpochDay) => Calendar,
): EffectiveDueDate | NeedCalendar {
  const start = startOf(terms.from, events, reading);
  if (start === null) return { ok: false, waitsFor: terms.from };
  const base = terms.endOfMonth === 'first' ? endOfMonth(start) : start;
  const counted = addDays(addMonths(base, terms.months), terms.days);
  const unrolled = terms.endOfMonth === 'last' ? endOfMonth(counted) : counted;
  if (terms.roll === 'no') return { ok: true, dueDay: unrolled, unrolled };
  const dueDay = bankDayFrom(calendarFrom(unrolled), unrolled);
  return typeof dueDay === 'number' ? { ok: true, dueDay, unrolled } : dueDay;
}

function startOf(from: TermsFrom, events: TermEvents, reading: CompletionReading): EpochDay | null {
  switch (from) {
    case 'invoiceDate':
      return events.invoiceDay;
    case 'invoiceReceipt':
      return events.receiptDay;
    case 'delivery':
      return events.deliveryDay;
    case 'completion':
      return completionDay(events, reading);
    case 'order':
      return events.orderDay;
    case 'shipment':
      return events.shipmentDay;
  }
}

/** `day` when banks work on it, else the next day on which they do. */
function bankDayFrom(calendar: Calendar, day: EpochDay): EpochDay | NeedCalendar {
  let reached = day;
  while (coversDay(calendar, reached)) {
    if (isWorkingDay(calendar, reached)) return reached;
    reached = addDays(reached, 1);
  }
  return { needCalendarThrough: reached };
}

/**
 * The day on which half of a term has passed, rounded up (S28). The term begins with the invoice date by default, with the
 * delivery in the other reading of Y11: the caller says which. Null for a term shorter than two days, which has no half.
 */
export function halfTermDay(start: EpochDay, dueDay: EpochDay): EpochDay | null {
  const term = dueDay - start;
  return term < 2 ? null : addDays(start, Math.ceil(term / 2));
}
