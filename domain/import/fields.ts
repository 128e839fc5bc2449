import type { ContractFields, InvoiceEvent } from '../contract';
import type { PaymentTerms } from '../due-date';
import type { IsoDate } from '../time';

/** What a file can say about an invoice and its debtor; a mapping says in which column. */
export const importFields = [
  'debtorNumber',
  'debtorName',
  'debtorKind',
  'country',
  'zone',
  'language',
  'grade',
  'motive',
  'relationship',
  'email',
  'phone',
  'address',
  'invoiceNumber',
  'invoiceDate',
  'dueDate',
  'amount',
  'currency',
  'paidAmount',
  'paidDate',
  'contractNumber',
  'governingLaw',
  'forum',
  'interestClause',
  'interestRate',
  'interestStartDay',
  'lawConnected',
  'creditorIsSmall',
  'debtorIsLarge',
  'termsFrom',
  'termsMonths',
  'termsDays',
  'termsEndOfMonth',
  'termsRoll',
  'orderedDate',
  'shippedDate',
  'deliveredDate',
  'acceptedDate',
  'receivedDate',
  'dispatchedDate',
] as const;

export type ImportField = (typeof importFields)[number];

/** Without these there is no claim. `currency` is needed too unless the caller names one for the whole file. */
export const requiredFields = ['debtorNumber', 'invoiceNumber', 'invoiceDate', 'dueDate', 'amount'] as const;

/** One thing that is wrong with a row: where, what stands there, what was expected. */
export interface RowProblem {
  /** Line of the file, counted from 1; the header is line 1. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly expected: string;
}

/** What a row says about its debtor; an absent field is no statement and changes nothing. */
export interface ImportedDebtor {
  readonly number: string;
  readonly name?: string;
  readonly kind?: string;
  readonly country?: string;
  readonly zone?: string;
  readonly language?: string;
  readonly grade?: string;
  readonly motive?: string;
  readonly relationship?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: string;
}

/** One row that was understood. Amounts are minor units of `currency`; dates are `YYYY-MM-DD`. */
export interface ImportedRow {
  readonly line: number;
  readonly debtor: ImportedDebtor;
  readonly invoice: ImportedInvoice;
  /** Absent: the row names no contract. */
  readonly contract?: ImportedContract;
  /** What was paid up to now in all, and when last; null when the file says nothing about payments. */
  readonly paid: { readonly amountMinor: number; readonly date: IsoDate } | null;
}

export interface ImportedInvoice {
  readonly number: string;
  readonly invoiceDate: IsoDate;
  readonly dueDate: IsoDate;
  readonly amountMinor: number;
  readonly currency: string;
  /** Terms and events that the row states; what it does not state stays as it is. */
  readonly terms?: PaymentTerms;
  readonly events: Readonly<Partial<Record<InvoiceEvent, IsoDate>>>;
}

/** What a row says about the contract of its invoice; an absent field is no statement. */
export type ImportedContract = { readonly number: string } & Readonly<Partial<ContractFields>>;
