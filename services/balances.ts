import type { Db, Tx } from '../clients/prisma';
import type { OpenItem } from '../domain/ledger';
import { dayOfColumn, minorOf } from './columns';

/** What is open on an invoice, and how many ledger entries say so. */
export interface Balance {
  readonly openMinor: number;
  readonly ledgerSeq: number;
}

const none: Balance = { openMinor: 0, ledgerSeq: 0 };

/** The balances of invoices, in one query. An invoice without entries has 0 and 0. */
export async function openBalances(db: Db | Tx, invoiceIds: readonly string[]): Promise<Map<string, Balance>> {
  const balances = new Map(invoiceIds.map((id) => [id, none]));
  if (invoiceIds.length === 0) return balances;
  const rows = await db.$queryRaw<{ invoice_id: string; open: bigint; entries: number }[]>`
    select invoice_id, sum(open_effect_minor)::bigint as open, count(*)::int as entries
    from ledger_entry where invoice_id = any(${invoiceIds}::uuid[]) group by invoice_id`;
  for (const row of rows) balances.set(row.invoice_id, { openMinor: minorOf(row.open), ledgerSeq: row.entries });
  return balances;
}

/** The balance of one invoice. */
export async function openBalanceOf(db: Db | Tx, invoiceId: string): Promise<Balance> {
  return (await openBalances(db, [invoiceId])).get(invoiceId) ?? none;
}

/** Money received from a debtor and not allocated, in minor units by currency (decisions 5.2). */
export async function creditsOnAccount(db: Db | Tx, debtorId: string): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ currency: string; credit: bigint }[]>`
    select currency, -sum(open_effect_minor)::bigint as credit
    from ledger_entry where debtor_id = ${debtorId}::uuid and invoice_id is null group by currency`;
  return new Map(rows.map((row) => [row.currency, minorOf(row.credit)]));
}

/** All invoices of a debtor in one currency that are open, as allocation sees them. */
export async function openItems(db: Db | Tx, debtorId: string, currency: string): Promise<OpenItem[]> {
  const rows = await db.$queryRaw<{ id: string; number: string; due: Date; open: bigint }[]>`
    select i.id, i.number, i.effective_due_date as due, sum(l.open_effect_minor)::bigint as open
    from invoice i join ledger_entry l on l.invoice_id = i.id
    where i.debtor_id = ${debtorId}::uuid and i.currency = ${currency}
    group by i.id having sum(l.open_effect_minor) > 0`;
  return rows.map((row) => ({
    invoiceId: row.id,
    number: row.number,
    dueDay: dayOfColumn(row.due),
    openMinor: minorOf(row.open),
  }));
}
