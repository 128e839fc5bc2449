import { smsSegments } from '../../domain/sms';
import { dateText, moneyText, percentText, totalText } from './formats';
import type { Fault, Trial } from './one-trial';
import { isCertificate } from './trial-wording';

// An SMS is short (S215): two segments, 134 characters where a Chinese one is among them (U12).
const MOST_SEGMENTS = 2;

/** What a message of a kind must contain; the first thing that it lacks. */
export const contentFaults = (trial: Trial): readonly Fault[] => [
  ...(trial.template === 'e-bill' ? billFaults(trial) : []),
  ...(isCertificate(trial.template) ? certificateFaults(trial) : []),
  ...amountFaults(trial),
  ...tableFaults(trial),
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
    { text: dateText(invoice.dueDate, language), expected: 'the due date: {{ dueDate }} (S190)' },
    {
      text: terms === null ? null : percentText(terms.dailyRate),
      expected: 'how late interest is counted: {{ dailyRate }}, with a section interest in the policy (S91)',
    },
    { text: paymentLink, expected: 'where to pay: {{ paymentLink }} (S191)' },
  ];
  return needed
    .filter(({ text }) => text === null || !says(trial, text))
    .map(({ expected }) => ({ value: trial.template, expected: `a bill that says ${expected}` }));
}

/** A certificate states what is still open, whatever else it says (X29, S118). */
function certificateFaults(trial: Trial): readonly Fault[] {
  const open = totalText(
    trial.facts.invoices.map((invoice) => invoice.open),
    trial.language,
  );
  return says(trial, open)
    ? []
    : [{ value: trial.template, expected: 'a certificate that states the open balance: {{ total }} (X29)' }];
}

/** Whoever is reminded reads how much it is about (S141); a service message does not speak of money (S34). */
function amountFaults(trial: Trial): readonly Fault[] {
  const { step, facts, language } = trial;
  if (step.tone === 'service' || facts.invoices.some(({ open }) => says(trial, moneyText(open, language)))) return [];
  const total = totalText(
    facts.invoices.map(({ open }) => open),
    language,
  );
  return says(trial, total)
    ? []
    : [{ value: trial.template, expected: 'a message that states the amounts: {{ total }} or each invoice (S141)' }];
}

/** A letter lists what it claims. */
function tableFaults({ template, rendered: { letter } }: Trial): readonly Fault[] {
  if (letter === undefined || letter.blocks.some(({ kind }) => kind === 'table')) return [];
  const expected = 'a letter with {{ overdueTable }} or {{ invoiceTable }} in a paragraph of its own (S141, S234)';
  return [{ value: template, expected }];
}

function lengthFaults({ format, rendered }: Trial): readonly Fault[] {
  if (format !== 'sms') return [];
  const { segments, encoding, units } = smsSegments(rendered.text);
  if (segments <= MOST_SEGMENTS) return [];
  const expected = `an SMS of at most ${MOST_SEGMENTS} segments, 134 characters with Chinese ones (U12, S215)`;
  return [{ value: `${units} characters (${encoding}), ${segments} segments`, expected }];
}
