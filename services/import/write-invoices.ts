import { type LedgerEntryType, openEffectOf } from '../../domain/ledger';
import type { IsoDate } from '../../domain/time';
import type { Tx } from '../../clients/prisma';
import { columnOfDay } from '../columns';
import { newId } from '../ids';
import type { ImportRun } from './import-run';
import type { PlannedInvoice, PlannedPayment } from './plan-invoices';

interface Booking {
  readonly debtorId: string;
  readonly invoiceId: string;
  readonly type: LedgerEntryType;
  readonly amountMinor: number;
  readonly currency: string;
  readonly valueDate: IsoDate;
  readonly document: string;
  readonly paymentId?: string;
  readonly reversesId?: string | null;
}

async function book(tx: Tx, run: ImportRun, bookings: readonly Booking[]): Promise<void> {
  if (bookings.length === 0) return;
  await tx.ledgerEntry.createMany({
    data: bookings.map(({ amountMinor, valueDate, ...booking }) => ({
      ...booking,
      amountMinor: BigInt(amountMinor),
      openEffectMinor: BigInt(openEffectOf(booking.type, amountMinor)),
      valueDate: columnOfDay(valueDate),
      actor: run.actor,
    })),
  });
}

function claimOf({ id, debtorId, row: { invoice } }: PlannedInvoice): Booking {
  const { amountMinor, currency, invoiceDate, number } = invoice;
  return { debtorId, invoiceId: id, type: 'invoice', amountMinor, currency, valueDate: invoiceDate, document: number };
}

/** Inserts invoices with the ledger entry of each claim. */
export async function insertInvoices(tx: Tx, run: ImportRun, created: readonly PlannedInvoice[]): Promise<void> {
  if (created.length === 0) return;
  const { creditorId, importId, sample } = run;
  await tx.invoice.createMany({
    data: created.map(({ id, debtorId, row: { invoice } }) => ({
      ...{ id, debtorId, creditorId, importId, sample },
      number: invoice.number,
      currency: invoice.currency,
      amountMinor: BigInt(invoice.amountMinor),
      invoiceDate: columnOfDay(invoice.invoiceDate),
      dueDate: columnOfDay(invoice.dueDate),
      effectiveDueDate: columnOfDay(invoice.dueDate),
    })),
  });
  await book(tx, run, created.map(claimOf));
}

/** Writes changed invoices: new form, history of the due date, and in the ledger the old claim cancelled and the new one booked. */
export async function updateInvoices(tx: Tx, run: ImportRun, updated: readonly PlannedInvoice[]): Promise<void> {
  if (updated.length === 0) return;
  const rows = updated.map(({ id, row: { invoice } }) => ({
    id,
    amount: invoice.amountMinor,
    invoice_date: invoice.invoiceDate,
    due: invoice.dueDate,
  }));
  // The effective due date follows only where the stated one moved: staff may have set another one on purpose.
  await tx.$executeRaw`
    update invoice i set amount_minor = r.amount, invoice_date = r.invoice_date, due_date = r.due,
      effective_due_date = case when i.due_date = r.due then i.effective_due_date else r.due end,
      import_id = ${run.importId}::uuid, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, amount bigint, invoice_date date, due date)
    where i.id = r.id`;
  await tx.dueDateChange.createMany({ data: updated.flatMap((invoice) => dueDateChangeOf(invoice, run.actor)) });
  await correctClaims(tx, run, updated);
}

function dueDateChangeOf({ id, row: { invoice }, before }: PlannedInvoice, actor: string) {
  if (before === null || before.dueDate === invoice.dueDate || before.effectiveDueDate === invoice.dueDate) return [];
  const [fromDate, toDate] = [columnOfDay(before.effectiveDueDate), columnOfDay(invoice.dueDate)];
  return [{ invoiceId: id, fromDate, toDate, reason: 'import', actor }];
}

async function correctClaims(tx: Tx, run: ImportRun, updated: readonly PlannedInvoice[]): Promise<void> {
  const corrected = updated.filter(({ row, before }) => before?.amountMinor !== row.invoice.amountMinor);
  if (corrected.length === 0) return;
  const claims = await tx.ledgerEntry.findMany({
    where: { invoiceId: { in: corrected.map((invoice) => invoice.id) }, type: 'invoice' },
    select: { id: true, invoiceId: true },
    orderBy: { id: 'asc' },
  });
  const latest = new Map(claims.map((claim) => [claim.invoiceId, claim.id]));
  const bookings = corrected.flatMap((invoice): Booking[] => {
    const claim = claimOf(invoice);
    const amountMinor = invoice.before?.amountMinor ?? 0;
    return [{ ...claim, type: 'cancellation', amountMinor, reversesId: latest.get(invoice.id) ?? null }, claim];
  });
  await book(tx, run, bookings);
}

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
  await tx.payment.createMany({
    data: booked.map(({ paymentId, debtorId, reference, amountMinor, currency, valueDate }) => ({
      ...{ id: paymentId, creditorId: run.creditorId, debtorId, reference, currency, source: 'import' },
      amountMinor: BigInt(amountMinor),
      valueDate: columnOfDay(valueDate),
    })),
  });
  const bookings = booked.map(
    ({ debtorId, invoiceId, paymentId, amountMinor, currency, valueDate, reference }): Booking => {
      return { debtorId, invoiceId, paymentId, type: 'payment', amountMinor, currency, valueDate, document: reference };
    },
  );
  await book(tx, run, bookings);
  return booked;
}
