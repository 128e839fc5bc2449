import { isOptOut, ownWords, possibleReferences, suggestionsFor } from '../../../domain/replies/read-reply';

const sms = (text: string) => ({ channel: 'sms', subject: null, text }) as const;
const mail = (text: string, subject = 'Re: Reminder for invoice INV-1') =>
  ({ channel: 'email', subject, text }) as const;

it.each(['STOP', ' stop. ', 'Unsubscribe', 'TD', 'T', '退订', '退訂!', '回复TD', 'ＳＴＯＰ'])(
  'takes the SMS %p for a refusal of more SMS',
  (text) => {
    expect(isOptOut(sms(text))).toBe(true);
    expect(suggestionsFor(sms(text))).toEqual(['optOut']);
  },
);

it.each(['Please stop the delivery, we paid', 'We cannot end this today', 'T-shirts were faulty', '你好'])(
  'takes %p for words, not for a refusal',
  (text) => {
    expect(isOptOut(sms(text))).toBe(false);
  },
);

it('takes an empty mail whose subject is "unsubscribe" for a refusal, and CANCEL in a mail for a word', () => {
  expect(isOptOut(mail('', 'unsubscribe'))).toBe(true);
  expect(isOptOut(mail('退订'))).toBe(true);
  expect(isOptOut(mail('Cancel', 'Re: order'))).toBe(false);
});

it.each([
  ['We have already paid this invoice.', ['paid']],
  ['Payment was made yesterday', ['paid']],
  ['已付款，请查收', ['paid']],
  ['上周已经转账了', ['paid']],
  ['款項已匯', ['paid']],
  ['We will pay next Friday', ['promise']],
  ['下周付款', ['promise']],
  ['我们会尽快付清', ['promise']],
  ['We dispute this invoice: the goods were damaged', ['dispute']],
  ['金额不对', ['dispute']],
  ['没收到货', ['dispute']],
  ['有质量问题，但下周付款', ['dispute', 'promise']],
  ['We paid to your new account', ['newAccount', 'paid']],
  ['As you asked, we transferred it to the updated bank details', ['newAccount', 'paid']],
  ['你们的账号已变更，款已付到新账户', ['newAccount', 'paid']],
  ["We haven't paid yet", []],
  ['We were unable to pay it so far', []],
  ['还没付款', []],
  ['Who are you?', []],
  ['收到，谢谢', []],
])('suggests of %p: %p', (text, expected) => {
  expect(suggestionsFor(sms(text))).toEqual(expected);
});

it('does not take our own words, quoted below, for those of the debtor', () => {
  const answer = [
    'Thank you, noted.',
    '',
    'On Thu, 5 Mar 2026 at 10:00, Acme <credit@example.com> wrote:',
    '> If you have already paid this invoice, please ignore this mail.',
    'If you dispute it, tell us; we have a new bank account.',
  ].join('\n');
  expect(ownWords(answer)).toBe('Thank you, noted.');
  expect(suggestionsFor(mail(answer))).toEqual([]);
  expect(suggestionsFor(mail('好的\n\n发件人: 某公司\n如已付款请忽略'))).toEqual([]);
});

it('knows answers of machines by their subject', () => {
  expect(suggestionsFor(mail('I will pay attention after my holidays', 'Automatic reply: away'))).toEqual([
    'autoReply',
  ]);
  expect(suggestionsFor(mail('……', '自动回复：外出'))).toEqual(['autoReply']);
});

it('finds what may be an invoice number, with and without the sign behind it', () => {
  const found = possibleReferences({ subject: 'Re: INV-2026/001.', text: '关于发票 I-1，已付' });
  expect(found).toEqual(expect.arrayContaining(['INV-2026/001', 'I-1']));
  expect(possibleReferences({ subject: null, text: 'no number here' })).toEqual([]);
});
