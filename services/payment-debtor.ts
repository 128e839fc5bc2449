import type { Tx } from '../clients/prisma';
import { type Refused, refused } from './problems';
import type { RecordPayment } from './payment-command';

/** The debtor on whom a payment is booked: the one who is named, else the one who owes the designated invoices. */
export async function findPayer(
  tx: Tx,
  command: RecordPayment,
): Promise<{ readonly ok: true; readonly debtorId: string } | Refused> {
  const { creditorId, debtorNumber, invoiceNumbers, amount, reference } = command;
  const invoices = await tx.invoice.findMany({
    where: { creditorId, number: { in: [...invoiceNumbers] } },
    select: { number: true, debtorId: true, currency: true },
  });
  const known = new Set(invoices.map((invoice) => invoice.number));
  const unknown = invoiceNumbers.find((number) => !known.has(number));
  if (unknown !== undefined) return refused('unknownInvoice', `Payment ${reference}: there is no invoice ${unknown}`);
  const foreign = invoices.find((invoice) => invoice.currency !== amount.currency);
  if (foreign !== undefined) {
    const message = `Payment ${reference} is in ${amount.currency}, but invoice ${foreign.number} is in ${foreign.currency}`;
    return refused('otherCurrency', message);
  }
  const debtorIds = new Set(invoices.map((invoice) => invoice.debtorId));
  if (debtorNumber !== undefined) {
    const debtor = await tx.debtor.findUnique({ where: { creditorId_number: { creditorId, number: debtorNumber } } });
    if (debtor === null) return refused('unknownDebtor', `Payment ${reference}: there is no debtor ${debtorNumber}`);
    debtorIds.add(debtor.id);
  }
  const [debtorId, ...others] = [...debtorIds];
  if (debtorId === undefined) {
    return refused('debtorNeeded', `Payment ${reference}: expected a debtor number or an invoice number`);
  }
  if (others.length > 0) {
    const message = `Payment ${reference}: the invoices and the debtor named do not belong together; expected one payment per debtor`;
    return refused('severalDebtors', message);
  }
  return { ok: true, debtorId };
}
