import { isoDateOf } from '../../../domain/time';
import { daysInYear } from '../../../services/calendar/country-holidays';
import { readCalendarFile } from '../../../services/calendar/read-calendar-file';

const head = ['country: CN', "version: '1'", 'source: a notice', 'years:'];
const year = (number: number, off: readonly string[], worked: readonly string[] = []) => [
  `  - year: ${number}`,
  `    off: [${off.join(', ')}]`,
  `    worked: [${worked.join(', ')}]`,
];
const bytes = (...lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const read = (...lines: readonly string[]) => readCalendarFile('CN.yaml', bytes(...head, ...lines));

describe('a calendar file', () => {
  it('gives weekdays off and weekends worked, year by year', () => {
    const calendar = read(
      ...year(2026, ['2026-01-01..2026-01-03', '2026-05-01'], ['2026-01-04']),
      ...year(2027, ['2027-01-01']),
    );
    expect([calendar.firstYear, calendar.lastYear, calendar.version]).toEqual([2026, 2027, 'CN 1']);
    expect(daysInYear(calendar, 2026).off.map(isoDateOf)).toEqual(['2026-01-01', '2026-01-02', '2026-05-01']);
    expect(daysInYear(calendar, 2026).worked.map(isoDateOf)).toEqual(['2026-01-04']);
    expect(daysInYear(calendar, 2028)).toEqual({ off: [], worked: [] });
  });

  it.each<[string, readonly string[], string]>([
    [
      'a gap between years',
      [...year(2026, []), ...year(2028, [])],
      'line 8: 2028 stands there; expected the year 2027',
    ],
    ['years out of order', [...year(2026, []), ...year(2025, [])], 'line 8: 2025 stands there; expected the year 2027'],
    ['a year twice', [...year(2026, []), ...year(2026, [])], 'line 8: 2026 stands there; expected the year 2027'],
    ['an impossible date', year(2026, ['2026-01-01', '2026-02-30']), 'line 6: "2026-02-30" stands there; expected a calendar date'], // prettier-ignore
    ['29 February of a common year', year(2026, ['2026-02-29']), 'line 6: "2026-02-29" stands there'],
    ['an impossible end of a range', year(2026, ['2026-02-27..2026-02-29']), 'line 6: "2026-02-27..2026-02-29" stands'],
    ['a reversed range', year(2026, ['2026-01-03..2026-01-01']), 'expected a range that ends after it starts'],
    ['a chain of ranges', year(2026, ['2026-01-01..2026-01-02..2026-01-03']), 'expected a calendar date'],
    ['a date twice', year(2026, ['2026-05-01', '2026-05-01']), 'line 6: "2026-05-01" stands there; expected dates after 2026-05-01'], // prettier-ignore
    ['overlapping ranges', year(2026, ['2026-05-01..2026-05-05', '2026-05-05..2026-05-06']), 'line 6: "2026-05-05..2026-05-06" stands there; expected dates after 2026-05-01..2026-05-05'], // prettier-ignore
    ['dates out of order', year(2026, ['2026-05-01', '2026-04-30']), 'line 6: "2026-04-30" stands there'],
    ['make-up days out of order', year(2026, [], ['2026-10-10', '2026-09-20']), 'line 7: "2026-09-20" stands there'],
    ['a date of another year', year(2026, ['2025-12-31']), 'line 6: "2025-12-31" stands there; expected dates of 2026'],
    ['a range into the next year', year(2026, ['2026-12-31..2027-01-01']), 'expected dates of 2026'],
    ['a make-up day on a Monday', year(2026, [], ['2026-01-05']), 'line 7: "2026-01-05" stands there; expected a Saturday'], // prettier-ignore
    ['a day both off and worked', year(2026, ['2026-01-03..2026-01-04'], ['2026-01-04']), 'expected a day that is not off'], // prettier-ignore
    ['an unknown field', [...year(2026, []), '    half: []'], 'line 5: {"year":2026'],
    ['a missing field', ['  - year: 2026', '    off: []'], 'nothing stands there'],
    ['a number for a date', year(2026, ['20260101']), 'line 6: 20260101 stands there'],
    ['a year in words', ['  - year: soon', '    off: []', '    worked: []'], 'line 5: "soon" stands there'],
    ['a year beyond all calendars', year(1e9, []), 'line 5: 1000000000 stands there'],
    ['no years', [], 'null stands there'],
    ['tabs', ['\t- year: 2026'], 'line 5'],
    ['a key twice', ['  - year: 2026', '    off: []', '    off: []', '    worked: []'], 'line 7'],
    ['a prototype for a field', ['__proto__: {}'], 'Calendar CN.yaml, line'],
  ])('with %s is refused with file and line, and nothing of it is used', (_fault, lines, message) => {
    expect(() => read(...lines)).toThrow(message);
    expect(() => read(...lines)).toThrow(/^Calendar CN\.yaml, line \d+: .* stands there; expected ./s);
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', bytes(''), 'CN.yaml, line 1'],
    ['a byte order mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes(...head)]), 'byte order mark'],
    ['another encoding', Uint8Array.from([...bytes('# '), 0xd6, 0xd0]), 'line 2'],
    ['a huge file', new Uint8Array(10_000_000), '10000000 bytes'],
    [
      'the country of another file',
      bytes('country: DE', ...head.slice(1), ...year(2026, [])),
      'line 1: "DE" stands there',
    ],
  ])('that is %s is refused', (_fault, content, message) => {
    expect(() => readCalendarFile('CN.yaml', content)).toThrow(message);
  });
});
