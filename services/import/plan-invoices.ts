import type { ImportField, ImportedRow, RowProblem } from '../../domain/import/fields';
import type { ImportMapping } from '../../domain/import/mapping';
import { formatMoney } from '../../domain/money';
import type { IsoDate } from '../../domain/time';
import { newId } from '../ids';
import type { StoredContract, StoredDebtor, StoredInvoice } from './batch-state';
import { type PlannedTerms, isTermsChanged, planTerms } from './plan-terms';

/** An invoice to write: new, or in its new form. */
export interface PlannedInvoice {
  readonly id: string;
  readonly debtorId: string;
  readonly row: ImportedRow;
  /** When it is due from now on, and by what. */
  readonly due: PlannedTerms;
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

const isChanged = ({ invoice }: ImportedRow, due: PlannedTerms, before: StoredInvoice): boolean =>
  invoice.amountMinor !== before.amountMinor ||
  invoice.invoiceDate !== before.invoiceDate ||
  invoice.dueDate !== before.dueDate ||
  isTermsChanged(due, before);

/** Why a row cannot be taken as it is: the column at fault, what stands there, what was expected. */
type Conflict = readonly [column: ImportField, value: string, expected: string];

/** A claim keeps its debtor and currency, what is paid stays paid, and a case goes on only while somebody knows what is due. */
function conflictOf(row: ImportedRow, due: PlannedTerms, before: StoredInvoice, debtor: StoredDebtor): Conflict | null {
  const { number, currency, amountMinor } = row.invoice;
  if (before.debtorId !== debtor.id) return ['debtorNumber', row.debtor.number, `the debtor of invoice ${number}`];
  if (before.currency !== currency) return ['currency', currency, before.currency];
  if (!isChanged(row, due, before)) return null;
  if (before.cancelled) return ['invoiceNumber', number, 'an invoice that is not cancelled'];
  if (due.waitsFor !== null && before.caseId !== null) {
    return ['termsFrom', due.waitsFor, `the date of that event too: invoice ${number} has a case already`];
  }
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

/** Debtors, contracts and invoices that the rows name, by number; what the batch creates is among the first two. */
interface Known {
  readonly debtors: ReadonlyMap<string, StoredDebtor>;
  readonly contracts: ReadonlyMap<string, StoredContract>;
  readonly invoices: ReadonlyMap<string, StoredInvoice>;
}

function judge(row: ImportedRow, debtor: StoredDebtor, known: Known, mapping: ImportMapping): Verdict {
  const problem = ([field, value, expected]: Conflict): Verdict => ({
    kind: 'problem',
    problem: { line: row.line, column: mapping.columns[field] ?? field, value, expected },
  });
  const before = known.invoices.get(row.invoice.number) ?? null;
  const contract = row.contract === undefined ? undefined : known.contracts.get(row.contract.number);
  if (contract !== undefined && contract.debtorId !== debtor.id)
    return problem(['contractNumber', contract.number, `a contract of debtor ${debtor.number}`]);
  const due = planTerms(row, debtor, contract?.id ?? before?.contractId ?? null, before);
  if (before === null) return { kind: 'created', invoice: { id: newId(), debtorId: debtor.id, row, due, before } };
  const conflict = conflictOf(row, due, before, debtor);
  if (conflict !== null) return problem(conflict);
  const invoice = { id: before.id, debtorId: debtor.id, row, due, before };
  return { kind: isChanged(row, due, before) ? 'updated' : 'unchanged', invoice };
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
export function planInvoices(rows: readonly ImportedRow[], known: Known, mapping: ImportMapping): InvoicePlan {
  const verdicts = rows.flatMap((row) => {
    const debtor = known.debtors.get(row.debtor.number);
    return debtor === undefined ? [] : [judge(row, debtor, known, mapping)];
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
