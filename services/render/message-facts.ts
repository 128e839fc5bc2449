import type { Law } from '../../domain/law/law';
import type { Plan } from '../../domain/plan';
import { announcedLegalDay } from '../../domain/policy/announced';
import { dayOf, isoDate, isoDateOf, parseDay } from '../../domain/time';
import type { ContactContent } from '../contact/message-content';
import { localDateIn } from '../local-day';
import type { MessageFacts } from './facts';
import { interestFacts, interestTerms, openInterestMinor } from './interest-facts';

/** What is known of an installation rather than of a case. */
export interface MessageSettings {
  readonly law: Law;
  /** Address of a page to pay on, with `{invoice}` and `{debtor}` in it; null: there is none (decisions 4.9). */
  readonly paymentLink: string | null;
}

const titles = {
  'zh-CN': { manager: '信用经理', owner: '应收账款专员' },
  en: { manager: 'Credit Manager', owner: 'Accounts Receivable' },
} as const;

/** The facts of one message, from what was read in the transaction that reserves it. Pure. */
export function messageFacts(content: ContactContent, plan: Plan, { law, paymentLink }: MessageSettings): MessageFacts {
  const { creditor, debtor, leadStep: step } = content;
  const today = dayOf(localDateIn(creditor.zone, new Date(content.at)));
  const announced = announcedLegalDay(plan, {
    ...{ step, today, stageDay: content.leadDay, motive: debtor.motive },
    payBy: content.payBy === null ? null : parseDay(content.payBy),
  });
  const terms = interestTerms(
    content.invoices.map(({ contract }) => contract),
    debtor,
    plan,
  );
  const invoices = content.invoices.map((line) => ({
    number: line.number,
    invoiceDate: isoDate(line.invoiceDate),
    amount: { amountMinor: line.amountMinor, currency: line.currency },
    open: { amountMinor: Math.max(0, line.claimedMinor - openInterestMinor(line)), currency: line.currency },
    dueDate: isoDate(line.dueDate),
    daysPastDue: today - parseDay(line.dueDate),
    dispatchDate: line.dispatchedOn === null ? null : isoDate(line.dispatchedOn),
    daysInUse: line.deliveredOn === null ? null : Math.max(0, today - parseDay(line.deliveredOn)),
    interest: interestFacts(line, debtor, { plan, step, law, today }),
  }));
  const asOf = isoDateOf(today);
  return {
    asOf,
    reference: `${debtor.number} / ${asOf}`,
    creditor: { name: creditor.legalName, email: creditor.email, phone: creditor.phone },
    debtor: { name: debtor.name, address: content.channel === 'letter' && content.to !== '' ? content.to : null },
    person: content.personName === null ? null : { name: content.personName },
    invoices,
    interestTerms: terms,
    offer: content.offer,
    paymentLink: paymentLink === null ? null : linkFor(paymentLink, debtor.number, invoices[0]?.number ?? ''),
    contact: contactOf(content),
    accounts: creditor.accounts.filter(({ currency }) => invoices.some(({ open }) => open.currency === currency)),
    feesAgreed: false,
    enforcementOrder: false,
    signer: signerOf(content),
    ...(content.customerType === undefined ? {} : { customerType: content.customerType }),
    payBy: content.payBy,
    announcedLegalDate: announced === null ? null : isoDateOf(announced),
  };
}

/** Our person for the debtor, by the house's phone where it has none of its own; without one the house itself (S230). */
function contactOf({ creditor, owner }: ContactContent): MessageFacts['contact'] {
  const { name, email, phone } = creditor;
  return owner === null ? { name, email, phone } : { ...owner, phone: owner.phone ?? phone };
}

/** A letter is signed by the credit manager (U12), everything else by our person for the debtor (X3). */
function signerOf({ channel, creditor, language, owner }: ContactContent): MessageFacts['signer'] {
  const title = titles[language === 'zh-CN' ? 'zh-CN' : 'en'];
  return channel === 'letter' || owner === null
    ? { name: creditor.name, title: title.manager }
    : { name: owner.name, title: title.owner };
}

const linkFor = (template: string, debtor: string, invoice: string): string =>
  template.replace('{invoice}', encodeURIComponent(invoice)).replace('{debtor}', encodeURIComponent(debtor));
