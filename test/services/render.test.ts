import { join } from 'node:path';
import { compilePlan } from '../../domain/policy/compile';
import { announcedLegalDay } from '../../domain/policy/announced';
import type { TemplateSet } from '../../domain/policy/templates';
import { isoDate, isoDateOf, parseDay } from '../../domain/time';
import { type PolicyPack, readPack } from '../../services/policy-packs';
import type { MessageFacts } from '../../services/render/facts';
import { dateText, listText, moneyText, statesDate } from '../../services/render/formats';
import { renderMessage } from '../../services/render/message';

const policies = join(__dirname, '..', '..', 'policies');

let pack: Promise<PolicyPack> | null = null;

/** The pack of the product; checked once, which takes half a second. */
const standard = (): Promise<PolicyPack> => (pack ??= readStandard());

async function readStandard(): Promise<PolicyPack> {
  const checked = await readPack(policies, 'standard');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.pack;
}

const anInvoice = (overrides: Partial<MessageFacts['invoices'][number]> = {}): MessageFacts['invoices'][number] => ({
  number: 'INV-7',
  invoiceDate: isoDate('2026-05-07'),
  amount: { amountMinor: 8_000_000, currency: 'CNY' },
  open: { amountMinor: 8_000_000, currency: 'CNY' },
  dueDate: isoDate('2026-07-06'),
  daysPastDue: 3,
  dispatchDate: null,
  daysInUse: null,
  interest: null,
  ...overrides,
});

const someFacts = (overrides: Partial<MessageFacts> = {}): MessageFacts => ({
  asOf: isoDate('2026-07-09'),
  reference: 'D-1 / 2026-07-09',
  creditor: { name: 'Yunling Machines', email: null, phone: null },
  debtor: { name: 'Jiangcheng Foods Ltd', address: null },
  person: { name: 'Wang Fang' },
  invoices: [anInvoice()],
  interestTerms: null,
  offer: null,
  paymentLink: null,
  contact: { name: 'Chen Jing', phone: '+86 871 5550 0142', email: 'chen.jing@yunling.example' },
  accounts: [],
  feesAgreed: false,
  enforcementOrder: false,
  signer: { name: 'Li Ming', title: 'Credit Manager' },
  payBy: isoDate('2026-07-12'),
  announcedLegalDate: isoDate('2026-08-21'),
  ...overrides,
});

/** One e-mail template, rendered in English. */
function rendered(template: string, facts: MessageFacts = someFacts()) {
  const templates: TemplateSet = { 'test.en.email': `Subject: Test\n\n${template}` };
  return renderMessage({ templates, template: 'test', channel: 'email', language: 'en', facts });
}

