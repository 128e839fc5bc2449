import { applyStepResult } from '../../../domain/apply-result';
import { unclassifiedFacts } from '../../../domain/case-state';
import { type ContactFacts, decideContact } from '../../../domain/contact/decide-contact';
import { payDayFacts } from '../../../domain/contact/pay-day';
import { nextAction } from '../../../domain/next-action';
import { instantOf, minuteOf, parseDay } from '../../../domain/time';
import { aLetterStep, aPlan, aState, aStep, anEmailOption as option, someContactFacts } from '../../support/builders';
import { aCalendar } from '../a-calendar';

const calendar = aCalendar();
const plan = aPlan({ payDays: { workingDaysBefore: 2, withinDays: 5 } });

// Wednesday 2026-03-18, 10:00 in Shanghai.
const now = minuteOf('2026-03-18T02:00Z');
const facts = (overrides: Partial<ContactFacts>) => someContactFacts(now, overrides);

/** `send`, or until when it is put off and why. */
function answer(overrides: Partial<ContactFacts>, on = calendar, policy = plan): string {
  const decision = decideContact(facts(overrides), policy, on);
  if (decision.kind === 'send') return 'send';
  return decision.kind === 'refuse'
    ? `refuse: ${decision.reason.code}`
    : `${instantOf(decision.until).slice(0, 16)} ${decision.reason.code}`;
}

describe('a message to a debtor who pays on the 25th, a Wednesday', () => {
  const payDays = { monthDays: [25], dates: [], before: null };
  const tired = { payDays, recentAutomatic: [now] };

  it.each([
    ['[S178] put off by a gap that ends on Friday: Monday', tired, '2026-03-23T01:00 payDay'],
    ['[S178] not put off: at once', { payDays }, 'send'],
    [
      '[S189] before the day on which its own customers pay',
      { ...tired, payDays: { ...payDays, monthDays: [], dates: [parseDay('2026-03-26')] } },
      '2026-03-24T01:00 payDay',
    ],
    ['as near already', { ...tired, payDays: { ...payDays, monthDays: [23] } }, '2026-03-20T02:00 minimumGap'],
    ['a pay day too far away', { ...tired, payDays: { ...payDays, monthDays: [31] } }, '2026-03-20T02:00 minimumGap'],
    [
      'a step that would be missed for it',
      { ...tired, payDays: { ...payDays, before: parseDay('2026-03-23') } },
      '2026-03-20T02:00 minimumGap',
    ],
    [
      'a pause, which news may end before',
      { payDays, replyPausedUntil: minuteOf('2026-03-19T20:00Z') },
      '2026-03-23T01:00 replyPending',
    ],
    [
      'nobody but people whom we leave alone for a time',
      { payDays, options: [{ ...option, usable: 'noContact' as const, freeAt: minuteOf('2026-03-19T16:00Z') }] },
      '2026-03-22T16:00 noContactFlag',
    ],
  ])('%s', (_what, overrides, expected) => {
    expect(answer(overrides)).toBe(expected);
  });

  it('stays where the policy has no such rule, or the calendar cannot tell', () => {
    const short = aCalendar({ through: parseDay('2026-03-22') });
    expect(answer(tired, calendar, aPlan())).toBe('2026-03-20T02:00 minimumGap');
    expect(answer(tired, short)).toBe('2026-03-20T02:00 minimumGap');
  });
});

describe('a case whose message the gate puts off', () => {
  it('[S178] waits for it also when the gate has put the message off', () => {
    // Due on Monday, 16 March; the one message of the week went out on the 14th, so that the next may on the 23rd. The debtor
    // pays on Thursday, the 26th.
    const payDays = { monthDays: [26], dates: [] };
    const week = aPlan({
      ...plan,
      steps: [aStep({ day: 14 })],
      caps: { perDay: 1, per7Days: 1, per30Days: 6, gapHours: 48 },
    });
    const state = aState(
      week,
      { facts: { ...unclassifiedFacts('en'), payDays } },
      { now: minuteOf('2026-03-16T01:00Z') },
    );
    const action = nextAction(week, state, calendar, state.now);
    if (action.kind !== 'perform') throw new Error(`The reminder is due, not ${action.kind}`);
    const decision = decideContact(
      facts({
        asOf: state.now,
        ...payDayFacts(week, action.step, state.dueDay, payDays),
        recentAutomatic: [minuteOf('2026-03-14T01:00Z')],
      }),
      week,
      calendar,
    );
    if (decision.kind !== 'defer') throw new Error(`The gate puts it off, and does not ${decision.kind}`);
    const { until, reason } = decision;
    const waiting = applyStepResult(week, state, calendar, action, {
      kind: 'deferredUntil',
      until: instantOf(until),
      reason,
    });
    expect(nextAction(week, waiting, calendar, waiting.now)).toMatchObject({
      kind: 'wait',
      until,
      reason: { code: 'payDay' },
    });
    expect(instantOf(until)).toBe('2026-03-24T01:00:00.000Z');
    expect(nextAction(week, { ...waiting, now: until }, calendar, until)).toMatchObject({ kind: 'perform' });
  });
});

describe('the gate knows payment days', () => {
  const known = { monthDays: [25], dates: [] };
  const dueDay = parseDay('2026-03-20');

  it('of a message that waits for them, and until when it may', () => {
    expect(payDayFacts(plan, aStep({ day: 3 }), dueDay, known)).toEqual({ payDays: { ...known, before: null } });
    expect(payDayFacts(plan, aStep({ day: -3 }), dueDay, known)).toEqual({ payDays: { ...known, before: dueDay } });
  });

  it('of no other', () => {
    expect(payDayFacts(plan, aStep(), dueDay, null)).toEqual({});
    expect(payDayFacts(aPlan(), aStep(), dueDay, known)).toEqual({});
    expect(payDayFacts(plan, aLetterStep(), dueDay, known)).toEqual({});
    expect(payDayFacts(plan, aStep({ unreadOf: { step: 'friendly', hours: 72 } }), dueDay, known)).toEqual({});
  });
});
