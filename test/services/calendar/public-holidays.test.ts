import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isoDateOf, parseDay, weekdayOf } from '../../../domain/time';
import { daysInYear } from '../../../services/calendar/country-holidays';
import { libraryCountries } from '../../../services/calendar/library-holidays';
import { calendarsFolder, publicHolidays } from '../../../services/calendar/public-holidays';
import { readCalendarFile } from '../../../services/calendar/read-calendar-file';

function daysOf(country: string, year: number) {
  const holidays = publicHolidays(country);
  return holidays === null ? null : daysInYear(holidays, year);
}

const daysOff = (country: string, year: number) =>
  (daysOf(country, year)?.off ?? []).map((day) => isoDateOf(day).slice(5));

describe('the holidays of 2026 that fall on weekdays', () => {
  // From the announcements of each country; those on a Saturday or Sunday without a substitute are left out.
  it.each([
    ['CN', '01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07'], // prettier-ignore
    ['DE', '01-01 04-03 04-06 05-01 05-14 05-25 12-25'],
    ['ES', '01-01 01-06 04-03 05-01 10-12 12-08 12-25'],
    ['FR', '01-01 04-06 05-01 05-08 05-14 05-25 07-14 11-11 12-25'],
    ['GB', '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    ['HK', '01-01 02-17 02-18 02-19 04-03 04-06 04-07 05-01 05-25 06-19 07-01 10-01 10-19 12-25'],
    ['IT', '01-01 01-06 04-06 05-01 06-02 12-08 12-25'],
    ['JP', '01-01 01-02 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23 12-31'], // prettier-ignore
    ['NL', '01-01 04-06 04-27 05-14 05-25 12-25'],
    ['PT', '01-01 04-03 05-01 06-04 06-10 10-05 12-01 12-08 12-25'],
    ['SG', '01-01 02-17 02-18 04-03 05-01 05-27 06-01 08-10 11-09 12-25'],
    ['US', '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25'],
  ])('R27 are known for %s', (country, expected) => {
    expect(daysOff(country, 2026)).toEqual(expected.split(' '));
  });

  it('R27 are not claimed for India, where they differ by state', () => {
    expect(publicHolidays('IN')).toBeNull();
  });
});

describe('special years', () => {
  it.each([
    ['GB', 2022, '06-02 06-03 09-19', 'jubilee and funeral'],
    ['GB', 2020, '05-08', 'early May moved to VE Day'],
    ['JP', 2021, '07-22 07-23 08-09', 'moved for the Games'],
    ['US', 2027, '12-24 12-31', 'observed on the Friday before'],
    ['DE', 2017, '10-31', 'Reformation Day in all states'],
    ['DK', 2023, '05-05', 'Great Prayer Day for the last time'],
  ])('know the days of %s in %i: %s (%s)', (country, year, expected) => {
    expect(daysOff(country, year)).toEqual(expect.arrayContaining(expected.split(' ')));
  });

  it('end with what somebody can know', () => {
    const ends = ['CN', 'SG', 'HK', 'DE'].map((country) => publicHolidays(country)?.lastYear);
    expect(ends).toEqual([2026, 2027, 2027, 2030]);
    expect(daysOf('DE', 2031)).toEqual({ off: [], worked: [] });
    expect(daysOf('CN', 2027)).toEqual({ off: [], worked: [] });
  });

  it('hold ascending weekdays of 2027, for every country of the library', () => {
    for (const country of libraryCountries) {
      const { off } = daysOf(country, 2027) ?? { off: [] };
      expect(off.length).toBeGreaterThan(4);
      expect(off).toEqual([...off].sort((a, b) => a - b));
      expect(off.every((day) => weekdayOf(day) <= 5 && isoDateOf(day).startsWith('2027'))).toBe(true);
    }
  });
});

describe('the calendar files', () => {
  it.each(readdirSync(calendarsFolder()))('%s can be read', (file) => {
    const calendar = readCalendarFile(file, readFileSync(join(calendarsFolder(), file)));
    expect(calendar.lastYear).toBeGreaterThanOrEqual(2026);
  });

  it('R27 agree with the collected notices of the State Council in every year, but for one day that those lack', () => {
    const collected: unknown = JSON.parse(readFileSync(require.resolve('chinese-days/dist/chinese-days.json'), 'utf8'));
    const lists = z.record(z.string(), z.record(z.string(), z.string())).parse(collected);
    const datesOf = (list: string) => Object.keys(lists[list] ?? {}).sort();
    const ours = Array.from({ length: 23 }, (_, index) => daysOf('CN', 2004 + index));
    const isWeekday = (date: string) => weekdayOf(parseDay(date)) <= 5;
    expect(ours.flatMap((year) => year?.off.map(isoDateOf) ?? [])).toEqual(datesOf('holidays').filter(isWeekday));
    // Saturday 31 December 2005 was worked for 2 and 3 January 2006.
    expect(ours.flatMap((year) => year?.worked.map(isoDateOf) ?? [])).toEqual(
      [...datesOf('workdays'), '2005-12-31'].sort(),
    );
  });
});
