import { unknownContract } from '../../../domain/contract';
import type { Law } from '../../../domain/law/law';
import { compilePlan } from '../../../domain/policy/compile';
import type { ContactContent } from '../../../services/contact/message-content';
import { isoDate } from '../../../domain/time';
import { statedSums } from '../../../services/interest/write-quotes';
import { messageFacts } from '../../../services/render/message-facts';
import { aDocument, aReminder, policyOf } from '../../domain/policy/a-policy';

const noLaw: Law = { schemes: [], tables: [] };
const contract = { ...unknownContract, governingLaw: 'CN', forum: 'Kunming', interestRate: '0.0005', clause: '7' };
const line = {
  number: 'INV-7',
  currency: 'CNY',
  amountMinor: 8_000_000,
  claimedMinor: 7_000_000,
  disputedMinor: 0,
  invoiceDate: '2026-05-07',
  dueDate: '2026-07-06',
  deliveredOn: '2026-06-29',
  dispatchedOn: '2026-06-15',
  contract,
  entries: [
    { id: '1', type: 'invoice', amountMinor: 8_000_000, valueDate: '2026-05-07', reversesId: null },
    { id: '2', type: 'payment', amountMinor: 1_000_000, valueDate: '2026-07-11', reversesId: null },
  ],
} as const;
const someContent = (overrides: Partial<ContactContent> = {}): ContactContent => ({
  channel: 'email',
  language: 'en',
  template: 'friendly',
  leadStep: 'friendly',
  leadDay: 10,
  payBy: null,
  offer: null,
  to: 'ap@example.com',
  // 16 July in Shanghai, still 15 July in UTC.
  at: '2026-07-15T16:30:00.000Z',
  creditor: {
    name: 'Yunling',
    legalName: 'Yunling Machines',
    email: null,
    phone: null,
    zone: 'Asia/Shanghai',
    accounts: [],
  },
  owner: null,
  debtor: { name: 'Jiangcheng', number: 'D-1', creditorId: 'C-1', debtorKind: 'company', motive: null },
  personName: null,
  postAddress: null,
  mayRecord: false,
  invoices: [line],
  ...overrides,
});
const planOf = (claimedFrom: string | null) =>
  compilePlan(
    policyOf(
      aDocument({
        steps: [aReminder(), aReminder({ id: 'second', day: 8 })],
        interest: { dailyRate: '0.0006', startDay: 1, claimedFrom, notForMotives: ['pressured'], sources: ['S86'] },
      }),
    ),
    'hash',
  );
const factsOf = (content = someContent(), claimedFrom: string | null = 'friendly') =>
  messageFacts(content, planOf(claimedFrom), { law: noLaw, paymentLink: 'https://pay.example/{debtor}/{invoice}' });

