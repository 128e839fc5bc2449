import { z } from 'zod';
import { importFields, requiredFields } from './fields';

/** Ways in which a file may write its dates. */
export const dateFormats = ['YYYY-MM-DD', 'YYYY/M/D', 'M/D/YYYY', 'D/M/YYYY', 'D.M.YYYY'] as const;

export type DateFormat = (typeof dateFormats)[number];

const column = z.string().trim().min(1).max(200);

/**
 * Which column of a file holds which field. Columns under `ignore` are known and not read; any other column is an error, so
 * that a renamed column is noticed.
 */
export const importMappingSchema = z
  .strictObject({
    name: z.string().min(1).max(60),
    dateFormat: z.enum(dateFormats).default('YYYY-MM-DD'),
    columns: z.partialRecord(z.enum(importFields), column),
    ignore: z.array(column).default([]),
  })
  .superRefine((mapping, context) => {
    for (const field of requiredFields) {
      if (mapping.columns[field] !== undefined) continue;
      context.addIssue({
        code: 'custom',
        path: ['columns', field],
        message: `expected the name of a column for ${field}`,
      });
    }
  });

export type ImportMapping = z.infer<typeof importMappingSchema>;

/**
 * The product's own columns. `debtor_number`, `invoice_number`, `invoice_date`, `due_date` and `amount` are required;
 * `paid_amount` is what was paid up to now in all, `paid_date` when (alone: paid in full on that day). `interest_rate` is a
 * share of the principal a day; the columns from `terms_from` on say when a sum is due other than on `due_date`.
 */
const dunwell: ImportMapping = {
  name: 'dunwell',
  dateFormat: 'YYYY-MM-DD',
  columns: {
    debtorNumber: 'debtor_number',
    debtorName: 'debtor_name',
    debtorKind: 'debtor_kind',
    country: 'country',
    zone: 'zone',
    language: 'language',
    grade: 'grade',
    motive: 'motive',
    relationship: 'relationship',
    email: 'email',
    phone: 'phone',
    address: 'address',
    invoiceNumber: 'invoice_number',
    invoiceDate: 'invoice_date',
    dueDate: 'due_date',
    amount: 'amount',
    currency: 'currency',
    paidAmount: 'paid_amount',
    paidDate: 'paid_date',
    contractNumber: 'contract_number',
    governingLaw: 'governing_law',
    forum: 'forum',
    interestClause: 'interest_clause',
    interestRate: 'interest_rate',
    interestStartDay: 'interest_start_day',
    lawConnected: 'law_connected',
    creditorIsSmall: 'creditor_is_small',
    debtorIsLarge: 'debtor_is_large',
    termsFrom: 'terms_from',
    termsMonths: 'terms_months',
    termsDays: 'terms_days',
    termsEndOfMonth: 'terms_end_of_month',
    termsRoll: 'terms_roll',
    orderedDate: 'ordered_date',
    shippedDate: 'shipped_date',
    deliveredDate: 'delivered_date',
    acceptedDate: 'accepted_date',
    receivedDate: 'received_date',
    dispatchedDate: 'dispatched_date',
  },
  ignore: [],
};

/** The columns of the public accounts-receivable sample of IBM; it names no currency. */
const ibmAr: ImportMapping = {
  name: 'ibm-ar',
  dateFormat: 'M/D/YYYY',
  columns: {
    country: 'countryCode',
    debtorNumber: 'customerID',
    invoiceNumber: 'invoiceNumber',
    invoiceDate: 'InvoiceDate',
    dueDate: 'DueDate',
    amount: 'InvoiceAmount',
    paidDate: 'SettledDate',
  },
  ignore: ['PaperlessDate', 'PaperlessBill', 'Disputed', 'DaysToSettle', 'DaysLate'],
};

/** Mappings that come with the product, by name. */
export const importPresets = { dunwell, 'ibm-ar': ibmAr } as const;

export type ImportPreset = keyof typeof importPresets;

export const importPresetNames = ['dunwell', 'ibm-ar'] as const satisfies readonly ImportPreset[];
