import {
  type InvoiceEvent,
  invoiceEvents,
  isDailyRate,
  isLawCode,
  leastTermDays,
  mostTermDays,
  mostTermMonths,
} from '../contract';
import { type PaymentTerms, termsStarts } from '../due-date';
import type { IsoDate } from '../time';
import type { Cells } from './cells';
import type { ImportField, ImportedContract, ImportedInvoice } from './fields';

const orNull = (is: (text: string) => boolean) => (text: string) => (is(text) ? text : null);

/** The contract that a row names, with what it says of it. */
export function readContract(row: Cells): ImportedContract | undefined {
  const number = row.text('contractNumber');
  const fields = {
    governingLaw: row.as('governingLaw', 'the code of a law such as CN or GB-EAW', orNull(isLawCode)),
    forum: row.text('forum', 200),
    clause: row.text('interestClause', 60),
    interestRate: row.as('interestRate', 'a share of the principal a day such as 0.0005', orNull(isDailyRate)),
    interestStartDay: row.whole('interestStartDay', 1, mostTermDays),
    lawConnected: row.flag('lawConnected'),
    creditorIsSmall: row.flag('creditorIsSmall'),
    debtorIsLarge: row.flag('debtorIsLarge'),
  };
  const stated = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (number !== undefined) return { number, ...Object.fromEntries(stated) };
  if (stated.length > 0) row.report('contractNumber', '', 'the number of the contract of which the row speaks');
  return undefined;
}

const termsColumns = ['termsMonths', 'termsDays', 'termsEndOfMonth', 'termsRoll'] as const;

/** When the sum is due by its contract, where the row says so. */
export function readTerms(row: Cells): PaymentTerms | undefined {
  const named = row.oneOf('termsFrom', termsStarts);
  const from = termsStarts.find((start) => start === named);
  const months = row.whole('termsMonths', 0, mostTermMonths) ?? 0;
  const days = row.whole('termsDays', leastTermDays, mostTermDays) ?? 0;
  const endOfMonth = row.oneOf('termsEndOfMonth', ['no', 'first', 'last']);
  const roll = row.oneOf('termsRoll', ['no', 'nextBankDay']);
  if (from === undefined) {
    const stated = termsColumns.some((field) => row.text(field) !== undefined);
    if (stated && row.text('termsFrom') === undefined) {
      row.report('termsFrom', '', `from what the time to pay runs: one of ${termsStarts.join(', ')}`);
    }
    return undefined;
  }
  return {
    ...{ from, months, days },
    endOfMonth: endOfMonth === 'first' || endOfMonth === 'last' ? endOfMonth : 'no',
    roll: roll === 'nextBankDay' ? roll : 'no',
  };
}

const eventColumns: Readonly<Record<InvoiceEvent, ImportField>> = {
  ordered: 'orderedDate',
  shipped: 'shippedDate',
  delivered: 'deliveredDate',
  accepted: 'acceptedDate',
  received: 'receivedDate',
  dispatched: 'dispatchedDate',
};

/** The dates of what happened to the order, as far as the row states them. */
export function readEvents(row: Cells): ImportedInvoice['events'] {
  const events: Partial<Record<InvoiceEvent, IsoDate>> = {};
  for (const event of invoiceEvents) {
    const column = eventColumns[event];
    const date = row.date(column, row.text(column));
    if (date !== undefined) events[event] = date;
  }
  return events;
}
