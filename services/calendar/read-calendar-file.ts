import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { type EpochDay, addDays, civilOf, isIsoDate, parseDay, weekdayOf } from '../../domain/time';
import { decodePolicy } from '../policy-text';
import { readYaml } from '../policy-yaml';
import type { CountryHolidays, YearDays } from './country-holidays';

const calendarSchema = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166-1'),
  version: z.string().min(1),
  source: z.string().min(1),
  years: z
    .array(z.strictObject({ year: z.int().min(1900).max(2199), off: z.array(z.string()), worked: z.array(z.string()) }))
    .min(1),
});

type CalendarYear = z.infer<typeof calendarSchema>['years'][number];

// A century of a country with many holidays and make-up days.
const MAX_BYTES = 100_000;

/** Refuses the file: what stands at `path`, and what was expected there. */
type Refuse = (path: string, value: unknown, expected: string) => never;

/**
 * Reads a calendar file `<country>.yaml`: for consecutive years the days off (`2026-01-01` or `2026-02-15..2026-02-23`,
 * weekends may be among them) and the make-up working days, both in order.
 *
 * @throws DomainError `badCalendarFile` with file, line, what stands there and what was expected, for the first fault: wrong
 *   form, a missing year, an impossible date, a date of another year, twice, out of order, or off and worked at once.
 */
export function readCalendarFile(file: string, bytes: Uint8Array): CountryHolidays {
  if (bytes.length > MAX_BYTES) refuseAt(file, 1, `${bytes.length} bytes`, `a calendar of at most ${MAX_BYTES} bytes`);
  const decoded = decodePolicy(bytes);
  const yaml = decoded.ok ? readYaml(decoded.text) : decoded;
  if (!yaml.ok) {
    const [problem] = yaml.problems;
    return refuseAt(file, problem?.line ?? 1, problem?.value, problem?.expected ?? 'valid YAML');
  }
  const refuse: Refuse = (path, value, expected) => refuseAt(file, yaml.placeOf(path).line, value, expected);
  const parsed = calendarSchema.safeParse(yaml.document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map(String);
    return refuse(path.join('.'), valueAt(yaml.document, path), issue?.message ?? 'a calendar');
  }
  const { country, version, years } = parsed.data;
  if (file !== `${country}.yaml`) refuse('country', country, `${file.slice(0, 2)}, as the file is named`);
  const days = years.map((year, index) => readYear(year, `years.${index}`, refuse));
  const firstYear = years[0]?.year ?? 0;
  years.forEach(({ year }, index) => {
    if (year !== firstYear + index) refuse(`years.${index}.year`, year, `the year ${firstYear + index}, without a gap`);
  });
  return {
    version: `${country} ${version}`,
    firstYear,
    lastYear: firstYear + years.length - 1,
    years: days,
  };
}

function refuseAt(file: string, line: number, value: unknown, expected: string): never {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  const short = text.length > 80 ? `${text.slice(0, 80)} ...` : text;
  throw new DomainError(
    'badCalendarFile',
    `Calendar ${file}, line ${line}: ${short} stands there; expected ${expected}`,
  );
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

function readYear({ year, off, worked }: CalendarYear, path: string, refuse: Refuse): YearDays {
  const daysOff = readDays(off, year, `${path}.off`, refuse);
  const daysWorked = readDays(worked, year, `${path}.worked`, refuse);
  const isOff = new Set<number>(daysOff.map(({ day }) => day));
  for (const { day, text, path: place } of daysWorked) {
    if (weekdayOf(day) <= 5) refuse(place, text, 'a Saturday or Sunday: other days are worked anyway');
    if (isOff.has(day)) refuse(place, text, 'a day that is not off in the same year');
  }
  return {
    off: daysOff.map(({ day }) => day).filter((day) => weekdayOf(day) <= 5),
    worked: daysWorked.map(({ day }) => day),
  };
}

interface ReadDay {
  readonly day: EpochDay;
  readonly text: string;
  readonly path: string;
}

/** The days of an ascending list of dates and ranges. */
function readDays(texts: readonly string[], year: number, path: string, refuse: Refuse): ReadDay[] {
  const days: ReadDay[] = [];
  texts.forEach((text, index) => {
    const place = `${path}.${index}`;
    const [first = '', last = first, ...more] = text.split('..');
    if (!isIsoDate(first) || !isIsoDate(last) || more.length > 0) {
      refuse(place, text, 'a calendar date YYYY-MM-DD, or two as in 2026-10-01..2026-10-07');
    }
    const [from, through] = [parseDay(first), parseDay(last)];
    if (from > through) refuse(place, text, 'a range that ends after it starts');
    if (civilOf(from).year !== year || civilOf(through).year !== year) refuse(place, text, `dates of ${year}`);
    const before = days.at(-1);
    if (before !== undefined && from <= before.day) {
      refuse(place, text, `dates after ${before.text}: in order, none twice, ranges apart`);
    }
    for (let day = from; day <= through; day = addDays(day, 1)) days.push({ day, text, path: place });
  });
  return days;
}
