import { DomainError } from '../errors';
import { MINUTES_PER_DAY } from '../time';

/** Offsets of a zone from UTC: from `atMinute` (UTC) on, local time is UTC + `offsetMinutes`. Ascending. */
export interface ZoneTable {
  readonly zone: string;
  readonly transitions: readonly (readonly [atMinute: number, offsetMinutes: number])[];
}

/** @throws DomainError unless the table ascends and can answer for the local day `firstDay`. */
export function checkZone({ zone, transitions }: ZoneTable, firstDay: number): void {
  const ascending = transitions.every((entry, index) => index === 0 || entry[0] > (transitions[index - 1]?.[0] ?? 0));
  // The first local midnight lies up to 14 hours after or 12 hours before the same time in UTC; a day earlier is enough.
  const start = (firstDay - 1) * MINUTES_PER_DAY;
  if (!ascending || (transitions[0]?.[0] ?? Infinity) > start) {
    throw new DomainError('badCalendar', `Zone table of ${zone} must ascend and begin at or before minute ${start}`);
  }
}

/** Offset in minutes at an epoch minute (UTC). */
export function offsetAt({ transitions }: ZoneTable, minute: number): number {
  for (let index = transitions.length - 1; index >= 0; index--) {
    const entry = transitions[index];
    if (entry !== undefined && entry[0] <= minute) return entry[1];
  }
  return transitions[0]?.[1] ?? 0;
}

/** How one offset of a zone reads local minutes: those before `end`, and with the offset before it those before its own beginning. */
interface Reading {
  readonly begin: number;
  readonly end: number;
  readonly offset: number;
  readonly offsetBefore: number;
}

function readingAt({ transitions }: ZoneTable, position: number): Reading {
  const [at, offset] = transitions[position] ?? [0, 0];
  const [, offsetBefore] = transitions[position - 1] ?? [0, offset];
  return { begin: at + offset, end: (transitions[position + 1]?.[0] ?? Infinity) + offset, offset, offsetBefore };
}

/** The instant of a local minute: in a gap it moves forward by the gap, an ambiguous one is the earlier (decisions 2.14). */
export function utcOf(table: ZoneTable, localMinute: number): number {
  for (let position = 0; ; position++) {
    const { begin, end, offset, offsetBefore } = readingAt(table, position);
    if (localMinute < end) return localMinute - (localMinute >= begin ? offset : offsetBefore);
  }
}

/** The instants at which `count` days from `firstDay` on begin in a zone, as epoch minutes. */
export function dayStartsOf(table: ZoneTable, firstDay: number, count: number): Int32Array {
  const starts = new Int32Array(count);
  let position = 0;
  let { begin, end, offset, offsetBefore } = readingAt(table, position);
  for (let index = 0; index < count; index++) {
    const midnight = (firstDay + index) * MINUTES_PER_DAY;
    while (midnight >= end) ({ begin, end, offset, offsetBefore } = readingAt(table, ++position));
    starts[index] = midnight - (midnight >= begin ? offset : offsetBefore);
  }
  return starts;
}

/** Position among `starts` of the day in which `minute` lies; -1 or less before them, their length - 1 or more after them. */
export function dayIndexOf(starts: Int32Array, minute: number): number {
  let index = Math.floor((minute - (starts[0] ?? 0)) / MINUTES_PER_DAY);
  // A change of the clock moves midnights by some hours, so that the guess is one day off at most.
  if (minute < (starts[index] ?? 0)) index -= 1;
  else if (minute >= (starts[index + 1] ?? Infinity)) index += 1;
  return index;
}
