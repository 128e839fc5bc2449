import { DomainError } from '../errors';
import type { EpochDay } from '../time';
import type { SimEvent, SimInvoice } from './book';

/** What is open of one invoice, how many entries made it so, and when it was last paid. */
interface InvoiceLedger {
  readonly invoice: SimInvoice;
  openMinor: number;
  entries: number;
  paidOn: EpochDay | null;
}

/** What a case reads when it opens: its claim, what the debtor owes overdue in that currency (Y15), how it has paid (Y14, S47). */
export interface KnownDebtor {
  readonly openMinor: number;
  readonly entries: number;
  readonly overdueMinor: number;
  readonly firstInvoiceDay: EpochDay;
  readonly paidInvoices: number;
  readonly meanDaysLate: number | null;
}

/** The books of one simulated debtor. */
export interface DebtorLedger {
  of(invoice: SimInvoice): { readonly openMinor: number; readonly entries: number };
  book(invoice: SimInvoice, payment: SimEvent & { readonly kind: 'payment' }): void;
  knownOn(invoice: SimInvoice, today: EpochDay): KnownDebtor;
}

/** The books of a debtor with these invoices, before any payment. */
export function createDebtorLedger(invoices: readonly SimInvoice[]): DebtorLedger {
  const ledgers = invoices.map((invoice): InvoiceLedger => {
    return { invoice, openMinor: invoice.amountMinor, entries: 1, paidOn: null };
  });
  const byInvoice = new Map(ledgers.map((ledger) => [ledger.invoice.id, ledger]));
  const ledgerOf = ({ id, number }: SimInvoice): InvoiceLedger => {
    const found = byInvoice.get(id);
    if (found === undefined) throw new DomainError('unknownInvoice', `Invoice ${number} belongs to another debtor`);
    return found;
  };
  return {
    of: ledgerOf,
    book(invoice, { day, amountMinor }) {
      const ledger = ledgerOf(invoice);
      ledger.openMinor -= amountMinor;
      ledger.entries += 1;
      ledger.paidOn = day;
    },
    knownOn(invoice, today) {
      let [overdueMinor, paidInvoices, daysLate] = [0, 0, 0];
      let firstInvoiceDay = invoice.invoiceDay;
      for (const { invoice: other, openMinor, paidOn } of ledgers) {
        if (other.invoiceDay < firstInvoiceDay) firstInvoiceDay = other.invoiceDay;
        if (openMinor <= 0 && paidOn !== null) {
          paidInvoices += 1;
          daysLate += Math.max(0, paidOn - other.dueDay);
        }
        if (other.currency !== invoice.currency || other.dueDay >= today) continue;
        overdueMinor += Math.max(0, openMinor);
      }
      const { openMinor, entries } = ledgerOf(invoice);
      const meanDaysLate = paidInvoices === 0 ? null : daysLate / paidInvoices;
      return { openMinor, entries, overdueMinor, firstInvoiceDay, paidInvoices, meanDaysLate };
    },
  };
}
