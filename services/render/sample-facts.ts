import { type IsoDate, isoDate } from '../../domain/time';
import type { InvoiceFacts, MessageFacts, PayeeAccount } from './facts';

/** What a step gives its messages beyond the invoices, and which a template must cope with. */
export interface SampleStep {
  readonly payBy: IsoDate | null;
  readonly announcedLegalDate: IsoDate | null;
  readonly offer: MessageFacts['offer'];
  /** Whether interest is claimed by then, and at which rate it was agreed; null: none. */
  readonly interest: { readonly dailyRate: string; readonly claimed: boolean } | null;
}

const firstInvoice: InvoiceFacts = {
  number: '00048213',
  invoiceDate: isoDate('2026-05-07'),
  amount: { amountMinor: 8_000_000, currency: 'CNY' },
  open: { amountMinor: 7_550_050, currency: 'CNY' },
  dueDate: isoDate('2026-07-06'),
  daysPastDue: 3,
  dispatchDate: null,
  daysInUse: null,
  interest: null,
};

const secondInvoice: InvoiceFacts = {
  ...firstInvoice,
  number: 'EX-2026/77',
  amount: { amountMinor: 120_000, currency: 'EUR' },
  open: { amountMinor: 120_000, currency: 'EUR' },
  dueDate: isoDate('2026-07-08'),
  daysPastDue: 1,
};

const notYetDue: InvoiceFacts = { ...secondInvoice, number: '7', dueDate: isoDate('2026-07-14'), daysPastDue: -5 };

/** The least that a message of a step can know: nobody's name, no delivery, no agreement. */
function leastFacts(language: string, step: SampleStep): MessageFacts {
  const chinese = language.startsWith('zh');
  return {
    asOf: isoDate('2026-07-09'),
    reference: 'D-1042 / 2026-07-09',
    creditor: { name: chinese ? '云岭机电' : 'Yunling Machines', email: null, phone: null },
    debtor: { name: chinese ? '江城食品有限公司' : 'Jiangcheng Foods Ltd', address: null },
    person: null,
    invoices: [firstInvoice],
    interestTerms: null,
    offer: step.offer,
    paymentLink: null,
    contact: { name: chinese ? '云岭机电' : 'Yunling Machines', phone: null, email: null },
    accounts: [],
    feesAgreed: false,
    enforcementOrder: false,
    signer: { name: chinese ? '李明' : 'Li Ming', title: chinese ? '信用经理' : 'Credit Manager' },
    payBy: step.payBy,
    announcedLegalDate: step.announcedLegalDate,
  };
}

const knownContact = (language: string): MessageFacts['contact'] => ({
  name: language.startsWith('zh') ? '陈静' : 'Chen Jing',
  phone: '+86 871 5550 0142',
  email: 'chen.jing@yunling.example',
});

const knownAccount = (language: string): PayeeAccount => ({
  holder: language.startsWith('zh') ? '云岭机电有限公司' : 'Yunling Machines Co., Ltd.',
  bankName: language.startsWith('zh') ? '示例银行昆明分行' : 'Example Bank, Kunming Branch',
  accountNo: '8711 0000 5550 0199 24',
  currency: 'CNY',
});

/** The same with everything that a case may know beyond that. */
function mostFacts(least: MessageFacts, language: string, { interest }: SampleStep): MessageFacts {
  const known = (invoice: InvoiceFacts): InvoiceFacts => ({
    ...invoice,
    dispatchDate: isoDate('2026-06-15'),
    daysInUse: 20,
    interest:
      interest?.claimed === true && invoice.daysPastDue > 0
        ? {
            soFar: { amountMinor: 11_325, currency: invoice.open.currency },
            perDay: { amountMinor: 3_775, currency: invoice.open.currency },
            days: invoice.daysPastDue,
            rates: [{ kind: 'daily', share: interest.dailyRate }],
          }
        : null,
  });
  return {
    ...least,
    creditor: { ...least.creditor, email: 'credit@yunling.example', phone: '+86 871 5550 0199' },
    debtor: { ...least.debtor, address: language.startsWith('zh') ? '武汉市江城路8号' : '8 Jiangcheng Road, Wuhan' },
    person: { name: language.startsWith('zh') ? '王芳' : 'Wang Fang' },
    invoices: least.invoices.map(known),
    interestTerms: interest === null ? null : { dailyRate: interest.dailyRate, clause: '7' },
    paymentLink: 'https://pay.yunling.example/00048213',
    contact: knownContact(language),
    accounts: [knownAccount(language)],
    feesAgreed: true,
  };
}

/**
 * Facts on which every template of a step is tried when a policy is loaded: one invoice and several in two currencies, each
 * with the least and with the most that a case may know. The last ones are the fullest.
 */
export function sampleFacts(language: string, step: SampleStep): readonly MessageFacts[] {
  const one = leastFacts(language, step);
  const several = { ...one, invoices: [firstInvoice, secondInvoice, notYetDue] };
  return [one, several, mostFacts(several, language, step), mostFacts(one, language, step)];
}
