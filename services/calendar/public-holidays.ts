import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../../domain/errors';
import type { CountryHolidays } from './country-holidays';
import { libraryHolidays } from './library-holidays';
import { readCalendarFile } from './read-calendar-file';

const read = new Map<string, CountryHolidays | null>();

/**
 * The holidays of a country (ISO 3166-1 alpha-2): from its calendar file, else from the library; null when nobody knows them.
 * @throws DomainError `badCalendarFile` when its file cannot be used.
 */
export function publicHolidays(country: string): CountryHolidays | null {
  const known = read.get(country);
  if (known !== undefined) return known;
  const holidays = holidaysOfFile(country) ?? libraryHolidays(country);
  read.set(country, holidays);
  return holidays;
}

function holidaysOfFile(country: string): CountryHolidays | null {
  const folder = calendarsFolder();
  const file = readdirSync(folder).find((name) => name === `${country}.yaml`);
  return file === undefined ? null : readCalendarFile(file, readFileSync(join(folder, file)));
}

/** The holidays of the countries that have a calendar file. @throws DomainError `badCalendarFile` when one cannot be used */
export function holidaysOfFiles(): Map<string, CountryHolidays> {
  const countries = readdirSync(calendarsFolder()).flatMap((name) =>
    name.endsWith('.yaml') ? [name.slice(0, -5)] : [],
  );
  return new Map(
    countries.flatMap((country) => {
      const holidays = publicHolidays(country);
      return holidays === null ? [] : [[country, holidays] as const];
    }),
  );
}

/** The folder of the calendar files, from the sources and from their compiled copies below `dist/` alike: the compiler does not copy them. */
export function calendarsFolder(): string {
  const folder = [join(__dirname, '..'), join(__dirname, '..', '..', '..', 'services')]
    .map((path) => join(path, 'calendars'))
    .find((path) => existsSync(path));
  if (folder === undefined) {
    throw new DomainError('noCalendars', `No folder calendars found near ${__dirname}: the checkout is incomplete`);
  }
  return folder;
}
