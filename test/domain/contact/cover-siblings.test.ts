import {
  leadingStep,
  mayBeCovered,
  type SiblingCase,
  siblingsToCover,
  speaksOn,
  withinOneText,
} from '../../../domain/contact/cover-siblings';
import { minuteOf } from '../../../domain/time';
import { aCalendar, newYork } from '../a-calendar';

// Debtor in New York: the local day of 18 March ends at 04:00 UTC of the 19th.
const calendar = aCalendar({ debtorZone: newYork });
const now = minuteOf('2026-03-18T14:00Z');
const aSibling = (invoiceId: string, overrides: Partial<SiblingCase> = {}): SiblingCase => ({
  caseId: `case of ${invoiceId}`,
  invoiceId,
  nextStep: 'friendly',
  nextOccurrence: 1,
  nextEffect: 'sendReminder',
  nextSeverity: 1,
  nextAt: minuteOf('2026-03-18T15:00Z'),
  language: 'en',
  ...overrides,
});
const covered = (sibling: Partial<SiblingCase>) =>
  siblingsToCover([aSibling('A', sibling)], 'en', calendar, now).length === 1;

it.each([
  ['now', { nextAt: now }, true],
  ['due before', { nextAt: minuteOf('2026-03-10T15:00Z') }, true],
  ['due before the calendar begins', { nextAt: minuteOf('2020-03-10T15:00Z') }, true],
  ["in the last minute of the debtor's day", { nextAt: minuteOf('2026-03-19T03:59Z') }, true],
  ["in the first minute of the debtor's next day", { nextAt: minuteOf('2026-03-19T04:00Z') }, false],
  ['in another language', { language: 'zh-CN' }, false],
  ['a letter', { nextEffect: 'sendLetter' }, false],
  ['a call', { nextEffect: 'openCallTask' }, false],
])('a message covers, or not, a sibling that is %s', (_name, sibling, expected) => {
  expect(covered(sibling)).toBe(expected);
});

it('lists the covered siblings by invoice', () => {
  const found = siblingsToCover([aSibling('B'), aSibling('C'), aSibling('A')], 'en', calendar, now);
  expect(found.map(({ invoiceId }) => invoiceId)).toEqual(['A', 'B', 'C']);
});

it('lets the most severe step lead, its own where several are', () => {
  const own = { step: 'own', severity: 2 };
  expect(leadingStep(own, [])).toEqual(own);
  expect(leadingStep(own, [aSibling('A', { nextStep: 'same', nextSeverity: 2 })])).toEqual(own);
  expect(leadingStep(own, [aSibling('A', { nextStep: 'more', nextSeverity: 3 }), aSibling('B')])).toEqual({
    step: 'more',
    severity: 3,
  });
});

it.each([
  ['an ordinary step', { approval: null, formal: false }, true],
  ['a step that needs an approval', { approval: { role: 'manager' }, formal: false }, false],
  ['a formal notice', { approval: null, formal: true }, false],
])('%s may be covered, or not', (_name, step, expected) => {
  expect(mayBeCovered(step)).toBe(expected);
});

it('covers steps that cannot lead, of another policy or without words for the channel, only when they are not harder', () => {
  const of = (invoiceId: string, canLead: boolean, nextSeverity: number) => ({
    ...aSibling(invoiceId, { nextSeverity }),
    canLead,
  });
  const names = (...siblings: ReturnType<typeof of>[]) => withinOneText(2, siblings).map(({ invoiceId }) => invoiceId);
  expect(names(of('A', false, 2), of('B', false, 3))).toEqual(['A']);
  expect(names(of('A', true, 3), of('B', false, 3), of('C', false, 4))).toEqual(['A', 'B']);
});

it.each([
  ['its own channel', 'email', [], 'email', true],
  ['a fallback', 'email', ['letter'], 'letter', true],
  ['a channel in the same form', 'sms', [], 'voice', true],
  ['a channel in another form', 'email', ['sms'], 'letter', false],
  ['WhatsApp, with an approved text', 'whatsapp', [], 'whatsapp', true],
  ['WhatsApp, with words for SMS alone', 'sms', [], 'whatsapp', false],
] as const)('a step speaks, or not, on %s', (_name, channel, fallback, asked, expected) => {
  expect(speaksOn({ channel, fallback }, asked)).toBe(expected);
});
