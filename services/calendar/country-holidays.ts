import type { EpochDay } from '../../domain/time';

/** What makes the working days of a year differ from its weekdays. */
export interface YearDays {
  /** Weekdays off, ascending. */
  readonly off: readonly EpochDay[];
  /** Saturdays and Sundays that are worked, ascending. */
  readonly worked: readonly EpochDay[];
}

/** The holidays of a country, for the years in which they are known. */
export interface CountryHolidays {
  /** Which data this is. */
  readonly version: string;
  readonly firstYear: number;
  readonly lastYear: number;
  /** Nothing before `firstYear` and after `lastYear`. */
  inYear(year: number): YearDays;
}
