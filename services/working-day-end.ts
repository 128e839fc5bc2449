import { addBankDays, compileCalendar, startOfCreditorDay } from '../domain/calendar';
import { DomainError } from '../domain/errors';
import { addDays, dayOf, instantOf } from '../domain/time';
import { calendarSlice } from './calendar-slices';
import { localDateIn } from './local-day';

// The longest row of days off is shorter by far.
const LOOK_AHEAD_DAYS = 31;

/**
 * When the creditor's working day ends on which something that is known at `at` is still to be done: at midnight of that day in
 * the creditor's zone; on a day off, of the next working day.
 */
export function workingDayEnd({ zone, country }: { readonly zone: string; readonly country: string }, at: Date): Date {
  const today = dayOf(localDateIn(zone, at));
  const place = { creditorZone: zone, debtorZone: zone, debtorCountry: country };
  const calendar = compileCalendar(calendarSlice({ ...place, from: addDays(today, -1), days: LOOK_AHEAD_DAYS }));
  const day = addBankDays(calendar, addDays(today, -1), 1);
  if (typeof day !== 'number') throw new DomainError('calendarTooShort', `No working day in ${country} within a month`);
  return new Date(instantOf(startOfCreditorDay(calendar, addDays(day, 1))));
}
