import { addBankDays, type Calendar } from './calendar';
import { DomainError } from './errors';
import { addDays, type EpochDay } from './time';

/**
 * The first day on which a promise no longer protects: the day after the promised date plus grace in bank days of the
 * debtor's calendar (U3, decisions 1.3).
 *
 * @throws DomainError when the calendar does not reach that day.
 */
export function graceEndOf(calendar: Calendar, promisedFor: EpochDay, graceBankDays: number): EpochDay {
  const last = addBankDays(calendar, promisedFor, graceBankDays);
  if (typeof last === 'number') return addDays(last, 1);
  throw new DomainError(
    'calendarTooShort',
    `The calendar does not reach ${graceBankDays} bank days after day ${promisedFor}`,
  );
}
