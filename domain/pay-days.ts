import type { Calendar } from './calendar';
import { endOfMonth } from './months';
import type { PayDayRule, PlanStep } from './plan';
import { addDays, civilOf, epochDay, type EpochDay } from './time';

/** When a debtor has money: the days of a month on which it pays, 31 for the last one, and days on which its own customers pay. */
export interface PayDays {
  readonly monthDays: readonly number[];
  readonly dates: readonly EpochDay[];
}

/** The day on which somebody speaks who wants to be in the next payment run; or how far the calendar must reach to tell. */
export type PayDayShift = EpochDay | { readonly needCalendarThrough: EpochDay };

// The longest row of days off in a year, twice over: a payment day further away than this and the rule's own days changes nothing.
const DAYS_OFF = 21;

function isPayDay({ monthDays, dates }: PayDays, day: EpochDay): boolean {
  if (dates.includes(day)) return true;
  const { day: dayOfMonth } = civilOf(day);
  return monthDays.includes(dayOfMonth) || (day === endOfMonth(day) && monthDays.some((other) => other > dayOfMonth));
}

/** Whether a step may wait for the debtor's payment days: it speaks to the debtor, and no right hangs on its day. */
export const mayWaitForPayDay = ({ channel, formal, tone }: PlanStep): boolean =>
  channel !== 'internal' && !formal && tone !== 'legal';

/**
 * The day on which to take a step that would fall on `day`: so many working days before the next payment day, where that is not
 * further away than the rule allows (S178, S189). A day that is as near already, or has none ahead, stays.
 */
export function dayForPayment(calendar: Calendar, rule: PayDayRule, payDays: PayDays, day: EpochDay): PayDayShift {
  const { workingDaysBefore, withinDays } = rule;
  const farthest = addDays(day, withinDays + DAYS_OFF);
  let payDay = day;
  while (!isPayDay(payDays, payDay)) {
    if (payDay >= farthest) return day;
    payDay = addDays(payDay, 1);
  }
  if (payDay > calendar.slice.through) return { needCalendarThrough: payDay };
  let target: number = payDay;
  for (let left = workingDaysBefore; left > 0 && target > day; left -= calendar.working[target - calendar.first] ?? 1)
    target -= 1;
  return target > day && target - day <= withinDays ? epochDay(target) : day;
}
