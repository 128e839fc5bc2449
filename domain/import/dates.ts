import { type IsoDate, isIsoDate } from '../time';
import type { DateFormat } from './mapping';

// Order of year, month and day in each format, and what stands between them.
const patterns: Readonly<
  Record<DateFormat, { readonly pattern: RegExp; readonly order: readonly [number, number, number] }>
> = {
  'YYYY-MM-DD': { pattern: /^(\d{4})-(\d{2})-(\d{2})$/, order: [1, 2, 3] },
  'YYYY/M/D': { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, order: [1, 2, 3] },
  'M/D/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: [3, 1, 2] },
  'D/M/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: [3, 2, 1] },
  'D.M.YYYY': { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, order: [3, 2, 1] },
};

// Business dates lie in these years; outside them a digit is wrong, and the invoice would be centuries overdue.
const firstYear = 1970;
const lastYear = 2199;

/** The date that `text` writes in `format`, or null when it is none: 2026-02-30, or a year outside 1970 to 2199. */
export function parseDateAs(text: string, format: DateFormat): IsoDate | null {
  const { pattern, order } = patterns[format];
  const match = pattern.exec(text);
  if (match === null) return null;
  const [year = '', month = '', day = ''] = order.map((group) => match[group] ?? '');
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isIsoDate(date) && Number(year) >= firstYear && Number(year) <= lastYear ? date : null;
}
