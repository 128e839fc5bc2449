/** A half-open range of local minutes of a day. */
export type ClockRange = readonly [number, number];

/** `HH:MM-HH:MM` as minutes of the day, the end up to 24:00; null when it is none. */
export function parseClockRange(text: string): ClockRange | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  const minutes = (hour: number) => Number(match?.[hour]) * 60 + Number(match?.[hour + 1]);
  return match !== null && minutes(1) < minutes(3) && minutes(3) <= 1440 ? [minutes(1), minutes(3)] : null;
}

/** A debtor's routine such as `10:00-11:30,14:00-15:00` (S180); null when any part is no range, or the order is not ascending. */
export function parseClockRanges(text: string): readonly ClockRange[] | null {
  const ranges: ClockRange[] = [];
  for (const part of text.split(',')) {
    const range = parseClockRange(part.trim());
    if (range === null || range[0] < (ranges.at(-1)?.[1] ?? 0)) return null;
    ranges.push(range);
  }
  return ranges;
}
