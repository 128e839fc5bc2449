import type { Plan } from '../../domain/plan';
import { planForCase } from '../../domain/policy/plan-for-case';
import type { SimInvoice } from '../../domain/simulation/book';

/**
 * The plans that the cases of a book pin. The days in a plan count from the due date, and of a simulated invoice no event but
 * payments and promises is known: invoices of one term share theirs.
 */
export function createCasePlans(plan: Plan): (invoice: SimInvoice) => Plan {
  const byTerm = new Map<number, Plan>();
  return ({ invoiceDay, dueDay }) => {
    const term = dueDay - invoiceDay;
    const known = byTerm.get(term);
    if (known !== undefined) return known;
    const placed = planForCase(plan, { invoiceDay, dueDay, orderCompletedDay: null, invoiceDispatchedDay: null });
    byTerm.set(term, placed);
    return placed;
  };
}
