import type { ImportedRow, RowProblem } from '../../domain/import/fields';
import type { ImportMapping } from '../../domain/import/mapping';
import { formatMoney } from '../../domain/money';
import type { IsoDate } from '../../domain/time';
import { newId } from '../ids';
import type { StoredDebtor, StoredInvoice } from './batch-state';

/** An invoice to write: new, or in its new form. */
export interface PlannedInvoice {
  readonly id: string;
  readonly debtorId: string;
  readonly row: ImportedRow;
  /** As it was; null for a new one. */
  readonly before: StoredInvoice | null;
}

/** Money that the file reports beyond what the ledger has. */
export interface PlannedPayment {
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly debtorId: string;
  readonly caseId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly valueDate: IsoDate;
  readonly reference: string;
}

/** What a batch of rows does to invoices. */
export interface InvoicePlan {
  readonly created: readonly PlannedInvoice[];
  readonly updated: readonly PlannedInvoice[];
  readonly unchanged: number;
  readonly payments: readonly PlannedPayment[];
  readonly problems: readonly RowProblem[];
}

type Verdict =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly invoice: PlannedInvoice }
  | { readonly kind: 'problem'; readonly problem: RowProblem };

const isChanged = ({ invoice }: ImportedRow, before: StoredInvoice): boolean =>
  invoice.amountMinor !== before.amountMinor ||
  invoice.invoiceDate !== before.invoiceDate ||
  invoice.dueDate !== before.dueDate;

/** Why a row cannot change an invoice that exists: a claim keeps its debtor and currency, and what is paid stays paid. */
function conflictOf(
  row: ImportedRow,
  before: StoredInvoice,
  debtor: StoredDebtor,
): [column: 'debtorNumber' | 'currency' | 'amount' | 'invoiceNumber', value: string, expected: string] | null {
  const { number, currency, amountMinor } = row.invoice;
  if (before.debtorId !== debtor.id) return ['debtorNumber', row.debtor.number, `the debtor of invoice ${number}`];
  if (before.currency !== currency) return ['currency', currency, before.currency];
  if (!isChanged(row, before)) return null;
  if (before.cancelled) return ['invoiceNumber', number, 'an invoice that is not cancelled'];
  const settledMinor = before.amountMinor - before.openMinor;
  if (amountMinor < settledMinor) {
    const least = formatMoney({ amountMinor: settledMinor, currency });
    return [
      'amount',
      formatMoney({ amountMinor, currency }),
      `at least ${least}, which the ledger has settled already`,
    ];
  }
  return null;
}

function judge(
  row: ImportedRow,
  before: StoredInvoice | undefined,
  debtor: StoredDebtor,
  mapping: ImportMapping,
): Verdict {
  if (before === undefined)
    return { kind: 'created', invoice: { id: newId(), debtorId: debtor.id, row, before: null } };
  const conflict = conflictOf(row, before, debtor);
  if (conflict !== null) {
    const [field, value, expected] = conflict;
    return { kind: 'problem', problem: { line: row.line, column: mapping.columns[field] ?? field, value, expected } };
  }
  const invoice = { id: before.id, debtorId: debtor.id, row, before };
  return { kind: isChanged(row, before) ? 'updated' : 'unchanged', invoice };
}

/**
 * The payment that a row reports and the ledger lacks. The file states the sum paid so far: what others recorded counts, so
 * a file never books the same money again. The reference names that sum, so that a reversed payment does not come back.
 */
function paymentOf({ id, debtorId, row, before }: PlannedInvoice): PlannedPayment[] {
  const { paid, invoice } = row;
  if (paid === null) return [];
  const openMinor = before === null ? invoice.amountMinor : before.openMinor + invoice.amountMinor - before.amountMinor;
  const amountMinor = Math.min(paid.amountMinor - (before?.paidMinor ?? 0), openMinor);
  if (amountMinor <= 0) return [];
  const reference = `import:${invoice.number}:${formatMoney({ amountMinor: paid.amountMinor, currency: invoice.currency })}`;
  const common = { invoiceId: id, invoiceNumber: invoice.number, debtorId, caseId: before?.caseId ?? null };
  return [{ ...common, amountMinor, currency: invoice.currency, valueDate: paid.date, reference }];
}

/** Compares rows with what is stored and says what has to be written. Changes nothing. */
export function planInvoices(
  rows: readonly ImportedRow[],
  stored: {
    readonly debtors: ReadonlyMap<string, StoredDebtor>;
    readonly invoices: ReadonlyMap<string, StoredInvoice>;
  },
  mapping: ImportMapping,
): InvoicePlan {
  const verdicts = rows.flatMap((row) => {
    const debtor = stored.debtors.get(row.debtor.number);
    return debtor === undefined ? [] : [judge(row, stored.invoices.get(row.invoice.number), debtor, mapping)];
  });
  const ofKind = (kind: 'created' | 'updated' | 'unchanged') =>
    verdicts.flatMap((verdict) => (verdict.kind === kind ? [verdict.invoice] : []));
  const good = verdicts.flatMap((verdict) => (verdict.kind === 'problem' ? [] : [verdict.invoice]));
  return {
    created: ofKind('created'),
    updated: ofKind('updated'),
    unchanged: ofKind('unchanged').length,
    payments: good.flatMap(paymentOf),
    problems: verdicts.flatMap((verdict) => (verdict.kind === 'problem' ? [verdict.problem] : [])),
  };
}
