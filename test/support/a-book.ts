import { Readable } from 'node:stream';
import type { Db } from '../../clients/prisma';
import { enrolDue } from '../../services/enrolment';
import { type ImportInvoices, importInvoices } from '../../services/import/import-invoices';
import { createPinnedPlans } from '../../services/pinned-plans';
import { standardStored } from './standard-policy';

/** Noon in Shanghai on a Wednesday without holidays around it. */
export const noon = new Date('2026-03-18T04:00:00.000Z');

/** A creditor in Shanghai with policy `standard`. */
export async function aCreditor(db: Db, name = 'Creditor'): Promise<string> {
  const { id } = await db.creditor.create({
    data: { name, legalName: name, country: 'CN', zone: 'Asia/Shanghai', currency: 'CNY', language: 'zh-CN' },
  });
  return id;
}

/** Rows of the `dunwell` preset as CSV; columns that no row has are left out. */
export function csvOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');
}

/** An invoice row: 1,000.00 CNY of debtor D1, due on 2026-03-10, reachable by e-mail. */
export const anInvoiceRow = (over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  debtor_number: 'D1',
  debtor_name: 'Debtor One',
  email: 'ap@one.example.com',
  invoice_number: 'INV-1',
  invoice_date: '2026-02-08',
  due_date: '2026-03-10',
  amount: '1000.00',
  currency: 'CNY',
  ...over,
});

/** Imports CSV text or bytes for a creditor, with payments, at {@link noon}. */
export function importText(db: Db, creditorId: string, content: string | Buffer, over: Partial<ImportInvoices> = {}) {
  return importInvoices(
    { db },
    {
      source: Readable.from([Buffer.from(content)]),
      name: 'test',
      mapping: 'dunwell',
      creditorId,
      payments: 'actual',
      dryRun: false,
      actor: 'staff:test',
      at: noon,
      ...over,
    },
  );
}

/** Imports rows and enrols what is due at {@link noon}; returns the case ids by invoice number. */
export async function anEnrolledBook(db: Db, rows: readonly Readonly<Record<string, string>>[]) {
  const creditorId = await aCreditor(db);
  await importText(db, creditorId, csvOf(rows));
  const policies = await standardStored(db);
  await enrolDue({ db, policies, now: noon }, { limit: 1_000 });
  const cases = await db.collectionCase.findMany({ include: { invoice: true } });
  const caseIds = new Map(cases.map((row) => [row.invoice.number, row.id]));
  const caseOf = (number: string): string => {
    const id = caseIds.get(number);
    if (id === undefined) throw new Error(`Invoice ${number} has no case`);
    return id;
  };
  return { creditorId, policies, plans: createPinnedPlans(db, policies), caseOf };
}
