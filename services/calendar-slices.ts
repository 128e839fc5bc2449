import type { CalendarSlice } from '../domain/calendar';
import { publicHolidays } from './calendar/public-holidays';
import { type SliceRequest, sliceWith } from './calendar/slice';

/** Where creditor and debtor are, and which days are needed. The country is ISO 3166-1 alpha-2; null: nobody knows it. */
export interface CalendarRequest extends SliceRequest {
  readonly debtorCountry: string | null;
}

/**
 * The calendar slice of a case (decisions 1.5, 2.14): changes of the clock in both zones, days off and make-up days of
 * the debtor's country. Where nobody knows the holidays of a year or a country, its days are provisional.
 * @throws DomainError for a zone that does not exist, or a calendar file that cannot be used.
 */
export const calendarSlice = ({ debtorCountry, ...request }: CalendarRequest): CalendarSlice =>
  sliceWith(request, debtorCountry === null ? null : publicHolidays(debtorCountry));
