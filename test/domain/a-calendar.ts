import { type Calendar, type CalendarSlice, compileCalendar } from '../../domain/calendar';
import type { ZoneTable } from '../../domain/calendar/zone-table';
import { OPEN_ENDED, minuteOf, parseDay } from '../../domain/time';

/** A zone table from instants and offsets. */
export const zone = (
  name: string,
  ...transitions: readonly (readonly [instant: string, offsetMinutes: number])[]
): ZoneTable => ({
  zone: name,
  transitions: transitions.map(([instant, offset]) => [minuteOf(instant), offset]),
});

export const berlin = zone(
  'Europe/Berlin',
  ['2025-10-26T01:00Z', 60],
  ['2026-03-29T01:00Z', 120],
  ['2026-10-25T01:00Z', 60],
);
export const newYork = zone(
  'America/New_York',
  ['2025-11-02T06:00Z', -300],
  ['2026-03-08T07:00Z', -240],
  ['2026-11-01T06:00Z', -300],
);
export const shanghai = zone('Asia/Shanghai', ['1991-09-14T15:00Z', 480]);
// From 2026-04-24 00:00 on the clock of Cairo shows one hour more: that day has no midnight.
export const cairo = zone(
  'Africa/Cairo',
  ['2025-10-30T21:00Z', 120],
  ['2026-04-23T22:00Z', 180],
  ['2026-10-29T21:00Z', 120],
);

/** The year 2026 in Shanghai without holidays, changed by `overrides`. */
export function aCalendar(overrides: Partial<CalendarSlice> = {}): Calendar {
  return compileCalendar({
    v: 1,
    from: parseDay('2026-01-01'),
    through: parseDay('2026-12-31'),
    provisionalFrom: OPEN_ENDED,
    version: 'test',
    creditorZone: shanghai,
    debtorZone: shanghai,
    holidays: [],
    workingWeekends: [],
    ...overrides,
  });
}
