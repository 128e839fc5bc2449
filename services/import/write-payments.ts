import type { Tx } from '../../clients/prisma';
import { newId } from '../ids';
import { type Booking, book } from './bookings';
import type { ImportRun } from './import-run';
import type { PlannedPayment } from './plan-invoices';

/** Payments of the plan that were not booked before, under the same reference. */
export async function unbookedPayments(
  tx: Tx,
  creditorId: string,
  payments: readonly PlannedPayment[],
): Promise<PlannedPayment[]> {
  if (payments.length === 0) return [];
  const booked = await tx.payment.findMany({
    where: { creditorId, reference: { in: payments.map((payment) => payment.reference) } },
    select: { reference: true },
  });
  const references = new Set(booked.map((payment) => payment.reference));
  return payments.filter((payment) => !references.has(payment.reference));
}

/** A payment with the id under which it is booked. */
export interface BookedPayment extends PlannedPayment {
  readonly paymentId: string;
}

/** Books payments on the invoices for which the file reports them: that is the debtor's designation. */
export async function insertPayments(
  tx: Tx,
  run: ImportRun,
  payments: readonly PlannedPayment[],
): Promise<BookedPayment[]> {
  if (payments.length === 0) return [];
  const booked = payments.map((payment) => ({ ...payment, paymentId: newId() }));
  const rows = booked.map((payment) => ({
    id: payment.paymentId,
    debtor_id: payment.debtorId,
    reference: payment.reference,
    amount_minor: payment.amountMinor,
    currency: payment.currency,
    value_date: payment.valueDate,
  }));
  await tx.$executeRaw`
    insert into payment (id, debtor_id, reference, amount_minor, currency, value_date, creditor_id, source, updated_at)
    select r.*, ${run.creditorId}::uuid, 'import', now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, debtor_id uuid, reference text,
      amount_minor bigint, currency text, value_date date)`;
  const bookings = booked.map(
    ({ debtorId, invoiceId, paymentId, amountMinor, currency, valueDate, reference }): Booking => {
      return { debtorId, invoiceId, paymentId, type: 'payment', amountMinor, currency, valueDate, document: reference };
    },
  );
  await book(tx, run, bookings);
  return booked;
}
