import type { EpochDay } from '../time';
import type { LegalRoute, Plan, PlanRoute, Quadrant, QuadrantLimits, SizeLimits, Treatment } from '../plan';

// A debt stays "just late" for two weeks and is "drifting" until it is 45 days late (K3).
const driftingFromDays = 15;
const hardFromDays = 45;

/**
 * What a claim is by its plan's limits; a currency without a limit is normal (X32, U9, decisions 2.10). `rank` is the debtor's
 * place among those who owe most, from 1; steps do not ask for it, since what others owe is no reason to be treated otherwise.
 */
export function sizeOf(
  limits: SizeLimits | undefined,
  claim: { readonly currency: string; readonly amountMinor: number; readonly rank?: number },
): 'small' | 'normal' | 'large' {
  const small = limits?.smallBelow[claim.currency];
  if (small !== undefined && claim.amountMinor < small) return 'small';
  const large = limits?.largeFrom[claim.currency];
  if (claim.rank !== undefined && claim.rank <= (limits?.largeRanks ?? 0)) return 'large';
  return large !== undefined && claim.amountMinor >= large ? 'large' : 'normal';
}

/**
 * The quadrant of a debtor's overdue sum: above the high and below the low limit, earlier than easy and later than hard, each
 * strictly (Y3), with or without recent orders (S302–S305). What they leave open is UNCLASSIFIED (X17), also while nobody
 * knows whether the debtor still orders, where that decides.
 */
export function quadrantOf(
  limits: QuadrantLimits | undefined,
  debt: {
    readonly currency: string;
    readonly amountMinor: number;
    readonly daysPastDue: number;
    readonly ordering: string | null;
  },
): Quadrant {
  const highAbove = limits?.highAbove[debt.currency];
  const lowBelow = limits?.lowBelow[debt.currency];
  if (limits === undefined) return 'UNCLASSIFIED';
  const easy = debt.daysPastDue < limits.easyBelowDays;
  const hard = debt.daysPastDue > limits.hardAboveDays;
  if (highAbove !== undefined && debt.amountMinor > highAbove) {
    if (easy && debt.ordering === 'yes') return 'Q1';
    return hard && debt.ordering === 'no' ? 'Q2' : 'UNCLASSIFIED';
  }
  if (lowBelow === undefined || debt.amountMinor >= lowBelow) return 'UNCLASSIFIED';
  return easy ? 'Q3' : hard ? 'Q4' : 'UNCLASSIFIED';
}

/** How a late debt is treated at least: a broken promise outranks age (K3, K4); hard is old without a contact on record. */
export function treatmentOf(debt: {
  readonly daysPastDue: number;
  readonly brokenPromises: number;
  readonly contacted: boolean;
}): Treatment {
  if (debt.brokenPromises > 0) return 'brokenPromise';
  if (debt.daysPastDue < 1) return 'notLate';
  if (debt.daysPastDue < driftingFromDays) return 'justLate';
  return debt.daysPastDue >= hardFromDays && !debt.contacted ? 'hard' : 'drifting';
}

// A debtor who ordered within so many days still orders (Y13).
const orderingWithinDays = 60;

/** Whether a debtor whose last order is of that day still orders (S310, Y13); null while no order is on record. */
export const orderingOn = (lastOrder: EpochDay | null, day: EpochDay): 'yes' | 'no' | null =>
  lastOrder === null ? null : lastOrder >= day - orderingWithinDays ? 'yes' : 'no';

/** The first route of the plan whose conditions hold; null where there is none (X15). */
export const routeOf = (plan: Pick<Plan, 'routes'>, holds: (row: PlanRoute) => boolean): LegalRoute | null =>
  plan.routes?.find(holds)?.route ?? null;
