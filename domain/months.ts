import { type EpochDay, addDays, civilOf, parseDay } from './time';

const firstOfMonth = (year: number, month: number): EpochDay => {
  const years = year + Math.floor((month - 1) / 12);
  const rest = ((((month - 1) % 12) + 12) % 12) + 1;
  return parseDay(`${String(years).padStart(4, '0')}-${String(rest).padStart(2, '0')}-01`);
};

/** The last day of the month in which `day` lies. */
export function endOfMonth(day: EpochDay): EpochDay {
  const { year, month } = civilOf(day);
  return addDays(firstOfMonth(year, month + 1), -1);
}

/** The same day of the month `months` later, or that month's last day when it is shorter: 31 January + 1 = 28 February. */
export function addMonths(day: EpochDay, months: number): EpochDay {
  const { year, month, day: dayOfMonth } = civilOf(day);
  const first = firstOfMonth(year, month + months);
  return addDays(first, Math.min(dayOfMonth, civilOf(endOfMonth(first)).day) - 1);
}

/** Whole months from a day to a later one. */
export function monthsBetween(from: EpochDay, to: EpochDay): number {
  // An estimate that is never too small, then down to the last whole month.
  let months = Math.ceil((to - from) / 28);
  while (months > 0 && addMonths(from, months) > to) months -= 1;
  return months;
}
