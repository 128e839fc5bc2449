import { describing, expecting } from '../../domain/policy/problem';
import { smsSegments } from '../../domain/sms';
import { cellMoney, dateText, moneyText, percentText, totalText } from './formats';
import type { Fault, Trial } from './one-trial';
import { isCertificate } from './trial-wording';

// An SMS is short (S215): two segments, 134 characters where a Chinese one is among them (U12).
const MOST_SEGMENTS = 2;

/** What a message of a kind must contain; the first thing that it lacks. */
export const contentFaults = (trial: Trial): readonly Fault[] => [
  ...(trial.template === 'e-bill' ? billFaults(trial) : []),
  ...(isCertificate(trial.template) ? certificateFaults(trial) : []),
  ...amountFaults(trial),
  ...itemFaults(trial),
  ...contactFaults(trial),
  ...accountFaults(trial),
  ...lengthFaults(trial),
];

const says = ({ rendered }: Trial, text: string): boolean => rendered.text.includes(text);

/** An electronic bill says until when to pay, how late interest is counted and where to pay (S91, S190, S191). */
function billFaults(trial: Trial): readonly Fault[] {
  const { facts, language, fullest } = trial;
  const [invoice] = facts.invoices;
  if (!fullest || invoice === undefined) return [];
  const { interestTerms: terms, paymentLink } = facts;
  const needed = [
    { text: dateText(invoice.dueDate, language), expected: expecting('billDueDate') },
    {
      text: terms === null ? null : percentText(terms.dailyRate),
      expected: expecting('billInterest'),
    },
    { text: paymentLink, expected: expecting('billLink') },
  ];
  return needed
    .filter(({ text }) => text === null || !says(trial, text))
    .map(({ expected }) => ({ value: trial.template, ...expected }));
}

/** A certificate states what is still open, whatever else it says (X29, S118). */
function certificateFaults(trial: Trial): readonly Fault[] {
  const open = totalText(
    trial.facts.invoices.map((invoice) => invoice.open),
    trial.language,
  );
  return says(trial, open) ? [] : [{ value: trial.template, ...expecting('certificateBalance') }];
}

/** Whoever is reminded reads how much it is about (S141); a service message does not speak of money (S34). */
function amountFaults(trial: Trial): readonly Fault[] {
  const { step, facts, language } = trial;
  if (step.tone === 'service' || facts.invoices.some(({ open }) => says(trial, moneyText(open, language)))) return [];
  const total = totalText(
    facts.invoices.map(({ open }) => open),
    language,
  );
  return says(trial, total) ? [] : [{ value: trial.template, ...expecting('statedAmounts') }];
}

/** A written notice lists every invoice that it is about: number, due date, open sum (S141, S234). */
function itemFaults(trial: Trial): readonly Fault[] {
  const { template, step, format, facts, language, rendered } = trial;
  if (!isWritten(format) || (format === 'email' && step.tone === 'service')) return [];
  if (rendered.letter !== undefined && !rendered.letter.blocks.some(({ kind }) => kind === 'table')) {
    return [{ value: template, ...expecting('letterTable') }];
  }
  const overdue = facts.invoices.filter(({ daysPastDue }) => daysPastDue > 0);
  const missing = (step.day > 0 ? overdue : facts.invoices).find(
    ({ number, dueDate, open }) =>
      !says(trial, number) ||
      !says(trial, dateText(dueDate, language)) ||
      !(says(trial, cellMoney(open)) || says(trial, moneyText(open, language))),
  );
  if (missing === undefined) return [];
  return [{ value: template, ...expecting('everyInvoice', { invoice: missing.number }) }];
}

const isWritten = (format: Trial['format']): boolean => format === 'email' || format === 'letter';

// A short text writes a phone number without them.
const withoutBlanks = (text: string): string => text.replace(/ /g, '');

// How a text invites questions.
const question = /疑问|问题|困难|\bquestions?\b|\banything else\b|\bdifficult/i;

/** Every message says whom to ask, and invites to ask (S230); what is short or spoken leaves out the e-mail address. */
function contactFaults(trial: Trial): readonly Fault[] {
  const { template, format, facts, fullest, rendered } = trial;
  const { name, phone, email } = facts.contact;
  if (!fullest) return [];
  const needed = [name, phone, ...(isWritten(format) ? [email] : [])].filter((part) => part !== null);
  const text = withoutBlanks(rendered.text);
  const variable = isWritten(format) ? '{{ contactLine }}' : '{{ contactShort }}';
  if (!needed.every((part) => text.includes(withoutBlanks(part))))
    return [{ value: template, ...expecting('whomToAsk', { variable }) }];
  return question.test(rendered.text) ? [] : [{ value: template, ...expecting('invitedQuestions', { variable }) }];
}

/** Whoever asks in writing for money says where it is to go, as two people have approved (decisions 4.6). */
function accountFaults(trial: Trial): readonly Fault[] {
  const { step, template, format, facts, fullest } = trial;
  const asksForMoney = template === 'e-bill' || step.payBy !== undefined || (step.day > 0 && step.tone !== 'service');
  if (!fullest || !isWritten(format) || !asksForMoney) return [];
  return facts.accounts.every(({ accountNo }) => says(trial, accountNo))
    ? []
    : [{ value: template, ...expecting('bankDetails') }];
}

function lengthFaults({ format, rendered }: Trial): readonly Fault[] {
  if (format !== 'sms') return [];
  const { segments, encoding, units } = smsSegments(rendered.text);
  if (segments <= MOST_SEGMENTS) return [];
  const expected = expecting('smsLength', { segments: MOST_SEGMENTS });
  return [{ ...describing('found.segments', { units, encoding, segments }), ...expected }];
}
