import { addBankDays, creditorDayOf, isWorkingDay, startOfCreditorDay, type Calendar } from '../calendar';
import { DomainError } from '../errors';
import type { StepEffect } from '../plan';
import { addMinutes, type EpochMinute } from '../time';

/** Steps of which sales hear one working day before (decisions 4.7): letters, and what goes to a lawyer. */
export const headsUpEffects: readonly StepEffect[] = ['sendLetter', 'instructLawyer'];

/**
 * When one working day of notice has passed: the same hour of the next working day, and a whole working day where the notice
 * was given on a day off. Working days are those of the debtor's country, on which the step itself may be taken.
 *
 * @throws DomainError when the calendar does not reach that day
 */
export function noticeEnd(calendar: Calendar, at: EpochMinute): EpochMinute {
  const day = creditorDayOf(calendar, at);
  const working = isWorkingDay(calendar, day);
  const next = addBankDays(calendar, day, working ? 1 : 2);
  if (typeof next !== 'number')
    throw new DomainError('calendarTooShort', `The calendar does not reach the working day after minute ${at}`);
  return addMinutes(startOfCreditorDay(calendar, next), working ? at - startOfCreditorDay(calendar, day) : 0);
}