describe('the facts of a message', () => {
  it('[S86, S88] state the agreed interest on what was open each day, to the cent', () => {
    // 7 to 11 July on 80,000.00, 12 to 16 July on 70,000.00, at 0.05 % a day.
    expect(factsOf().invoices[0]?.interest).toMatchObject({
      soFar: { amountMinor: 5 * 4_000 + 5 * 3_500, currency: 'CNY' },
      perDay: { amountMinor: 3_500, currency: 'CNY' },
      days: 10,
    });
    expect(factsOf().interestTerms).toEqual({ dailyRate: '0.0005', clause: '7' });
  });

  it('[Y19] state interest on the undisputed principal alone', () => {
    const disputed = someContent({ invoices: [{ ...line, claimedMinor: 4_000_000, disputedMinor: 3_000_000 }] });
    expect(factsOf(disputed).invoices[0]).toMatchObject({
      open: { amountMinor: 4_000_000 },
      interest: { soFar: { amountMinor: 5 * 2_500 + 5 * 2_000 }, perDay: { amountMinor: 2_000 } },
    });
  });

  it('[X14] claim none before the step that begins with it, but state the terms', () => {
    for (const claimedFrom of ['second', null]) {
      const facts = factsOf(someContent(), claimedFrom);
      expect(facts.invoices[0]?.interest).toBeNull();
      expect(facts.interestTerms).toEqual({ dailyRate: '0.0005', clause: '7' });
    }
  });

  it('[S92, S95] claim none without a clause or from a debtor in difficulty', () => {
    const without = someContent({ invoices: [{ ...line, contract: { ...contract, clause: null } }] });
    const pressured = someContent({ debtor: { ...someContent().debtor, motive: 'pressured' } });
    expect(factsOf(without).invoices[0]?.interest).toBeNull();
    expect(factsOf(without).interestTerms).toBeNull();
    expect(factsOf(pressured).invoices[0]?.interest).toBeNull();
  });

  it('claim and state no interest while governing law, forum or kind of the debtor are unknown', () => {
    const unknown = [
      someContent({ invoices: [{ ...line, contract: { ...contract, governingLaw: null } }] }),
      someContent({ invoices: [{ ...line, contract: { ...contract, forum: null } }] }),
      someContent({ debtor: { ...someContent().debtor, debtorKind: null } }),
    ];
    for (const content of unknown) {
      expect(factsOf(content).invoices[0]?.interest).toBeNull();
      expect(factsOf(content).interestTerms).toBeNull();
    }
  });

  it('state posted interest with what has accrued since, beside the principal and not in it', () => {
    const posted = {
      id: '3',
      type: 'interest',
      amountMinor: 20_000,
      valueDate: '2026-07-11',
      reversesId: null,
    } as const;
    const content = someContent({
      invoices: [{ ...line, claimedMinor: 7_020_000, entries: [...line.entries, posted] }],
    });
    // The payment of the same day pays the interest first: 200.00 of it, so that 200.00 more of the principal are open.
    expect(factsOf(content).invoices[0]).toMatchObject({
      open: { amountMinor: 7_020_000 },
      interest: { soFar: { amountMinor: 5 * 3_510 }, perDay: { amountMinor: 3_510 } },
    });
    const later = { ...posted, valueDate: '2026-07-12' };
    const after = someContent({ invoices: [{ ...line, claimedMinor: 7_020_000, entries: [...line.entries, later] }] });
    expect(factsOf(after).invoices[0]).toMatchObject({
      open: { amountMinor: 7_000_000 },
      interest: { soFar: { amountMinor: 5 * 4_000 + 5 * 3_500 } },
    });
  });

  it('keep what they state with interest as a sum that settles until the deadline of the message', () => {
    const sum = { invoiceNumber: 'INV-7', currency: 'CNY', principalMinor: 7_000_000, interestMinor: 37_500 };
    expect(statedSums(factsOf())).toEqual([{ ...sum, madeOn: '2026-07-16', lastDay: '2026-07-16' }]);
    const payBy = isoDate('2026-07-23');
    expect(statedSums(factsOf(someContent({ payBy })))).toEqual([{ ...sum, madeOn: '2026-07-16', lastDay: payBy }]);
    expect(statedSums(factsOf(someContent(), null))).toEqual([]);
  });

  it('[S36] know since when the goods are in use and when the invoice was posted, in the creditor’s days', () => {
    expect(factsOf().invoices[0]).toMatchObject({ daysInUse: 17, dispatchDate: '2026-06-15', daysPastDue: 10 });
  });

  it('[S191] link to the page to pay on', () => {
    const content = someContent({ invoices: [{ ...line, number: 'EX/1 2' }] });
    expect(factsOf(content).paymentLink).toBe('https://pay.example/D-1/EX%2F1%202');
  });

  it('[S230] name our person for the debtor, by the phone of the house where it has none, or the house itself', () => {
    const { creditor } = someContent();
    const house = { ...creditor, email: 'ar@example.com', phone: '+86 871 1' };
    const asked = (owner: ContactContent['owner']) => factsOf(someContent({ creditor: house, owner })).contact;
    expect(asked({ name: 'Li', email: 'li@example.com', phone: '+86 1' })).toEqual({
      ...{ name: 'Li', email: 'li@example.com', phone: '+86 1' },
    });
    expect(asked({ name: 'Li', email: 'li@example.com', phone: null }).phone).toBe('+86 871 1');
    expect(asked(null)).toEqual({ name: 'Yunling', email: 'ar@example.com', phone: '+86 871 1' });
  });

  it('name the accounts of the currencies that are asked for, and no others', () => {
    const account = (currency: string) => ({ holder: 'Y', bankName: 'B', accountNo: `${currency}-1`, currency });
    const creditor = { ...someContent().creditor, accounts: [account('EUR'), account('CNY')] };
    expect(factsOf(someContent({ creditor })).accounts).toEqual([account('CNY')]);
  });
});
