import { DomainError } from '../domain/errors';
import { type EpochDay, type IsoDate, dayOf, epochDay, isoDateOf } from '../domain/time';

const msPerDay = 86_400_000;

/**
 * An amount column as the safe integer that the domain works with.
 *
 * @throws DomainError when the column holds more than 2^53 - 1 minor units.
 */
export function minorOf(column: bigint): number {
  const value = Number(column);
  if (Number.isSafeInteger(value)) return value;
  throw new DomainError('unsafeAmount', `${column} minor units cannot be held exactly; expected at most 2^53 - 1`);
}

/** A `date` column, which arrives as midnight UTC, as a day. */
export const dayOfColumn = (column: Date): EpochDay => epochDay(Math.floor(column.getTime() / msPerDay));

/** A `date` column as `YYYY-MM-DD`. */
export const isoDateOfColumn = (column: Date): IsoDate => isoDateOf(dayOfColumn(column));

/** A day, or a date, in the form that a `date` column takes: midnight UTC. */
export function columnOfDay(day: EpochDay | IsoDate): Date {
  return new Date((typeof day === 'number' ? day : dayOf(day)) * msPerDay);
}

/** An instant column as an ISO string in UTC, with milliseconds. */
export const instantOfColumn = (column: Date): string => column.toISOString();
