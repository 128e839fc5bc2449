import { addMonths } from '../months';
import type { EpochDay } from '../time';

/** From when on a customer counts as long-term without anybody saying so (Y14). */
export interface LongTermRule {
  readonly months: number;
  readonly paidInvoices: number;
}

/** What the books know of a customer. */
export interface TradeHistory {
  /** The day of the first invoice; null while there is none. */
  readonly firstInvoiceDay: EpochDay | null;
  readonly paidInvoices: number;
}

/**
 * What a debtor is to us: what a person stated, else `longTerm` once it has been invoiced for so many months and paid so many
 * invoices (Y14), else null. A plan without a rule leaves it to people.
 */
export function relationshipOf(
  stated: string | null,
  rule: LongTermRule | undefined,
  { firstInvoiceDay, paidInvoices }: TradeHistory,
  today: EpochDay,
): string | null {
  if (stated !== null || rule === undefined || firstInvoiceDay === null) return stated;
  const isLong = paidInvoices >= rule.paidInvoices && addMonths(firstInvoiceDay, rule.months) <= today;
  return isLong ? 'longTerm' : null;
}
