import { instantOf, isoDateOf, type EpochDay, type IsoDate } from '../../domain/time';
import { creditorDayOf } from '../../domain/calendar';
import type { Channel } from '../../domain/channels';
import { mayRecord } from '../../domain/contact/capabilities';
import type { ChannelOption } from '../../domain/contact/decide-contact';
import { dayOfColumn, isoDateOfColumn } from '../columns';
import type { Plan } from '../../domain/plan';
import type { CustomerType } from '../../domain/portfolio/customer-type';
import { lastValidDay } from '../../domain/offers/validity';
import type { OutgoingMessage } from './channel-sender';
import type { StatedSum } from '../interest/write-quotes';
import type { PayeeAccount } from '../render/facts';
import type { Letter } from '../render/letter';
import type { ContractRow, InterestParties, InterestSource } from '../render/interest-facts';
import { claimOn, type GateContext } from './contact-facts';
import type { MessageExtras } from './message-extras';

/** One invoice of a message. Amounts are minor units. */
export interface InvoiceLine {
  readonly number: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** What is open without the parts that are held (decisions 2.1). */
  readonly claimedMinor: number;
  readonly disputedMinor: number;
  readonly invoiceDate: string;
  readonly dueDate: string;
  readonly deliveredOn: string | null;
  readonly dispatchedOn: string | null;
  readonly contract: ContractRow | null;
  readonly entries: InterestSource['entries'];
}

/** Everything that a template may say. Personal data: stays in memory and in the stored document. */
export interface ContactContent {
  readonly channel: Channel;
  readonly language: string;
  readonly template: string;
  /** The step that chose the template, and its day on the stage clock. */
  readonly leadStep: string;
  readonly leadDay: number;
  /** The deadline that the message sets. */
  readonly payBy: IsoDate | null;
  /** What the step offers, and until when (S90). */
  readonly offer: { readonly percent: number | null; readonly until: IsoDate } | null;
  readonly to: string;
  /** Whether a call to the addressee may be recorded after notice (X23). */
  readonly mayRecord: boolean;
  /** Where a letter to the addressee would go. */
  readonly postAddress: string | null;
  readonly at: string;
  readonly creditor: {
    readonly name: string;
    readonly legalName: string;
    readonly email: string | null;
    readonly phone: string | null;
    readonly zone: string;
    /** The approved accounts that hold on the day of the message (decisions 4.6). */
    readonly accounts: readonly PayeeAccount[];
  };
  /** Our person for the debtor; null: nobody in particular (S230). */
  readonly owner: { readonly name: string; readonly email: string; readonly phone: string | null } | null;
  readonly debtor: InterestParties & { readonly name: string; readonly number: string };
  readonly personName: string | null;
  /** Set for scripts, whose words it chooses (S316). */
  readonly customerType?: CustomerType | null;
  readonly invoices: readonly InvoiceLine[];
}

/** A message's words; letters also have the parts from which their document is made. */
export type RenderedText = MessageExtras &
  Pick<OutgoingMessage, 'subject' | 'text' | 'html'> & {
    readonly letter: Letter | null;
    /** What it states with interest; absent: nothing. */
    readonly stated?: readonly StatedSum[];
  };

/** The texts of one stored policy, and its plan. */
export interface PolicyTexts {
  readonly plan: Plan;
  /** Writes a message. Pure. @throws DomainError when a template lacks what it says. */
  render(content: ContactContent): RenderedText;
}

/** Turns content into a message: the template engine, given from outside. */
export interface MessageRenderer {
  /** The texts of the policy with this content hash. @throws DomainError when it is not stored */
  textsOf(policyHash: string): Promise<PolicyTexts>;
}

/** The step whose text a message has, and its day on the stage clock. */
export interface LeadingText {
  readonly template: string;
  readonly leadStep: string;
  readonly leadDay: number;
}

/** What a message says and to whom: the invoices that it covers with what is open on them now. Pure. */
export function contentOf(
  { rows, own, plan, calendar, asOf }: GateContext,
  option: ChannelOption,
  lead: LeadingText,
  invoiceIds: readonly string[],
): ContactContent {
  const { creditor, debtor, points, cases } = rows;
  const { payBy, offer } = plan.steps.find((step) => step.id === lead.leadStep) ?? {};
  const today = creditorDayOf(calendar, asOf);
  const point = points.find((candidate) => candidate.id === option.pointId);
  const named = cases
    .filter((row) => invoiceIds.includes(row.invoiceId))
    .sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1));
  return {
    channel: option.channel,
    language: own.language,
    ...lead,
    payBy: payBy === undefined ? null : isoDateOf(lastValidDay(calendar, payBy, today)),
    offer:
      offer === undefined
        ? null
        : { percent: offer.percent ?? null, until: isoDateOf(lastValidDay(calendar, offer.validity, today)) },
    to: point?.address ?? '',
    mayRecord: point !== undefined && mayRecord(point.address, point.consents),
    postAddress: points.find(({ kind, bouncedAt }) => kind === 'post' && bouncedAt === null)?.address ?? null,
    at: instantOf(asOf),
    creditor: {
      name: creditor.name,
      legalName: creditor.legalName,
      email: creditor.senderEmail,
      phone: creditor.senderPhone,
      zone: creditor.zone,
      accounts: accountsOn(creditor.accounts, today),
    },
    owner: debtor.owner,
    debtor: {
      name: debtor.name,
      number: debtor.number,
      creditorId: creditor.id,
      debtorKind: debtor.kind,
      motive: debtor.motive,
    },
    personName: point?.personName ?? null,
    invoices: named.map((row) => ({
      number: row.number,
      currency: row.currency,
      amountMinor: row.amountMinor,
      ...claimOn(rows, row, today),
      invoiceDate: isoDateOfColumn(row.invoiceDate),
      dueDate: isoDateOfColumn(row.dueDate),
      deliveredOn: row.deliveredAt === null ? null : isoDateOfColumn(row.deliveredAt),
      dispatchedOn: row.dispatchedAt === null ? null : isoDateOfColumn(row.dispatchedAt),
      contract: row.contract,
      entries: row.entries,
    })),
  };
}

const accountsOn = (accounts: GateContext['rows']['creditor']['accounts'], today: EpochDay): readonly PayeeAccount[] =>
  accounts
    .filter(
      ({ validFrom, validUntil }) =>
        dayOfColumn(validFrom) <= today && (validUntil === null || today < dayOfColumn(validUntil)),
    )
    .map(({ holder, bankName, accountNo, currency }) => ({ holder, bankName, accountNo, currency }));
