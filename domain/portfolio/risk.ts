/** What the market says of a debtor, from open sources only. */
export const marketRisks = ['low', 'elevated', 'high'] as const;
export type MarketRisk = (typeof marketRisks)[number];

/** How much each of the three sources weighs, in percent; together 100 (S47). */
export interface RiskWeights {
  /** How the debtor has paid: days late, broken promises. */
  readonly habits: number;
  /** How long and how often it has paid us. */
  readonly history: number;
  /** What others say of it. */
  readonly market: number;
}

/** What is known of a debtor; null where nobody knows. */
export interface RiskFacts {
  /** Mean days past due of the invoices that it has paid, an early payment counting as 0. */
  readonly meanDaysLate: number | null;
  readonly brokenPromises: number;
  /** Whole months since its first invoice. */
  readonly months: number;
  readonly paidInvoices: number;
  readonly market: MarketRisk | null;
}

// As late as this on average is as bad a habit as any; a broken promise counts like a week and a half.
const WORST_DAYS_LATE = 30;
const BROKEN_PROMISE_DAYS = 10;
// A customer of two years and six paid invoices is no stranger (Y14).
const KNOWN_MONTHS = 24;
const KNOWN_INVOICES = 6;
const marketShares: Readonly<Record<MarketRisk, number>> = { low: 0, elevated: 0.5, high: 1 };
// What nobody knows stands in the middle (X17).
const UNKNOWN = 0.5;

const shareOf = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole));

function habitsOf({ meanDaysLate, brokenPromises }: RiskFacts): number | null {
  if (meanDaysLate === null && brokenPromises === 0) return null;
  return shareOf((meanDaysLate ?? 0) + brokenPromises * BROKEN_PROMISE_DAYS, WORST_DAYS_LATE);
}

function historyOf({ months, paidInvoices }: RiskFacts): number | null {
  if (paidInvoices === 0) return null;
  return 1 - (shareOf(months, KNOWN_MONTHS) + shareOf(paidInvoices, KNOWN_INVOICES)) / 2;
}

/**
 * How likely a debtor is to pay late, 0 to 100, before anything is due: by payment habits, transaction history and market
 * information (S47). Null when none of the three is known: a stranger is no risk by itself.
 */
export function riskScoreOf(weights: RiskWeights, facts: RiskFacts): number | null {
  const habits = habitsOf(facts);
  const history = historyOf(facts);
  const market = facts.market === null ? null : marketShares[facts.market];
  if (habits === null && history === null && market === null) return null;
  return Math.round(
    weights.habits * (habits ?? UNKNOWN) +
      weights.history * (history ?? UNKNOWN) +
      weights.market * (market ?? UNKNOWN),
  );
}
