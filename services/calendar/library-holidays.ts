import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { createRequire } from 'node:module';
import { DomainError } from '../../domain/errors';
import { type EpochDay, MINUTES_PER_DAY, addDays, civilOf, parseDay, weekdayOf } from '../../domain/time';
import type { CountryHolidays, YearDays } from './country-holidays';

/** A country whose holidays the library has right, and in which years. */
interface TrustedCountry {
  readonly from: number;
  readonly through: number;
  /** The part of the country whose days are taken where the whole has too few in common. */
  readonly state?: string;
  readonly types: readonly HolidaysTypes.HolidayType[];
}

const publicDays = (from: number, through = 2030): TrustedCountry => ({ from, through, types: ['public'] });

// Only these: each year was compared day by day with a second, independent table (Python package holidays 0.109), and a year
// in which they differ on a weekday is left out. Not here because it is wrong or differs by region: AU, CA, CH, CN, IN, MY, SG.
const trusted = new Map<string, TrustedCountry>([
  ['AT', publicDays(2010)],
  ['BE', publicDays(2010)],
  ['CZ', publicDays(2016)],
  // Days off in all of Germany, of Spain: those of single regions are not among them.
  ['DE', publicDays(2010)],
  ['ES', publicDays(2023)],
  ['DK', publicDays(2010)],
  ['FR', publicDays(2010)],
  // England and Wales.
  ['GB', { ...publicDays(2013), state: 'ENG' }],
  // The days of a year are gazetted in the year before.
  ['HK', publicDays(2016, 2027)],
  ['IE', publicDays(2023)],
  ['IT', publicDays(2010)],
  // Banks close also from 31 December to 3 January (Banking Act).
  ['JP', { ...publicDays(2010), types: ['public', 'bank'] }],
  ['LU', publicDays(2010)],
  // Good Friday and Liberation Day are days off by agreement only, and not counted.
  ['NL', publicDays(2010)],
  ['NO', publicDays(2010)],
  ['NZ', publicDays(2012)],
  ['PL', publicDays(2019)],
  ['PT', publicDays(2016)],
  ['SE', publicDays(2010)],
  // Federal holidays; when one falls on a weekend, the library calls its substitute a bank day.
  ['US', { ...publicDays(2010), types: ['public', 'bank'] }],
]);

/** Countries whose holidays come from the library. */
export const libraryCountries: readonly string[] = [...trusted.keys()];

/** The holidays of a country by the library date-holidays; null for one that it does not know or has wrong. */
export function libraryHolidays(country: string): CountryHolidays | null {
  const entry = trusted.get(country);
  if (entry === undefined) return null;
  const { version, Library } = loadLibrary();
  const { from, through, state, types } = entry;
  const library =
    state === undefined
      ? new Library(country, { types: [...types] })
      : new Library(country, state, { types: [...types] });
  const years = new Map<number, YearDays>();
  const listedOf = listedByYear(library);
  return {
    version: `date-holidays ${version}`,
    firstYear: from,
    lastYear: through,
    inYear(year) {
      if (year < from || year > through) return { off: [], worked: [] };
      const known = years.get(year) ?? { off: daysOff(listedOf, year, types), worked: [] };
      years.set(year, known);
      return known;
    },
  };
}

type ListedOf = (year: number) => readonly HolidaysTypes.Holiday[];

/** What the library lists for a year, asked once: it takes 5 ms, and two years need the same list. */
function listedByYear(library: Holidays): ListedOf {
  const years = new Map<number, readonly HolidaysTypes.Holiday[]>();
  return (year) => {
    const listed = years.get(year) ?? library.getHolidays(year);
    years.set(year, listed);
    return listed;
  };
}

function daysOff(listedOf: ListedOf, year: number, types: TrustedCountry['types']): EpochDay[] {
  // A substitute may lie in the year before its holiday: New Year's Day of 2028 is observed on 31 December 2027 in the US.
  const listed = [...listedOf(year), ...listedOf(year + 1)];
  const days = listed
    .filter(({ type }) => types.includes(type))
    .flatMap(({ date, start, end }) => {
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / (MINUTES_PER_DAY * 60_000)));
      return Array.from({ length }, (_, index) => addDays(parseDay(date.slice(0, 10)), index));
    })
    .filter((day) => civilOf(day).year === year && weekdayOf(day) <= 5);
  return [...new Set(days)].sort((a, b) => a - b);
}

let loaded: { readonly version: string; readonly Library: typeof Holidays } | undefined;

/** Loaded when a country needs it: it takes 90 ms and 20 MB, which a book within China should not pay. */
function loadLibrary() {
  if (loaded !== undefined) return loaded;
  const load = createRequire(__filename);
  const Library: unknown = load('date-holidays');
  const about: unknown = load('date-holidays/package.json');
  if (!isHolidays(Library) || typeof about !== 'object' || about === null || !('version' in about)) {
    throw new DomainError(
      'badLibrary',
      'The package date-holidays is not the one of the lockfile; expected a class and a version',
    );
  }
  loaded = { version: String(about.version), Library };
  return loaded;
}

const isHolidays = (value: unknown): value is typeof Holidays => typeof value === 'function';
