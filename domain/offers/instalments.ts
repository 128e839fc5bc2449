import { DomainError } from '../errors';
import { percentOf } from '../interest/exact';
import { addMonths } from '../months';
import type { Validity } from '../plan';
import type { EpochDay } from '../time';

/** How a debt is split (X11): the first payment as a percentage, or all equal; the others follow a month apart. */
export interface InstalmentShape {
  /** Decimal string, percent of the total; null: all payments are equal. */
  readonly firstPercent: string | null;
  readonly count: number;
  /** Until when the first payment is due, from the day of the agreement. */
  readonly firstWithin: Validity;
}

// X30: a plan is answered within two working days; the first payment of a monthly plan is due a week after.
const firstInAWeek = { days: 7 } as const;

/** The shapes of the source documents (X11). How "the rest" of S112 is split they do not say: two months, as in S119. */
export const instalmentShapes = {
  /** S108, S109: three, the first 30 %. */
  instalments3: { firstPercent: '30', count: 3, firstWithin: firstInAWeek },
  /** S112: half this week, the rest in instalments. */
  halfNowRest: { firstPercent: '50', count: 3, firstWithin: { until: 'endOfWeek' } },
  /** S117: three equal months. */
  threeMonths: { firstPercent: null, count: 3, firstWithin: firstInAWeek },
  /** S101, S113: six. */
  sixMonths: { firstPercent: null, count: 6, firstWithin: firstInAWeek },
  /** S97, S120: twelve. */
  twelveMonths: { firstPercent: null, count: 12, firstWithin: firstInAWeek },
  /** S118, S119: a down-payment this week (300,000 of 800,000), two months for the rest. */
  downPaymentAndTwo: { firstPercent: '37.5', count: 3, firstWithin: { until: 'endOfWeek' } },
} as const satisfies Readonly<Record<string, InstalmentShape>>;

export interface Instalment {
  readonly dueDay: EpochDay;
  readonly amountMinor: number;
}

/**
 * The payments of a plan: the first on `firstDay` (from `lastValidDay` of the shape's `firstWithin`), the others on the same
 * day of the following months, or those months' last day. They add up to the total exactly; a rest that does not divide goes
 * to the earlier payments, and payments of nothing are left out.
 * @throws DomainError for a total that is no positive whole number, or a shape without payments.
 */
export function instalmentsOf(shape: InstalmentShape, totalMinor: number, firstDay: EpochDay): readonly Instalment[] {
  const { firstPercent, count } = shape;
  if (!Number.isSafeInteger(totalMinor) || totalMinor <= 0) {
    throw new DomainError('badTotal', `${totalMinor} cannot be paid in instalments; expected minor units above 0`);
  }
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new DomainError('badShape', `A plan of ${count} instalments cannot be made; expected at least 1`);
  }
  const amounts =
    firstPercent === null || count === 1
      ? equalParts(totalMinor, count)
      : firstThenEqual(totalMinor, firstPercent, count);
  return amounts
    .map((amountMinor, index) => ({ dueDay: addMonths(firstDay, index), amountMinor }))
    .filter(({ amountMinor }) => amountMinor > 0);
}

function firstThenEqual(totalMinor: number, firstPercent: string, count: number): readonly number[] {
  const firstMinor = percentOf(totalMinor, firstPercent);
  return [firstMinor, ...equalParts(totalMinor - firstMinor, count - 1)];
}

function equalParts(totalMinor: number, count: number): readonly number[] {
  const least = Math.floor(totalMinor / count);
  const over = totalMinor - least * count;
  return Array.from({ length: count }, (_, index) => least + (index < over ? 1 : 0));
}

/** Who gets instalments without asking anybody (X12). */
export interface PlanRule {
  /** Months since the first business with the debtor; 0: anyone (S111, S112). */
  readonly leastCustomerMonths: number;
  readonly mostBrokenPlans: number;
  readonly notForMotives: readonly string[];
}

/** X12: a customer of at least twelve months without a broken plan who is not malicious; everybody else asks the manager. */
export const standardPlanRule: PlanRule = { leastCustomerMonths: 12, mostBrokenPlans: 0, notForMotives: ['malicious'] };

export interface PlanApplicant {
  /** Null: nobody knows how long. */
  readonly customerMonths: number | null;
  readonly brokenPlans: number;
  readonly motive: string | null;
}

/** Why a manager decides about a plan. */
export type PlanObjection = 'tenureUnknown' | 'tenure' | 'brokenPlan' | 'motive';

/** Why a plan needs the manager's approval; an empty list: the policy may offer it (X12, S108, S146). */
export function planObjections(applicant: PlanApplicant, rule: PlanRule): readonly PlanObjection[] {
  const { customerMonths, brokenPlans, motive } = applicant;
  const objections: PlanObjection[] = [];
  if (rule.leastCustomerMonths > 0 && customerMonths === null) objections.push('tenureUnknown');
  if (customerMonths !== null && customerMonths < rule.leastCustomerMonths) objections.push('tenure');
  if (brokenPlans > rule.mostBrokenPlans) objections.push('brokenPlan');
  if (motive !== null && rule.notForMotives.includes(motive)) objections.push('motive');
  return objections;
}
