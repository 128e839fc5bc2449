import { daysInYear } from '../../../services/calendar/country-holidays';
import { libraryHolidays } from '../../../services/calendar/library-holidays';
import { installedLibrary, libraryDays } from '../../support/holiday-library';

it('R27 the table of holidays is that of the installed library', () => {
  // All its countries and years: library-table.long.test.ts.
  const japan = libraryHolidays('JP');
  expect(japan?.version).toBe(installedLibrary());
  expect(japan === null ? [] : daysInYear(japan, 2026).off).toEqual(libraryDays('JP', 2026));
});
