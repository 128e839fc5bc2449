// The platform's own calendar, not the product's: what the oracle of a test says must not come from what it judges.

/** The date of an instant in a zone, `2026-03-05`. */
export const formatDay = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);

/** Whether an instant is on a weekday from 09:00 to 17:30 in a zone; March 2026 has no public holidays in CN, DE and US. */
export function isInHours(at: Date, zone: string): boolean {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' }).format(at);
  const weekday = new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' }).format(at);
  return clock >= '09:00' && clock < '17:30' && !['Sat', 'Sun'].includes(weekday);
}
