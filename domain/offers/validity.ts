import { type Calendar, coversDay, isWorkingDay } from '../calendar';
import type { Validity } from '../plan';
import { addDays, weekdayOf, type EpochDay } from '../time';

// An offer until Sunday leaves at least so many bank days to pay in, else it runs to the next Sunday (Y7).
const leastBankDays = 2;
// "Next Monday" is at least so many working days away, so that nobody is given a weekend to find a lawyer (Y16).
const leastDaysToMonday = 5;

/** Working days in `(after, through]`; beyond the calendar they go by weekday. */
function workingDaysBetween(calendar: Calendar, after: EpochDay, through: EpochDay): number {
  let count = 0;
  for (let day = addDays(after, 1); day <= through; day = addDays(day, 1)) {
    const works = coversDay(calendar, day) ? isWorkingDay(calendar, day) : weekdayOf(day) <= 5;
    if (works) count += 1;
  }
  return count;
}

const nextOf = (weekday: number, from: EpochDay): EpochDay => addDays(from, (weekday - weekdayOf(from) + 7) % 7);

/**
 * The last day on which what was said `on` a day still holds, to its midnight (X30): so many calendar days, the same day, the
 * Sunday of that week (the next one when fewer than two bank days are left, Y7), or the Sunday before the next Monday that is
 * at least five working days away (Y16).
 */
export function lastValidDay(calendar: Calendar, validity: Validity, on: EpochDay): EpochDay {
  if ('days' in validity) return addDays(on, validity.days);
  switch (validity.until) {
    case 'endOfDay':
      return on;
    case 'endOfWeek': {
      const sunday = nextOf(7, on);
      return workingDaysBetween(calendar, on, sunday) >= leastBankDays ? sunday : addDays(sunday, 7);
    }
    case 'nextMonday': {
      let monday = nextOf(1, addDays(on, 1));
      while (workingDaysBetween(calendar, on, monday) < leastDaysToMonday) monday = addDays(monday, 7);
      return addDays(monday, -1);
    }
  }
}
