import type { EpochDay } from '../../domain/time';

/** What makes the working days of a year differ from its weekdays. */
export interface YearDays {
  /** Weekdays off, ascending. */
  readonly off: readonly EpochDay[];
  /** Saturdays and Sundays that are worked, ascending. */
  readonly worked: readonly EpochDay[];
}

/** The holidays of a country, for the years in which they are known; plain data, so that threads can be told. */
export interface CountryHolidays {
  /** Which data this is. */
  readonly version: string;
  readonly firstYear: number;
  readonly lastYear: number;
  /** From `firstYear` to `lastYear`. */
  readonly years: readonly YearDays[];
}

const unknownYear: YearDays = { off: [], worked: [] };

/** The days of a year; nothing before the first and after the last one that is known. */
export const daysInYear = ({ firstYear, years }: CountryHolidays, year: number): YearDays =>
  years[year - firstYear] ?? unknownYear;
