import { type IsoDate, isoDate } from '../domain/time';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar date in an IANA time zone at an instant. @throws RangeError when the zone is unknown. */
export function localDateIn(zone: string, at: Date): IsoDate {
  let format = formats.get(zone);
  if (format === undefined) {
    // The Swedish form is YYYY-MM-DD.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  return isoDate(format.format(at));
}

/** Whether `zone` is an IANA time zone that this machine knows. */
export function isZone(zone: string): boolean {
  if (formats.has(zone)) return true;
  try {
    localDateIn(zone, new Date(0));
    return true;
  } catch {
    // Intl offers no other way to ask; the zone is simply unknown.
    return false;
  }
}
