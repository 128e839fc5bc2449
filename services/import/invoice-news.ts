import type { Tx } from '../../clients/prisma';
import { openBalances } from '../balances';
import type { EvidenceEntry } from '../evidence';
import type { NewMessage } from '../signal-outbox';
import type { ImportRun } from './import-run';
import type { PlannedInvoice } from './plan-invoices';
import type { PlannedTerms } from './plan-terms';
import type { BookedPayment } from './write-payments';

/** What a batch did to invoices and their money. */
export interface InvoiceChanges {
  readonly created: readonly PlannedInvoice[];
  readonly updated: readonly PlannedInvoice[];
  readonly payments: readonly BookedPayment[];
}

/** Messages to the cases of changed and paid invoices, with the balance that the ledger has after the batch. */
export async function invoiceMessages(tx: Tx, changes: InvoiceChanges): Promise<NewMessage[]> {
  const updated = changes.updated.filter((invoice) => invoice.before?.caseId);
  const paid = changes.payments.filter((payment) => payment.caseId !== null);
  const ids = [...updated.map((invoice) => invoice.id), ...paid.map((payment) => payment.invoiceId)];
  const balances = await openBalances(tx, [...new Set(ids)]);
  const ledgerOf = (invoiceId: string) => {
    const { openMinor = 0, ledgerSeq = 0 } = balances.get(invoiceId) ?? {};
    return { openBalanceMinor: openMinor, ledgerSeq };
  };
  return [
    ...updated.flatMap(({ id, before, due: { effectiveDueDate } }): NewMessage[] => {
      if (before === null || before.caseId === null) return [];
      const body = { ...ledgerOf(id), effectiveDueDate, reason: 'import' };
      return [{ caseId: before.caseId, kind: 'invoiceChanged', body }];
    }),
    ...paid.flatMap(({ caseId, invoiceId, paymentId, amountMinor, valueDate }): NewMessage[] => {
      if (caseId === null) return [];
      return [{ caseId, kind: 'paymentReceived', body: { ...ledgerOf(invoiceId), paymentId, amountMinor, valueDate } }];
    }),
  ];
}

/** When an invoice is due and by what, for the record. */
const termsOf = ({
  invoiceDate,
  dueDate,
  terms,
  events,
  contractId,
  effectiveDueDate,
}: Omit<PlannedTerms, 'waitsFor'>) => ({
  ...{ invoiceDate, dueDate, terms, events, contractId, effectiveDueDate },
});

/** Evidence of a batch on the chains of debtors and, where there is one, of the case. */
export function invoiceEvidence(run: ImportRun, changes: InvoiceChanges): EvidenceEntry[] {
  const { importId, at, actor } = run;
  const entries = (debtorId: string, caseId: string | null, kind: string, content: object): EvidenceEntry[] => {
    const fact = { kind, at, content: { ...content, importId, actor } };
    const own: EvidenceEntry[] = caseId === null ? [] : [{ chain: { kind: 'case', id: caseId }, ...fact }];
    return [{ chain: { kind: 'debtor', id: debtorId }, ...fact }, ...own];
  };
  return [
    ...changes.created.flatMap(({ id, debtorId, row: { invoice }, due }) =>
      entries(debtorId, null, 'invoiceImported', { invoiceId: id, ...invoice, ...termsOf(due) }),
    ),
    ...changes.updated.flatMap(({ id, debtorId, row: { invoice }, due, before }) => {
      const from = before === null ? null : { amountMinor: before.amountMinor, ...termsOf(before) };
      const to = { amountMinor: invoice.amountMinor, ...termsOf(due) };
      return entries(debtorId, before?.caseId ?? null, 'invoiceChanged', { invoiceId: id, from, to });
    }),
    ...changes.payments.flatMap(({ debtorId, caseId, invoiceNumber, ...payment }) =>
      entries(debtorId, caseId, 'paymentReceived', {
        ...{ paymentId: payment.paymentId, invoiceId: payment.invoiceId, amountMinor: payment.amountMinor },
        ...{ currency: payment.currency, valueDate: payment.valueDate, source: 'import', designated: [invoiceNumber] },
      }),
    ),
  ];
}
