import { parseDay } from '../../domain/time';
import type { CountryHolidays } from './country-holidays';
import { libraryTable, libraryVersion } from './library-table';

/** Countries whose holidays come from the library. */
export const libraryCountries: readonly string[] = Object.keys(libraryTable);

/**
 * The holidays of a country as the library date-holidays has them; null for one that it does not know or has wrong. They are
 * read from a table that was written with it: to load it takes 90 ms and 20 MB, and to ask it for a year up to 20 ms, in every process
 * and thread.
 */
export function libraryHolidays(country: string): CountryHolidays | null {
  const entry = libraryTable[country];
  if (entry === undefined) return null;
  const { firstYear, years } = entry;
  return {
    version: libraryVersion,
    firstYear,
    lastYear: firstYear + years.length - 1,
    years: years.map((days, index) => ({
      off: days.split(' ').map((day) => parseDay(`${firstYear + index}-${day}`)),
      worked: [],
    })),
  };
}
