import { type IsoDate, isoDate } from '../../domain/time';
import type { MessageFacts } from './facts';

/** One thing that can differ between the facts of messages, and that a template must cope with. */
export interface SampleVariant {
  readonly payBy: IsoDate | null;
  readonly announcedLegalDate: IsoDate | null;
}

/** Facts on which every template is tried when a policy is loaded: one invoice and several in two currencies, with and without a person. */
export function sampleFacts(language: string, variant: SampleVariant): readonly MessageFacts[] {
  const chinese = language.startsWith('zh');
  const first = {
    number: '00048213',
    amount: { amountMinor: 8_000_000, currency: 'CNY' },
    open: { amountMinor: 7_550_050, currency: 'CNY' },
    dueDate: isoDate('2026-07-06'),
    daysPastDue: 3,
  };
  const one: MessageFacts = {
    asOf: isoDate('2026-07-09'),
    creditor: { name: chinese ? '云岭机电' : 'Yunling Machines' },
    debtor: { name: chinese ? '江城食品有限公司' : 'Jiangcheng Foods Ltd' },
    person: { name: chinese ? '王芳' : 'Wang Fang' },
    invoices: [first],
    signer: { name: chinese ? '李明' : 'Li Ming', title: chinese ? '信用经理' : 'Credit Manager' },
    ...variant,
  };
  const second = {
    number: 'EX-2026/77',
    amount: { amountMinor: 120_000, currency: 'EUR' },
    open: { amountMinor: 120_000, currency: 'EUR' },
    dueDate: isoDate('2026-07-08'),
    daysPastDue: 1,
  };
  const notYetDue = { ...second, number: '7', dueDate: isoDate('2026-07-14'), daysPastDue: -5 };
  return [one, { ...one, person: null, invoices: [first, second, notYetDue] }];
}
