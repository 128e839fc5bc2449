import { parsePolicy } from '../../../domain/policy/parse';
import { productWordingLists } from '../../../services/wording-lists';
import { tryTemplates } from '../../../services/render/trial';
import { aDocument, aReminder } from '../../domain/policy/a-policy';

const containing = (text: string): unknown => expect.stringContaining(text);
const wording = productWordingLists();

/** What is found when `text` is the English e-mail (or SMS) of the only step. */
function problemsOf(
  text: string,
  {
    step = {},
    document = {},
    form = 'email',
    name = 'friendly',
  }: {
    readonly step?: object;
    readonly document?: object;
    readonly form?: 'email' | 'sms' | 'letter';
    readonly name?: string;
  } = {},
) {
  const reminder = aReminder({ template: name, fallback: form === 'sms' ? ['sms'] : [], ...step });
  const parsed = parsePolicy(aDocument({ languages: ['en'], steps: [reminder], ...document }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const templates = { [`${name}.en.email`]: 'Subject: A\n\n{{ total }}', [`${name}.en.${form}`]: text };
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
    expect(problemsOf(subject('Something of yours is due.'))).toMatchObject([
      { path: 'templates.friendly.en.email', expected: containing('S141') },
    ]);
  });

  it('S34 need not state one in a service step', () => {
    const step = { tone: 'service' };
    expect(problemsOf(subject('Did the invoice arrive, and is the machine running well?'), { step })).toEqual([]);
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
    ['the due date', '{{ total }} {{ dailyRate }} {{ paymentLink }}', 'S190'],
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
    const certificate = (text: string) => problemsOf(subject(text), { name: 'certificate' });
    expect(certificate('{{ debtor }} is a customer of ours. {{ total }} is open.')).toEqual([]);
    expect(certificate('{{ debtor }} is a customer of ours.')).toMatchObject([{ expected: containing('X29') }]);
    expect(certificate('{{ total }} is open; {{ debtor }} has always paid on time.')).toMatchObject([
      { value: containing('paid') },
    ]);
  });

  it('U12 S215 keeps an SMS within two segments', () => {
    expect(problemsOf('{{ total }} 请安排付款。', { form: 'sms' })).toEqual([]);
    expect(problemsOf(`{{ total }}${'，请安排付款'.repeat(20)}`, { form: 'sms' })).toMatchObject([
      { value: containing('UCS-2'), expected: containing('U12') },
    ]);
  });
});
