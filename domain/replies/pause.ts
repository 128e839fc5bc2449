import { addBankDays, creditorDayOf, startOfCreditorDay, type Calendar } from '../calendar';
import { DomainError } from '../errors';
import { addMinutes, type EpochMinute } from '../time';

// Decisions 4.5: a reply that nobody classifies stops automatic messages for so long.
const PAUSE_WORKING_DAYS = 2;

/**
 * Until when a reply of `at` pauses automatic messages: the same time of day on the second working day after it. The working
 * days are those of the people who read it, so the calendar must be of the creditor's country.
 *
 * @throws DomainError when the calendar ends before
 */
export function replyPauseEnd(calendar: Calendar, at: EpochMinute): EpochMinute {
  const day = creditorDayOf(calendar, at);
  const end = addBankDays(calendar, day, PAUSE_WORKING_DAYS);
  if (typeof end !== 'number')
    throw new DomainError('outsideCalendar', `No second working day after day ${day} in the calendar`);
  return addMinutes(startOfCreditorDay(calendar, end), at - startOfCreditorDay(calendar, day));
}
