import type { Decimal } from 'decimal.js';
import { DomainError } from '../errors';
import type { DayCount } from '../law/law';
import { type EpochDay, civilOf, epochDay, parseDay } from '../time';
import { exact, roundHalfUp } from './exact';

/** A rate that is applied: a share of the principal a day, or percent a year. Decimal strings. */
export type AppliedRate =
  | { readonly kind: 'daily'; readonly share: string }
  | { readonly kind: 'yearly'; readonly percent: string; readonly dayCount: DayCount };

/** Which rate holds on the days `from` to `through`, and where it stands: an address or a clause of the contract. */
export interface RatePeriod {
  readonly from: number;
  readonly through: number;
  readonly rate: AppliedRate;
  readonly source: string;
}

/** The principal that bears interest after `valueDay`: a payment of that value date still bore it on that day. */
export interface Principal {
  readonly valueDay: EpochDay;
  readonly amountMinor: number;
}

/** Days with one principal and one rate: what a court or an auditor computes again. */
export interface InterestStep {
  readonly from: EpochDay;
  readonly through: EpochDay;
  readonly days: number;
  readonly principalMinor: number;
  readonly rate: AppliedRate;
  readonly source: string;
}

/** Days are counted from `first` through `last`, both included; `last` is the value date. */
export interface AccrualInput {
  readonly first: EpochDay;
  readonly last: EpochDay;
  readonly principals: readonly Principal[];
  readonly rates: readonly RatePeriod[];
}

/** `amountMinor` is rounded once over all steps, `perDiemMinor` is what one more day at the end would cost, rounded apart. */
export interface Accrual {
  readonly days: number;
  readonly amountMinor: number;
  readonly perDiemMinor: number;
  readonly steps: readonly InterestStep[];
}

// The least common multiple of 360, 365 and 366: interest of any day count is a whole multiple of principal x rate over it.
const YEAR_UNITS = 1_603_080;
const UNITS = 100 * YEAR_UNITS;

/**
 * Simple interest over days with changing principal and rates, exact until it is rounded once, half up (decisions 5.4).
 * Answers the first day that has no rate instead of guessing one.
 * @throws DomainError when the principals do not ascend or begin after the first day.
 */
export function accrue(input: AccrualInput): Accrual | { readonly noRateOn: EpochDay } {
  checkPrincipals(input);
  const steps: InterestStep[] = [];
  for (let from = input.first; from <= input.last;) {
    const period = input.rates.find((rate) => from >= rate.from && from <= rate.through);
    if (period === undefined) return { noRateOn: from };
    const through = endOfStep(input, period, from);
    const principalMinor = principalOn(input.principals, from);
    const { rate, source } = period;
    steps.push({ from, through, days: through - from + 1, principalMinor, rate, source });
    from = epochDay(through + 1);
  }
  const last = steps[steps.length - 1];
  const units = steps.reduce((sum, step) => sum.plus(unitsOf(step)), exact(0));
  return {
    days: steps.reduce((sum, { days }) => sum + days, 0),
    amountMinor: roundHalfUp(units.div(UNITS)),
    perDiemMinor: last === undefined ? 0 : roundHalfUp(unitsOf({ ...last, days: 1 }).div(UNITS)),
    steps,
  };
}

/** The exact interest of steps before rounding, in a fixed fraction of a minor unit: sums of it can be compared. */
export const exactUnits = (steps: readonly InterestStep[]): string =>
  steps.reduce((sum, step) => sum.plus(unitsOf(step)), exact(0)).toFixed();

function unitsOf({ principalMinor, days, rate, from }: InterestStep): Decimal {
  const principalDays = exact(principalMinor).times(days);
  if (rate.kind === 'daily') return principalDays.times(exact(rate.share)).times(UNITS);
  return principalDays.times(exact(rate.percent)).times(YEAR_UNITS / daysOfYear(rate.dayCount, from));
}

function daysOfYear(dayCount: DayCount, day: EpochDay): number {
  if (dayCount === 'actual/360') return 360;
  if (dayCount === 'actual/365') return 365;
  const { year } = civilOf(day);
  return firstOfYear(year + 1) - firstOfYear(year);
}

const firstOfYear = (year: number): EpochDay => parseDay(`${String(year).padStart(4, '0')}-01-01`);

/** A payment of the value date v lowers the principal from the day after v on. */
const principalOn = (principals: readonly Principal[], day: EpochDay): number =>
  principals.reduce((amount, { valueDay, amountMinor }) => (valueDay < day ? amountMinor : amount), 0);

function endOfStep({ last, principals }: AccrualInput, period: RatePeriod, from: EpochDay): EpochDay {
  const change = principals.find(({ valueDay }) => valueDay >= from);
  const ends = [last, period.through, change?.valueDay ?? last];
  const { rate } = period;
  if (rate.kind === 'yearly' && rate.dayCount === 'actual/actual') ends.push(firstOfYear(civilOf(from).year + 1) - 1);
  return epochDay(Math.min(...ends));
}

function checkPrincipals({ first, principals }: AccrualInput): void {
  const start = principals[0];
  if (start === undefined || start.valueDay >= first) {
    throw new DomainError(
      'badPrincipals',
      `The first principal must stand before day ${first}, the first with interest`,
    );
  }
  for (const [index, { valueDay, amountMinor }] of principals.entries()) {
    const before = principals[index - 1];
    if (Number.isSafeInteger(amountMinor) && amountMinor >= 0 && (before === undefined || before.valueDay < valueDay))
      continue;
    throw new DomainError(
      'badPrincipals',
      `Principal ${amountMinor} of day ${valueDay}: expected one >= 0, days ascending`,
    );
  }
}
