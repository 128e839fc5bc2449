import { DomainError } from './errors';

/** A calendar date `YYYY-MM-DD`, as it stands at the edges (HTTP, CSV, messages, columns). */
export type IsoDate = string & { readonly __brand: 'IsoDate' };

/** Days since 1970-01-01, the form that dates have inside the domain (decisions 2.13). */
export type EpochDay = number & { readonly __brand: 'EpochDay' };

/** Minutes since 1970-01-01T00:00Z, the form that instants have inside the domain (decisions 2.13). */
export type EpochMinute = number & { readonly __brand: 'EpochMinute' };

export const MINUTES_PER_DAY = 1440;

/** Stands for "no end": later than any real day or minute (decisions 2.13). */
export const OPEN_ENDED = 2 ** 30;

function isEpochDay(value: number): value is EpochDay {
  return Number.isSafeInteger(value);
}

function isEpochMinute(value: number): value is EpochMinute {
  return Number.isSafeInteger(value);
}

/** @throws DomainError unless `value` is a whole number of days. */
export function epochDay(value: number): EpochDay {
  if (isEpochDay(value)) return value;
  throw new DomainError('notADay', `${value} is not a whole number of days since 1970-01-01`);
}

/** @throws DomainError unless `value` is a whole number of minutes. */
export function epochMinute(value: number): EpochMinute {
  if (isEpochMinute(value)) return value;
  throw new DomainError('notAMinute', `${value} is not a whole number of minutes since 1970-01-01T00:00Z`);
}

/** `day` moved by a whole number of days. */
export const addDays = (day: EpochDay, days: number): EpochDay => epochDay(day + days);

/** `minute` moved by a whole number of minutes. */
export const addMinutes = (minute: EpochMinute, minutes: number): EpochMinute => epochMinute(minute + minutes);

/** The later of two instants. */
export const laterOf = (a: EpochMinute, b: EpochMinute): EpochMinute => (a >= b ? a : b);

// Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"; eras of 400 years begin on 1 March.
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The Gregorian calendar date of a day. */
export function civilOf(day: EpochDay): { year: number; month: number; day: number } {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

// Dates are written for every message of a simulation: a table is several times faster than padding each number.
const twoDigits: readonly string[] = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
const pad = (value: number): string => twoDigits[value] ?? String(value);

// A day's own date needs no second look at the calendar: only its length can be wrong, after the year 9999.
const isTenLetters = (text: string): text is IsoDate => text.length === 10;

/** `day` as `YYYY-MM-DD`. @throws DomainError outside the years 0 to 9999 */
export function isoDateOf(day: EpochDay): IsoDate {
  const { year, month, day: dayOfMonth } = civilOf(day);
  const text = `${pad(Math.floor(year / 100))}${pad(year % 100)}-${pad(month)}-${pad(dayOfMonth)}`;
  if (isTenLetters(text) && year >= 0) return text;
  throw new DomainError('notADate', `Day ${day} lies in the year ${year}; expected the years 0 to 9999`);
}

/** The whole number that the characters of `text` from `start` to before `end` write; NaN unless all are digits. */
function numberIn(text: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Whether `text` is a real calendar date written `YYYY-MM-DD`; 2026-02-30 is not. */
export function isIsoDate(text: string): text is IsoDate {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const [year, month, day] = [numberIn(text, 0, 4), numberIn(text, 5, 7), numberIn(text, 8, 10)];
  if (Number.isNaN(year + month + day) || month < 1 || month > 12 || day < 1) return false;
  const civil = civilOf(epochDay(daysFromCivil(year, month, day)));
  return civil.month === month && civil.day === day;
}

/** @throws DomainError unless `text` is a real calendar date written `YYYY-MM-DD`. */
export function isoDate(text: string): IsoDate {
  if (isIsoDate(text)) return text;
  throw new DomainError('notADate', `${text} is not a calendar date; expected YYYY-MM-DD`);
}

/** The day that an `IsoDate` names. */
export function dayOf(date: IsoDate): EpochDay {
  return epochDay(daysFromCivil(numberIn(date, 0, 4), numberIn(date, 5, 7), numberIn(date, 8, 10)));
}

/** The day of a text `YYYY-MM-DD`. @throws DomainError when it is no calendar date. */
export const parseDay = (text: string): EpochDay => dayOf(isoDate(text));

/** `minute` as a UTC instant `YYYY-MM-DDTHH:MM:00.000Z`. */
export function instantOf(minute: EpochMinute): string {
  const day = Math.floor(minute / MINUTES_PER_DAY);
  const rest = minute - day * MINUTES_PER_DAY;
  return `${isoDateOf(epochDay(day))}T${pad(Math.floor(rest / 60))}:${pad(rest % 60)}:00.000Z`;
}

const secondsOnly = /^(:\d{2}(\.\d+)?)?Z$/;

/** The minute in which a UTC instant `YYYY-MM-DDTHH:MM[:SS[.sss]]Z` lies; seconds are cut off. @throws DomainError */
export function minuteOf(instant: string): EpochMinute {
  const [hour, minute] = [numberIn(instant, 11, 13), numberIn(instant, 14, 16)];
  const isWritten = instant[10] === 'T' && instant[13] === ':' && secondsOnly.test(instant.slice(16));
  if (!isWritten || !(hour <= 23 && minute <= 59)) {
    throw new DomainError('notAnInstant', `${instant} is not a UTC instant; expected YYYY-MM-DDTHH:MM:SSZ`);
  }
  return epochMinute(parseDay(instant.slice(0, 10)) * MINUTES_PER_DAY + hour * 60 + minute);
}

/** 1 = Monday … 7 = Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: EpochDay): number => ((((day + 3) % 7) + 7) % 7) + 1;
