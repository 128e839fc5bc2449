import type { Tx } from '../../clients/prisma';
import { columnOfDay } from '../columns';
import { completedOn } from '../due-dates';
import { type Booking, book } from './bookings';
import type { ImportRun } from './import-run';
import type { PlannedInvoice } from './plan-invoices';

function claimOf({ id, debtorId, row: { invoice } }: PlannedInvoice): Booking {
  const { amountMinor, currency, invoiceDate, number } = invoice;
  return { debtorId, invoiceId: id, type: 'invoice', amountMinor, currency, valueDate: invoiceDate, document: number };
}

/** Contract, terms and events of an invoice as columns of its row. */
const termsRow = ({ invoiceDate, contractId, terms, events, effectiveDueDate }: PlannedInvoice['due']) => ({
  contract_id: contractId,
  terms,
  ordered_at: events.ordered,
  shipped_at: events.shipped,
  delivered_at: events.delivered,
  accepted_at: events.accepted,
  received_at: events.received,
  invoice_dispatched_at: events.dispatched,
  order_completed_at: completedOn(invoiceDate, events),
  effective_due_date: effectiveDueDate,
});

/** Inserts invoices with the ledger entry of each claim. */
export async function insertInvoices(tx: Tx, run: ImportRun, created: readonly PlannedInvoice[]): Promise<void> {
  if (created.length === 0) return;
  const { creditorId, importId, sample } = run;
  const rows = created.map(({ id, debtorId, due, row: { invoice } }) => ({
    id,
    debtor_id: debtorId,
    number: invoice.number,
    currency: invoice.currency,
    amount_minor: invoice.amountMinor,
    invoice_date: invoice.invoiceDate,
    due_date: invoice.dueDate,
    ...termsRow(due),
  }));
  await tx.$executeRaw`
    insert into invoice (id, debtor_id, number, currency, amount_minor, invoice_date, due_date, contract_id, terms,
      ordered_at, shipped_at, delivered_at, accepted_at, received_at, invoice_dispatched_at, order_completed_at,
      effective_due_date, creditor_id, import_id, sample, updated_at)
    select r.*, ${creditorId}::uuid, ${importId}::uuid, ${sample}, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, debtor_id uuid, number text, currency text,
      amount_minor bigint, invoice_date date, due_date date, contract_id uuid, terms jsonb, ordered_at date,
      shipped_at date, delivered_at date, accepted_at date, received_at date, invoice_dispatched_at date,
      order_completed_at date, effective_due_date date)`;
  await book(tx, run, created.map(claimOf));
}

/** Writes changed invoices: new form, history of the due date, and in the ledger the old claim cancelled and the new one booked. */
export async function updateInvoices(tx: Tx, run: ImportRun, updated: readonly PlannedInvoice[]): Promise<void> {
  if (updated.length === 0) return;
  const rows = updated.map(({ id, due, row: { invoice } }) => ({
    id,
    amount: invoice.amountMinor,
    invoice_date: invoice.invoiceDate,
    due_date: invoice.dueDate,
    ...termsRow(due),
  }));
  await tx.$executeRaw`
    update invoice i set amount_minor = r.amount, invoice_date = r.invoice_date, due_date = r.due_date,
      contract_id = r.contract_id, terms = r.terms, ordered_at = r.ordered_at, shipped_at = r.shipped_at,
      delivered_at = r.delivered_at, accepted_at = r.accepted_at, received_at = r.received_at,
      invoice_dispatched_at = r.invoice_dispatched_at, order_completed_at = r.order_completed_at,
      effective_due_date = r.effective_due_date, import_id = ${run.importId}::uuid, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, amount bigint, invoice_date date, due_date date,
      contract_id uuid, terms jsonb, ordered_at date, shipped_at date, delivered_at date, accepted_at date,
      received_at date, invoice_dispatched_at date, order_completed_at date, effective_due_date date)
    where i.id = r.id`;
  await tx.dueDateChange.createMany({ data: updated.flatMap((invoice) => dueDateChangeOf(invoice, run.actor)) });
  await correctClaims(tx, run, updated);
}

function dueDateChangeOf({ id, due, before }: PlannedInvoice, actor: string) {
  if (before === null || before.effectiveDueDate === due.effectiveDueDate) return [];
  const [fromDate, toDate] = [columnOfDay(before.effectiveDueDate), columnOfDay(due.effectiveDueDate)];
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
