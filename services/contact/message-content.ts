import type { Db } from '../../clients/prisma';
import { DomainError } from '../../domain/errors';
import { instantOf, type EpochMinute } from '../../domain/time';
import type { Channel } from '../../domain/channels';
import { openBalances } from '../balances';
import { isoDateOfColumn, minorOf } from '../columns';
import type { OutgoingMessage } from './channel-sender';

/** One invoice of a message. Amounts are minor units. */
export interface InvoiceLine {
  readonly number: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly openMinor: number;
  readonly invoiceDate: string;
  readonly dueDate: string;
}

/** Everything that a template may say. Personal data: stays in memory and in the stored document. */
export interface ContactContent {
  readonly contactId: string;
  readonly channel: Channel;
  readonly language: string;
  readonly template: string;
  /** The step that chose the template, and its day on the stage clock. */
  readonly leadStep: string;
  readonly leadDay: number;
  readonly policyHash: string;
  readonly formal: boolean;
  readonly sample: boolean;
  readonly to: string;
  readonly at: string;
  readonly creditor: {
    readonly name: string;
    readonly legalName: string;
    readonly email: string | null;
    readonly phone: string | null;
    readonly zone: string;
  };
  readonly debtor: { readonly name: string; readonly number: string };
  readonly personName: string | null;
  readonly invoices: readonly InvoiceLine[];
}

/** Turns content into a message: the template engine, given from outside. */
export interface MessageRenderer {
  render(content: ContactContent): Promise<Pick<OutgoingMessage, 'subject' | 'text' | 'html'>>;
}

/** Reads what a reserved contact says and to whom: the invoices that it covers with what is open on them now. */
export async function readContactContent(
  db: Db,
  contactId: string,
  channel: Channel,
  at: EpochMinute,
): Promise<ContactContent> {
  const contact = await db.contact.findUnique({
    where: { id: contactId },
    include: {
      debtor: { include: { creditor: true } },
      person: true,
      contactPoint: true,
      steps: { include: { invoice: true }, orderBy: { invoiceId: 'asc' } },
    },
  });
  if (contact === null) throw new DomainError('contactNotFound', `Contact ${contactId} does not exist`);
  const invoices = [...new Map(contact.steps.map((step) => [step.invoiceId, step.invoice])).values()];
  const balances = await openBalances(
    db,
    invoices.map((invoice) => invoice.id),
  );
  const { creditor } = contact.debtor;
  return {
    contactId,
    channel,
    language: contact.language,
    template: contact.template,
    leadStep: contact.leadStep,
    leadDay: contact.leadDay,
    policyHash: contact.policyHash,
    formal: contact.formal,
    sample: contact.sample,
    to: contact.contactPoint?.address ?? '',
    at: instantOf(at),
    creditor: {
      name: creditor.name,
      legalName: creditor.legalName,
      email: creditor.senderEmail,
      phone: creditor.senderPhone,
      zone: creditor.zone,
    },
    debtor: { name: contact.debtor.name, number: contact.debtor.number },
    personName: contact.person?.name ?? null,
    invoices: invoices.map((invoice) => ({
      number: invoice.number,
      currency: invoice.currency,
      amountMinor: minorOf(invoice.amountMinor),
      openMinor: balances.get(invoice.id)?.openMinor ?? 0,
      invoiceDate: isoDateOfColumn(invoice.invoiceDate),
      dueDate: isoDateOfColumn(invoice.effectiveDueDate),
    })),
  };
}