describe('the messages of standard', () => {
  it.each([
    ['reconciliation', ['email', 'sms']],
    ['pre-due', ['email', 'sms']],
    ['friendly', ['email', 'sms']],
    ['formal-letter', ['letter', 'email']],
  ] as const)('renders %s in both languages, for one invoice and for several', async (template, channels) => {
    const { templates } = await standard();
    const several = [anInvoice(), anInvoice({ number: 'INV-8', open: { amountMinor: 120_050, currency: 'EUR' } })];
    for (const channel of channels) {
      for (const language of ['zh-CN', 'en']) {
        for (const facts of [someFacts(), someFacts({ invoices: several, person: null })]) {
          const { subject, text } = renderMessage({ templates, template, channel, language, facts });
          expect(subject === undefined).toBe(channel === 'sms');
          expect(`${subject ?? ''}${text}`).not.toMatch(/object Object|undefined|null|NaN|\{\{|\{%| {2}/);
          expect(text).not.toMatch(/\n{3,}/);
          expect(text).toContain(language === 'en' ? 'CNY 80,000.00' : '人民币80,000.00元');
          if (facts.invoices.length > 1) expect(text).toContain(language === 'en' ? 'EUR 1,200.50' : '1,200.50欧元');
        }
      }
    }
  });

  it.each(['reconciliation', 'pre-due', 'friendly'])(
    'keeps the SMS of %s within two segments of 67 characters (U12)',
    async (template) => {
      const { templates } = await standard();
      const facts = someFacts({
        creditor: { name: '云岭机电', email: null, phone: null },
        invoices: [anInvoice(), anInvoice({ number: 'INV-8' })],
      });
      for (const invoices of [facts.invoices, [anInvoice()]]) {
        const { text } = renderMessage({
          templates,
          template,
          channel: 'sms',
          language: 'zh-CN',
          facts: { ...facts, invoices },
        });
        expect(text.length).toBeLessThanOrEqual(134);
      }
    },
  );

  it('S53 reminds with a smiley after the due date, in every language and form', async () => {
    const { templates } = await standard();
    for (const channel of ['email', 'sms'] as const) {
      const texts = ['zh-CN', 'en'].map(
        (language) => renderMessage({ templates, template: 'friendly', channel, language, facts: someFacts() }).text,
      );
      expect(texts[0]).toContain('😊');
      expect(texts[1]).toContain(':-)');
    }
  });

  it('[S141] names every invoice, amount and due date in e-mails and letters', async () => {
    const { templates } = await standard();
    const invoices = [anInvoice(), anInvoice({ number: 'INV-8', dueDate: isoDate('2026-06-30') })];
    for (const [template, channel] of [
      ['friendly', 'email'],
      ['formal-letter', 'letter'],
    ] as const) {
      const { text } = renderMessage({ templates, template, channel, language: 'en', facts: someFacts({ invoices }) });
      for (const part of ['80,000\\.00', '6 July 2026']) expect(text).toMatch(new RegExp(`INV-7.*${part}`));
      for (const part of ['80,000\\.00', '30 June 2026']) expect(text).toMatch(new RegExp(`INV-8.*${part}`));
      expect(text).toContain('Total open: CNY 160,000.00');
    }
  });

  it('[S393] states in the letter the day on which the plan can really instruct a lawyer', async () => {
    const { policy, templates, hash } = await standard();
    const today = parseDay('2026-07-26');
    const legalDay = announcedLegalDay(compilePlan(policy, hash), { step: 'formalLetter', today, stageDay: 20 });
    const facts = someFacts({ announcedLegalDate: legalDay === null ? null : isoDateOf(legalDay) });
    const letter = (language: string) =>
      renderMessage({ templates, template: 'formal-letter', channel: 'letter', language, facts }).text;
    expect(letter('en')).toContain('we may instruct a lawyer, on 21 August 2026 at the earliest');
    expect(letter('zh-CN')).toContain('不早于2026年8月21日');
  });

  it('demands only what is past due and lists the rest as information', async () => {
    const { templates } = await standard();
    const later = anInvoice({ number: 'INV-9', dueDate: isoDate('2026-07-20'), daysPastDue: -11 });
    const facts = someFacts({ invoices: [anInvoice(), later] });
    const text = (template: string, channel: 'email' | 'sms' | 'letter') =>
      renderMessage({ templates, template, channel, language: 'en', facts }).text;
    expect(text('friendly', 'email')).toMatch(/INV-7[^]*Total open: CNY 80,000\.00[^]*not yet due:\n\n- Invoice INV-9/);
    expect(text('friendly', 'sms')).toContain('Invoice INV-7, CNY 80,000.00 open');
    expect(text('formal-letter', 'letter')).not.toContain('INV-9');
    const nothingDue = someFacts({ invoices: [later] });
    expect(() =>
      renderMessage({ templates, template: 'formal-letter', channel: 'letter', language: 'en', facts: nothingDue }),
    ).toThrow('empty');
  });

  it('calls a letter without a real seal an unsealed copy', async () => {
    const { templates } = await standard();
    const letter = (language: string) =>
      renderMessage({ templates, template: 'formal-letter', channel: 'letter', language, facts: someFacts() }).text;
    expect(letter('en')).toContain('Unsealed copy');
    expect(letter('zh-CN')).toContain('未用印副本');
  });

  it('S397 S415 accuses and threatens nowhere', async () => {
    const { templates } = await standard();
    const forbidden =
      /什么时候付钱|该还钱|再拖|家人|后果自负|否则|立即还款|when on earth|or else|final warning|consequences/i;
    for (const text of Object.values(templates)) expect(text).not.toMatch(forbidden);
  });

  it('S34 does not speak of collection before the due date', async () => {
    const { templates } = await standard();
    const early = Object.entries(templates).filter(([key]) => /^(reconciliation|pre-due)/.test(key));
    expect(early).toHaveLength(8);
    for (const [, text] of early) expect(text).not.toMatch(/催|逾期|overdue|past due/i);
  });
});

describe('the bank details of a demand', () => {
  const account = { holder: 'Yunling Ltd', bankName: 'Bank of Kunming', accountNo: '8711 0001', currency: 'CNY' };
  const euro = anInvoice({ number: 'INV-8', open: { amountMinor: 120_050, currency: 'EUR' } });

  it.each([
    ['en', 'Account number (CNY): 8711 0001', 'For EUR: the account stated on the invoice'],
    ['zh-CN', '账号（CNY）：8711 0001', 'EUR款项：以发票所载账户为准'],
  ])('stand in e-mail and letter, not in the SMS, and leave out no currency (%s)', async (language, line, other) => {
    const { templates } = await standard();
    const facts = someFacts({ accounts: [account], invoices: [anInvoice(), euro] });
    const message = (template: string, channel: 'email' | 'letter' | 'sms') =>
      renderMessage({ templates, template, channel, language, facts });
    for (const { text } of [message('friendly', 'email'), message('formal-letter', 'letter')]) {
      expect(text).toContain(line);
      expect(text).toContain(other);
      expect(text).not.toContain('⟦');
    }
    expect(message('friendly', 'email').html).toContain('<b>8711 0001</b>');
    expect(message('friendly', 'sms').text).not.toContain('8711');
  });

  it('are absent while no account is approved', async () => {
    const { templates } = await standard();
    const { text } = renderMessage({
      ...{ templates, template: 'friendly', channel: 'email', language: 'en', facts: someFacts() },
    });
    expect(text).not.toContain('Account');
    expect(text).toContain('the account stated on the invoice');
  });
});

describe('a template', () => {
  it('gets values as plain lines: no mail header, no list item can be smuggled in', () => {
    const facts = someFacts({ debtor: { name: 'Evil\r\nBcc: all@example.org\n\n- Invoice 0', address: null } });
    const templates: TemplateSet = { 'test.en.email': 'Subject: For {{ debtor }}\n\nHello' };
    const { subject } = renderMessage({ templates, template: 'test', channel: 'email', language: 'en', facts });
    expect(subject).toBe('For Evil Bcc: all@example.org - Invoice 0');
  });

  it('never runs what stands in a value', () => {
    expect(
      rendered('{{ debtor }}', someFacts({ debtor: { name: '{{ creditor }}{% if %}', address: null } })).text,
    ).toBe('{{ creditor }}{% if %}');
  });

  it('is escaped in the HTML body and only there', () => {
    const { text, html } = rendered(
      'To {{ debtor }}\nline two\n\nnext',
      someFacts({ debtor: { name: '<b>A & "B"</b>', address: null } }),
    );
    expect(text).toBe('To <b>A & "B"</b>\nline two\n\nnext');
    expect(html).toContain('<p>To &lt;b&gt;A &amp; &quot;B&quot;&lt;/b&gt;<br>\nline two</p>\n<p>next</p>');
  });

  it('sets its tables and lists as such in HTML, and escapes what stands in them', () => {
    const facts = someFacts({ invoices: [anInvoice({ number: '<INV>' })] });
    const { html } = rendered('{{ overdueTable }}\n\n- one\n- two', facts);
    expect(html).toContain('&lt;INV&gt;</td>');
    expect(html).toContain('Total open: CNY 80,000.00');
    expect(html).toContain('<ul>\n<li>one</li>\n<li>two</li>\n</ul>');
  });

  it.each([
    ['an unknown variable', '{{ amount }}', 'undefined variable: amount'],
    ['an unknown field', '{{ signer.phone }}', 'undefined variable: signer.phone'],
    ['an unknown filter', '{{ debtor | shout }}', 'undefined filter: shout'],
    ['something inherited', '{{ signer.constructor }}', 'undefined variable'],
    ['a whole object', '{{ signer }}', 'no text but object'],
    ['an absent person', '{{ person }}', 'no text but object'],
    ['a file', '{% include "secret" %}', 'secret'],
    ['an endless loop', '{% for i in (1..100000000) %}{{ i }}{% endfor %}', 'limit'],
  ])('is refused when it uses %s', (_case, template, message) => {
    expect(() => rendered(template, someFacts({ person: null }))).toThrow(message);
  });

  it('has no deadline and no legal date unless the step has one', () => {
    const facts = someFacts({ payBy: null, announcedLegalDate: null });
    expect(() => rendered('{{ payBy }}', facts)).toThrow('undefined variable: payBy');
    expect(() => rendered('{{ announcedDate }}', facts)).toThrow('undefined variable: announcedDate');
  });

  it.each([
    ['no such template', { template: 'other' }, 'There is no template other.en.email.liquid'],
    ['no such language', { language: 'fr' }, 'There is no template test.fr.email.liquid'],
    ['a channel without texts', { channel: 'internal' }, 'Nothing is written on channel internal'],
    ['no invoice', { facts: someFacts({ invoices: [] }) }, 'at least one invoice'],
    ['no subject', { templates: { 'test.en.email': 'Hello' } }, 'must begin with "Subject: '],
  ] as const)('is refused when there is %s', (_case, overrides, message) => {
    const templates: TemplateSet = { 'test.en.email': 'Subject: A\n\nB' };
    const request = { templates, template: 'test', channel: 'email', language: 'en', facts: someFacts() } as const;
    expect(() => renderMessage({ ...request, ...overrides })).toThrow(message);
  });
});

describe('formats', () => {
  it.each([
    [8_000_000, 'CNY', 'en', 'CNY 80,000.00'],
    [8_000_000, 'CNY', 'zh-CN', '人民币80,000.00元'],
    [5, 'EUR', 'en', 'EUR 0.05'],
    [123_456_789, 'JPY', 'zh-CN', '123,456,789日元'],
    [99_999, 'CHF', 'zh-CN', 'CHF 999.99'],
    [1_234_567, 'KWD', 'en', 'KWD 1,234.567'],
  ])('writes %s minor units of %s in %s', (amountMinor, currency, language, expected) => {
    expect(moneyText({ amountMinor, currency }, language)).toBe(expected);
  });

  it.each(['by 3 August 2026', 'by August 3', 'on 3rd Aug.', '2026年8月3日前', '8月3日', '2026-08-03'])(
    'finds a date as people write it: %s',
    (text) => {
      expect(statesDate(text, isoDate('2026-08-03'))).toBe(true);
      expect(statesDate(text, isoDate('2026-08-13'))).toBe(false);
      expect(statesDate(text, isoDate('2026-07-03'))).toBe(false);
    },
  );

  it.each(['13 August 2026', '8月30日', '18月3日', '2026-08-031'])('takes no other date for it: %s', (text) => {
    expect(statesDate(text, isoDate('2026-08-03'))).toBe(false);
  });

  it('writes dates and lists as people do', () => {
    expect(dateText(isoDate('2026-12-01'), 'en')).toBe('1 December 2026');
    expect(dateText(isoDate('2026-12-01'), 'zh-CN')).toBe('2026年12月1日');
    expect(listText(['a', 'b', 'c'], 'en')).toBe('a, b and c');
    expect(listText(['a'], 'en')).toBe('a');
    expect(listText(['甲', '乙'], 'zh-CN')).toBe('甲、乙');
  });
});
