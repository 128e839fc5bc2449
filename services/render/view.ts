import { ACCOUNTS_MARK } from './accounts';
import { contactLine, contactShort } from './contact';
import type { InvoiceFacts, MessageFacts } from './facts';
import { dateText, moneyText, monthText, percentText, totalText } from './formats';
import { tableMarks } from './tables';

/** What a template of `language` sees of the facts: names and formats as documented at `MessageFacts`. */
export function viewOf(facts: MessageFacts, language: string): Readonly<Record<string, unknown>> {
  const overdue = facts.invoices.filter(({ daysPastDue }) => daysPastDue > 0);
  const upcoming = facts.invoices.filter(({ daysPastDue }) => daysPastDue <= 0);
  const listOf = (invoices: readonly InvoiceFacts[]) => invoices.map((invoice) => invoiceView(invoice, language));
  return {
    asOf: dateText(facts.asOf, language),
    month: monthText(facts.asOf, language),
    reference: facts.reference,
    creditor: facts.creditor.name,
    contactLine: contactLine(facts, language),
    contactShort: contactShort(facts, language),
    debtor: facts.debtor.name,
    // Always there, so that a template can ask whether the addressee is known by name.
    person: facts.person?.name ?? null,
    invoices: listOf(facts.invoices),
    invoiceCount: facts.invoices.length,
    total: openText(facts.invoices, language),
    overdue: listOf(overdue),
    overdueCount: overdue.length,
    overdueTotal: openText(overdue, language),
    upcoming: listOf(upcoming),
    upcomingCount: upcoming.length,
    dueDate: dateText(facts.invoices.map(({ dueDate }) => dueDate).reduce(earlier), language),
    daysOverdue: Math.max(0, ...facts.invoices.map(({ daysPastDue }) => daysPastDue)),
    ...deliveryView(facts, language),
    ...interestView(facts, overdue, language),
    offerPercent: facts.offer?.percent ?? null,
    offerUntil: facts.offer === null ? null : dateText(facts.offer.until, language),
    paymentLink: facts.paymentLink,
    feesAgreed: facts.feesAgreed,
    enforcementOrder: facts.enforcementOrder,
    signer: facts.signer,
    ...tableMarks,
    bankDetails: facts.accounts.length === 0 ? null : ACCOUNTS_MARK,
    ...(facts.customerType === undefined ? {} : { customerType: facts.customerType }),
    ...(facts.payBy === null ? {} : { payBy: dateText(facts.payBy, language) }),
    ...(facts.announcedLegalDate === null ? {} : { announcedDate: dateText(facts.announcedLegalDate, language) }),
  };
}

// ISO dates are ordered as texts.
const earlier = <T extends string>(a: T, b: T): T => (a < b ? a : b);

const invoiceView = (invoice: InvoiceFacts, language: string) => ({
  number: invoice.number,
  invoiceDate: dateText(invoice.invoiceDate, language),
  amount: moneyText(invoice.amount, language),
  open: moneyText(invoice.open, language),
  dueDate: dateText(invoice.dueDate, language),
  daysPastDue: invoice.daysPastDue,
  dispatchDate: invoice.dispatchDate === null ? null : dateText(invoice.dispatchDate, language),
  daysInUse: invoice.daysInUse,
  interestSoFar: invoice.interest === null ? null : moneyText(invoice.interest.soFar, language),
});

const openText = (invoices: readonly InvoiceFacts[], language: string) =>
  totalText(
    invoices.map(({ open }) => open),
    language,
  );

function deliveryView({ invoices }: MessageFacts, language: string) {
  const dispatchDate = invoices.find((invoice) => invoice.dispatchDate !== null)?.dispatchDate ?? null;
  return {
    dispatchDate: dispatchDate === null ? null : dateText(dispatchDate, language),
    daysInUse: invoices.find((invoice) => invoice.daysInUse !== null)?.daysInUse ?? null,
  };
}

function interestView({ interestTerms }: MessageFacts, overdue: readonly InvoiceFacts[], language: string) {
  const claimed = overdue.flatMap(({ interest }) => (interest === null ? [] : [interest]));
  const sumOf = (part: 'soFar' | 'perDay') =>
    claimed.length === 0
      ? null
      : totalText(
          claimed.map((interest) => interest[part]),
          language,
        );
  return {
    dailyRate: interestTerms === null ? null : percentText(interestTerms.dailyRate),
    claimClause: interestTerms?.clause ?? null,
    interestSoFar: sumOf('soFar'),
    perDiem: sumOf('perDay'),
  };
}
