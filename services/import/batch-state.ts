import type { ContractFields } from '../../domain/contract';
import type { ImportedRow } from '../../domain/import/fields';
import type { IsoDate } from '../../domain/time';
import type { Tx } from '../../clients/prisma';
import { isoDateOfColumn, minorOf } from '../columns';
import { type DueFacts, dueFactsOf } from '../due-dates';

/** A debtor as it stands in the database before a batch, or as the batch is about to create it. */
export interface StoredDebtor {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly kind: string | null;
  readonly country: string;
  readonly zone: string;
  readonly language: string;
  readonly grade: string | null;
  readonly motive: string | null;
  readonly relationship: string | null;
}

/** A contract as it stands in the database before a batch, or as the batch is about to create it. */
export interface StoredContract extends ContractFields {
  readonly id: string;
  readonly number: string;
  readonly debtorId: string;
}

/** An invoice as it stands in the database before a batch. */
export interface StoredInvoice extends DueFacts {
  readonly id: string;
  readonly number: string;
  readonly debtorId: string;
  readonly caseId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly contractId: string | null;
  readonly effectiveDueDate: IsoDate;
  readonly cancelled: boolean;
  /** What payments have paid, net of reversals. */
  readonly paidMinor: number;
  readonly openMinor: number;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** The debtors that the rows name, by number. */
export async function readDebtors(
  tx: Tx,
  creditorId: string,
  rows: readonly ImportedRow[],
): Promise<Map<string, StoredDebtor>> {
  const numbers = distinct(rows.map((row) => row.debtor.number));
  const found = await tx.debtor.findMany({
    where: { creditorId, number: { in: numbers } },
    select: {
      ...{ id: true, number: true, name: true, kind: true, country: true, zone: true },
      ...{ language: true, grade: true, motive: true, relationship: true },
    },
  });
  return new Map(found.map((debtor) => [debtor.number, debtor]));
}

/** The contracts that the rows name, by number. */
export async function readContracts(
  tx: Tx,
  creditorId: string,
  rows: readonly ImportedRow[],
): Promise<Map<string, StoredContract>> {
  const numbers = distinct(rows.flatMap(({ contract }) => (contract === undefined ? [] : [contract.number])));
  if (numbers.length === 0) return new Map();
  const found = await tx.contract.findMany({
    where: { creditorId, number: { in: numbers } },
    omit: { creditorId: true, createdAt: true, updatedAt: true },
  });
  return new Map(found.map((contract) => [contract.number, contract]));
}

/** Addresses that are known already, as `debtor kind address`. */
export async function readAddresses(tx: Tx, debtorIds: readonly string[]): Promise<Set<string>> {
  const points = await tx.contactPoint.findMany({
    where: { debtorId: { in: [...debtorIds] } },
    select: { debtorId: true, kind: true, address: true },
  });
  return new Set(points.map((point) => addressKey(point)));
}

/** The key of an address in the set of {@link readAddresses}. */
export const addressKey = (point: { debtorId: string; kind: string; address: string }): string =>
  `${point.debtorId} ${point.kind} ${point.address}`;

interface InvoiceRow {
  id: string;
  number: string;
  debtor_id: string;
  case_id: string | null;
  amount_minor: bigint;
  currency: string;
  invoice_date: Date;
  due_date: Date;
  effective_due_date: Date;
  contract_id: string | null;
  terms: unknown;
  ordered_at: Date | null;
  shipped_at: Date | null;
  delivered_at: Date | null;
  accepted_at: Date | null;
  received_at: Date | null;
  invoice_dispatched_at: Date | null;
  cancelled: boolean;
  paid: bigint;
  open: bigint;
}

/** The invoices that the rows name, by number, with what is paid and open: one query. */
export async function readInvoices(
  tx: Tx,
  creditorId: string,
  rows: readonly ImportedRow[],
): Promise<Map<string, StoredInvoice>> {
  const numbers = rows.map((row) => row.invoice.number);
  const found = await tx.$queryRaw<InvoiceRow[]>`
    select i.id, i.number, i.debtor_id, c.id as case_id, i.amount_minor, i.currency, i.invoice_date, i.due_date,
           i.effective_due_date, i.contract_id, i.terms, i.ordered_at, i.shipped_at, i.delivered_at, i.accepted_at,
           i.received_at, i.invoice_dispatched_at, i.cancelled_at is not null as cancelled, b.paid, b.open
    from invoice i
    left join collection_case c on c.invoice_id = i.id
    cross join lateral (
      select coalesce(-sum(l.open_effect_minor) filter (where l.type in ('payment', 'paymentReversal')), 0)::bigint as paid,
             coalesce(sum(l.open_effect_minor), 0)::bigint as open
      from ledger_entry l where l.invoice_id = i.id
    ) b
    where i.creditor_id = ${creditorId}::uuid and i.number = any(${numbers}::text[])`;
  return new Map(
    found.map((row) => [
      row.number,
      {
        id: row.id,
        number: row.number,
        debtorId: row.debtor_id,
        caseId: row.case_id,
        amountMinor: minorOf(row.amount_minor),
        currency: row.currency,
        contractId: row.contract_id,
        ...dueFactsOf({
          ...{ invoiceDate: row.invoice_date, dueDate: row.due_date, terms: row.terms },
          ...{ orderedAt: row.ordered_at, shippedAt: row.shipped_at, deliveredAt: row.delivered_at },
          ...{ acceptedAt: row.accepted_at, receivedAt: row.received_at },
          invoiceDispatchedAt: row.invoice_dispatched_at,
        }),
        effectiveDueDate: isoDateOfColumn(row.effective_due_date),
        cancelled: row.cancelled,
        paidMinor: minorOf(row.paid),
        openMinor: minorOf(row.open),
      },
    ]),
  );
}
