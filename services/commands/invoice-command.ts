import type { Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import type { EvidenceEntry } from '../evidence';
import { type Refused, refused } from '../problems';

/** Who commands what of an invoice, why and when. */
export interface InvoiceCommand {
  readonly creditorId: string;
  readonly invoiceNumber: string;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

/** Where the book has an invoice: its unique key. */
export interface InvoiceKey {
  readonly creditorId_number: { readonly creditorId: string; readonly number: string };
}

/** An invoice as `read` finds it once its debtor is locked; unknown and cancelled ones are refused. */
export async function lockedInvoice<Row extends { readonly cancelledAt: Date | null }>(
  tx: Tx,
  { creditorId, invoiceNumber: number }: InvoiceCommand,
  read: (where: InvoiceKey) => Promise<Row>,
): Promise<{ readonly ok: true; readonly invoice: Row } | Refused> {
  const key = { creditorId_number: { creditorId, number } };
  const seen = await tx.invoice.findUnique({ where: key, select: { debtorId: true } });
  if (seen === null) return refused('unknownInvoice', `There is no invoice ${number}`);
  await lockDebtors(tx, [seen.debtorId]);
  const invoice = await read(key);
  if (invoice.cancelledAt !== null) return refused('cancelledInvoice', `Invoice ${number} is cancelled`);
  return { ok: true, invoice };
}

/** The case of an invoice while it is open; null when there is none, or it has ended. */
export const openCaseIdOf = (invoice: {
  readonly case: { readonly id: string; readonly endedAt: Date | null } | null;
}): string | null => (invoice.case?.endedAt === null ? invoice.case.id : null);

/** A fact about an invoice, for its debtor's chain and for that of its open case. */
export const factOfInvoice = (
  { debtorId, openCaseId }: { readonly debtorId: string; readonly openCaseId: string | null },
  fact: Omit<EvidenceEntry, 'chain'>,
): EvidenceEntry[] => [
  { chain: { kind: 'debtor', id: debtorId }, ...fact },
  ...(openCaseId === null ? [] : [{ chain: { kind: 'case', id: openCaseId } as const, ...fact }]),
];
