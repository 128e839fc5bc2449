import { readFileSync } from 'node:fs';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { z } from 'zod';
import { addDays, civilOf, isoDateOf, MINUTES_PER_DAY, parseDay, weekdayOf, type EpochDay } from '../../domain/time';

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
const trusted: Readonly<Record<string, TrustedCountry>> = {
  AT: publicDays(2010),
  BE: publicDays(2010),
  CZ: publicDays(2016),
  // Days off in all of Germany, of Spain: those of single regions are not among them.
  DE: publicDays(2010),
  ES: publicDays(2023),
  DK: publicDays(2010),
  FR: publicDays(2010),
  // England and Wales.
  GB: { ...publicDays(2013), state: 'ENG' },
  // The days of a year are gazetted in the year before.
  HK: publicDays(2016, 2027),
  IE: publicDays(2023),
  IT: publicDays(2010),
  // Banks close also from 31 December to 3 January (Banking Act).
  JP: { ...publicDays(2010), types: ['public', 'bank'] },
  LU: publicDays(2010),
  // Good Friday and Liberation Day are days off by agreement only, and not counted.
  NL: publicDays(2010),
  NO: publicDays(2010),
  NZ: publicDays(2012),
  PL: publicDays(2019),
  PT: publicDays(2016),
  SE: publicDays(2010),
  // Federal holidays; when one falls on a weekend, the library calls its substitute a bank day.
  US: { ...publicDays(2010), types: ['public', 'bank'] },
};

function daysOff(library: Holidays, year: number, types: TrustedCountry['types']): EpochDay[] {
  // A substitute may lie in the year before its holiday: New Year's Day of 2028 is observed on 31 December 2027 in the US.
  const listed = [...library.getHolidays(year), ...library.getHolidays(year + 1)];
  const days = listed
    .filter(({ type }) => types.includes(type))
    .flatMap(({ date, start, end }) => {
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / (MINUTES_PER_DAY * 60_000)));
      return Array.from({ length }, (_, index) => addDays(parseDay(date.slice(0, 10)), index));
    })
    .filter((day) => civilOf(day).year === year && weekdayOf(day) <= 5);
  return [...new Set(days)].sort((a, b) => a - b);
}

function libraryOf(country: string, { state, types }: TrustedCountry): Holidays {
  const options = { types: [...types] };
  return state === undefined ? new Holidays(country, options) : new Holidays(country, state, options);
}

/** The weekdays off of a country in a year by the library, ascending. */
export function libraryDays(country: string, year: number): EpochDay[] {
  const entry = trusted[country];
  return entry === undefined ? [] : daysOff(libraryOf(country, entry), year, entry.types);
}

/** The lines of a country in the table: the weekdays off of each year as `MM-DD`. */
function linesOf(country: string, entry: TrustedCountry): string[] {
  const { from, through, types } = entry;
  const library = libraryOf(country, entry);
  const years = Array.from({ length: through - from + 1 }, (_, index) => from + index);
  const days = (year: number) => daysOff(library, year, types).map((day) => isoDateOf(day).slice(5));
  return [
    `  ${country}: {`,
    `    firstYear: ${from},`,
    '    years: [',
    ...years.map((year) => `      '${days(year).join(' ')}', // ${year}`),
    '    ],',
    '  },',
  ];
}

/** Which library is installed, as the table names it. */
export function installedLibrary(): string {
  const about: unknown = JSON.parse(readFileSync(require.resolve('date-holidays/package.json'), 'utf8'));
  return `date-holidays ${z.object({ version: z.string() }).parse(about).version}`;
}

/** The text of services/calendar/library-table.ts by the library as it is installed; takes some 10 s. */
export function libraryTableText(): string {
  return [
    '/* eslint-disable max-lines -- data */',
    '// Written by test/support/holiday-library.ts: RECORD_HOLIDAYS=1 npm run test:long -- test/services/calendar/library-table',
    '// Days off on weekdays, from the package date-holidays (https://github.com/commenthol/date-holidays; data CC BY-SA 3.0, as is',
    '// this file; attribution in its LICENSE): only the countries and years that a second, independent table confirms.',
    '',
    '/** Which data this is. */',
    `export const libraryVersion = '${installedLibrary()}';`,
    '',
    '/** By country: the days off of each year from `firstYear` on. */',
    'export const libraryTable: Readonly<',
    '  Record<string, { readonly firstYear: number; readonly years: readonly string[] } | undefined>',
    '> = {',
    ...Object.entries(trusted).flatMap(([country, entry]) => linesOf(country, entry)),
    '};',
    '',
  ].join('\n');
}
