import { parsePolicy } from '../../../domain/policy/parse';
import { productWordingLists } from '../../../services/wording-lists';
import { tryTemplates } from '../../../services/render/trial';
import { aDocument, aReminder } from '../../domain/policy/a-policy';

const containing = (text: string): unknown => expect.stringContaining(text);
const wording = productWordingLists();

const contact = '{{ contactLine }}';
const accounts = '{% if bankDetails %}{{ bankDetails }}\n\n{% endif %}';
/** What every message must have besides its own words. */
const rest = {
  email: `\n\n{{ overdueTable }}\n\n${accounts}${contact}`,
  letter: `\n\n{{ overdueTable }}\n\n${accounts}${contact}`,
  sms: ' Questions? {{ contactShort }}.',
};

/** What is found when `text` is the English e-mail (or SMS) of the only step, with what every message must have. */
function problemsOf(
  text: string,
  {
    step = {},
    document = {},
    form = 'email',
    name = 'friendly',
    bare = false,
  }: {
    readonly step?: object;
    readonly document?: object;
    readonly form?: 'email' | 'sms' | 'letter';
    readonly name?: string;
    readonly bare?: boolean;
  } = {},
) {
  const reminder = aReminder({ template: name, fallback: form === 'sms' ? ['sms'] : [], ...step });
  const parsed = parsePolicy(aDocument({ languages: ['en'], steps: [reminder], ...document }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const full = bare ? text : text + rest[form];
  const templates = { [`${name}.en.email`]: `Subject: A\n\n{{ total }}${rest.email}`, [`${name}.en.${form}`]: full };
  return tryTemplates(parsed.policy, templates, wording);
}

const subject = (text: string) => `Subject: Hello\n\n${text}`;
const interest = {
  dailyRate: '0.0005',
  startDay: 1,
  claimedFrom: null,
  notForMotives: ['pressured'],
  sources: ['S86'],
};

describe('a template on trial', () => {
  it('passes when it says what it must and nothing that it may not', () => {
    expect(problemsOf(subject('{{ total }}, due on {{ dueDate }}.'))).toEqual([]);
  });

  it('S141 is refused when it states no amount', () => {
    expect(problemsOf(subject('Something of yours is due.'), { bare: true })).toMatchObject([
      { path: 'templates.friendly.en.email', expected: containing('S141') },
    ]);
  });

  it('S34 need not state one in a service step', () => {
    const step = { tone: 'service' };
    const text = subject(`Did the invoice arrive, and is the machine running well? ${contact}`);
    expect(problemsOf(text, { step, bare: true })).toEqual([]);
  });

  it('S409 is refused when Liquid puts a forbidden phrase together', () => {
    const text = "{{ total }} {% assign a = '我可就得找你家' %}{% assign b = '人谈谈' %}{{ a }}{{ b }}";
    expect(problemsOf(subject(text))).toMatchObject([{ value: containing('家人') }]);
  });

  it('S89 may mention lawyers’ fees only where it asks whether they were agreed', () => {
    expect(problemsOf(subject(`{{ total }} {% if feesAgreed %}Collection costs are yours.{% endif %}`))).toEqual([]);
    expect(problemsOf(subject('{{ total }} Collection costs are yours.'))).toMatchObject([
      { value: 'Collection costs', expected: containing('legal fees') },
    ]);
  });

  it.each([
    ['how interest is counted', '{{ total }} {{ dueDate }} {{ paymentLink }}', 'S91'],
    ['where to pay', '{{ total }} {{ dueDate }} {{ dailyRate }}', 'S191'],
  ])('[S190, S91, S191] is no e-bill without %s', (_what, text, id) => {
    const known = text.replace(/\{\{ (dailyRate|paymentLink) \}\}/g, '{% if $1 %}{{ $1 }}{% endif %}');
    const problems = problemsOf(subject(known), { name: 'e-bill', document: { interest } });
    expect(problems).toMatchObject([{ path: 'templates.e-bill.en.email', expected: containing(id) }]);
  });

  it('[S190, S91, S191] is an e-bill with all three', () => {
    const text =
      '{{ total }}, due on {{ dueDate }}{% if dailyRate %}, then {{ dailyRate }} a day{% endif %}' +
      '{% if paymentLink %}: {{ paymentLink }}{% endif %}';
    expect(problemsOf(subject(text), { name: 'e-bill', document: { interest } })).toEqual([]);
  });

  it('S118 X29 is no certificate when it is silent on the open balance or claims that nothing is overdue', () => {
    const certificate = (text: string, bare = false) => problemsOf(subject(text), { name: 'certificate', bare });
    expect(certificate('{{ debtor }} is a customer of ours. {{ total }} is open.')).toEqual([]);
    expect(certificate('{{ debtor }} is a customer of ours.', true)).toMatchObject([{ expected: containing('X29') }]);
    expect(certificate('{{ total }} is open; {{ debtor }} has always paid on time.')).toMatchObject([
      { value: containing('paid') },
    ]);
  });

  it('[S190] is no e-bill without the due date', () => {
    const lines = '{% for invoice in invoices %}{{ invoice.number }}: {{ invoice.open }}\n{% endfor %}{{ total }}';
    expect(problemsOf(subject(lines), { name: 'e-bill', document: { interest }, bare: true })).toMatchObject([
      { expected: containing('due date') },
    ]);
  });

  it.each([
    ['the number of an invoice', '{{ total }} {{ overdue[0].dueDate }}'],
    ['a due date', '{% for invoice in overdue %}{{ invoice.number }}: {{ invoice.open }}\n{% endfor %}{{ total }}'],
    ['an open sum', '{% for invoice in overdue %}{{ invoice.number }}, {{ invoice.dueDate }}\n{% endfor %}{{ total }}'],
    ['all invoices but one', '{{ overdue[0].number }}, {{ overdue[0].dueDate }}, {{ overdue[0].open }} {{ total }}'],
  ])('[S234] is refused when a written notice lacks %s', (_what, lines) => {
    const text = subject(`${lines}\n\n${accounts}${contact}`);
    expect(problemsOf(text, { bare: true })).toMatchObject([{ expected: containing('S234') }]);
    expect(problemsOf(subject('Please pay this.'))).toEqual([]);
  });

  it('[S230] is refused when it does not say whom to ask', () => {
    const written = (end: string) => subject(`{{ total }}\n\n{{ overdueTable }}\n\n${accounts}${end}`);
    expect(problemsOf(written('Goodbye.'), { bare: true })).toMatchObject([{ expected: containing('S230') }]);
    // An e-mail has room for the address, too.
    expect(problemsOf(written('Any question? {{ contactShort }}'), { bare: true })).toMatchObject([
      { expected: containing('contactLine') },
    ]);
    expect(problemsOf('{{ total }} is open.', { form: 'sms', bare: true })).toMatchObject([
      { path: 'templates.friendly.en.sms', expected: containing('contactShort') },
    ]);
  });

  it('[S230] is refused when it names a person and invites no question', () => {
    expect(problemsOf('{{ total }} is open. {{ contactShort }}', { form: 'sms', bare: true })).toMatchObject([
      { expected: containing('invites questions') },
    ]);
  });

  it('is refused when it demands money in writing and does not say where to pay', () => {
    const text = subject(`{{ total }}\n\n{{ overdueTable }}\n\n${contact}`);
    expect(problemsOf(text, { bare: true })).toMatchObject([{ expected: containing('bankDetails') }]);
    const service = subject(`{{ total }}: did the invoice arrive? ${contact}`);
    expect(problemsOf(service, { step: { tone: 'service' }, bare: true })).toEqual([]);
    // Bank details have no place in an SMS.
    expect(problemsOf('{{ total }}', { form: 'sms' })).toEqual([]);
  });

  it.each([
    ['en', 'You are liars and you know it.', 'liars'],
    ['zh-CN', '你们公司就是一群骗子。', '骗子'],
  ])('[S406] is refused when the script of a call is extreme in words (%s)', (language, words, phrase) => {
    const call = aReminder({ effect: 'openCallTask', channel: 'call', task: { deadlineDays: 5 }, tone: 'firm' });
    const parsed = parsePolicy(aDocument({ languages: [language], steps: [call] }));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const script = (text: string) => ({
      [`friendly.${language}.script`]: `{{ total }} ${text} 疑问 questions? {{ contactShort }}`,
    });
    expect(tryTemplates(parsed.policy, script('Thank you.'), wording)).toEqual([]);
    expect(tryTemplates(parsed.policy, script(words), wording)).toMatchObject([{ value: containing(phrase) }]);
  });

  it('U12 S215 keeps an SMS within two segments', () => {
    expect(problemsOf('{{ total }} 请安排付款。', { form: 'sms' })).toEqual([]);
    expect(problemsOf(`{{ total }}${'，请安排付款'.repeat(20)}`, { form: 'sms' })).toMatchObject([
      { value: containing('UCS-2'), expected: containing('U12') },
    ]);
  });
});
