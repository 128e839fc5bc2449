import type { CaseDays } from '../domain/policy/plan-for-case';
import { dayOfColumn } from './columns';

/** The days of an invoice on which the steps of its plan may depend. */
export const invoiceDaysOf = (invoice: {
  readonly effectiveDueDate: Date;
  readonly invoiceDate: Date;
  readonly orderCompletedAt: Date | null;
  readonly invoiceDispatchedAt: Date | null;
  readonly receiptDeniedOn?: Date | null;
}): CaseDays => ({
  dueDay: dayOfColumn(invoice.effectiveDueDate),
  invoiceDay: dayOfColumn(invoice.invoiceDate),
  orderCompletedDay: invoice.orderCompletedAt === null ? null : dayOfColumn(invoice.orderCompletedAt),
  invoiceDispatchedDay: invoice.invoiceDispatchedAt === null ? null : dayOfColumn(invoice.invoiceDispatchedAt),
  receiptDeniedDay: invoice.receiptDeniedOn ? dayOfColumn(invoice.receiptDeniedOn) : null,
});
