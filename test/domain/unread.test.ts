import type { EffectResult } from '../../domain/actions';
import { decideContact, type ContactFacts } from '../../domain/contact/decide-contact';
import type { CaseMessage } from '../../domain/messages';
import { nextAction } from '../../domain/next-action';
import { withUnreadRow } from '../../domain/policy/channel-fields';
import { addMinutes, instantOf, minuteOf } from '../../domain/time';
import { aPlan, aState, aStep, someContactFacts } from '../support/builders';
import { drive, goodWorld } from '../support/drive-case';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();
const bill = withUnreadRow(aStep({ readWithin: { hours: 24, else: 'sms' } }));
const plan = aPlan({ steps: [...bill, aStep({ id: 'second', day: 10 })] });
const until = '2026-03-20T00:00Z';

/** Lives the case while the first step ends with `first` and these messages come. */
function live(first: EffectResult | null, messages: Parameters<typeof drive>[4] = []) {
  let asked = 0;
  const lived = drive(plan, aState(plan), calendar, until, messages, (action) => {
    asked += 1;
    return asked === 1 && first !== null ? first : goodWorld(action);
  });
  return { ...lived, log: lived.log.map((line) => line.replace('2026-03-', '')) };
}

const read = (at: string, step = 'friendly'): CaseMessage => ({
  kind: 'deliveryReported',
  body: { v: 1, id: `read ${step}`, at, contactId: 'c', stepId: step, occurrence: 1, outcome: 'read' },
});

it('[S192] sends the SMS in the next window once 24 hours have passed without the e-mail being opened', () => {
  expect(live(null).log).toEqual(['05T01:00Z friendly', '06T01:00Z friendlyUnread', '12T01:00Z second']);
});

it('[S192] sends none when it was opened in time, and goes on as if nothing were', () => {
  expect(live(null, [read('2026-03-05T20:00:00.000Z')]).log).toEqual(['05T01:00Z friendly', '12T01:00Z second']);
});

it('sends none for an e-mail that went out by SMS already, nor for one that was refused', () => {
  expect(live({ kind: 'sent', contactId: 'c', channel: 'sms' }).log).toEqual([
    '05T01:00Z friendly',
    '12T01:00Z second',
  ]);
  expect(live({ kind: 'refused', reason: { code: 'noAddress' } }).log[1]).toBe('12T01:00Z second');
});

it('takes the receipt of another message for none of this one', () => {
  expect(live(null, [read('2026-03-05T20:00:00.000Z', 'second')]).log[1]).toBe('06T01:00Z friendlyUnread');
});

it('waits for the window, a weekend long, and says why', () => {
  const state = aState(plan, {}, { now: minuteOf('2026-03-06T07:00Z'), nextIndex: 1, lastOn: null });
  const awaitingRead = { step: 'friendly', occurrence: 1, until: minuteOf('2026-03-07T07:00Z') };
  const action = nextAction(plan, { ...state, awaitingRead }, calendar, state.now);
  expect(action).toMatchObject({ kind: 'wait', reason: { code: 'awaitingRead', step: 'friendlyUnread' } });
  expect(action.kind === 'wait' && action.until !== null ? instantOf(action.until) : null).toBe(
    '2026-03-09T01:00:00.000Z',
  );
});

describe('the gate of what follows an unopened e-mail', () => {
  const asOf = minuteOf('2026-03-06T01:00Z');
  const sentAt = addMinutes(asOf, -24 * 60);
  const facts = (unread: Partial<NonNullable<ContactFacts['unread']>> = {}, more: Partial<ContactFacts> = {}) =>
    someContactFacts(asOf, {
      recentAutomatic: [sentAt],
      unread: { sentAt, until: asOf, isRead: false, ...unread },
      options: [{ channel: 'sms', pointId: 'p', personId: null, usable: 'yes' }],
      ...more,
    });
  const caps = { perDay: 5, per7Days: 5, per30Days: 9, gapHours: 48 };
  const decide = (given: ContactFacts) => decideContact(given, { ...plan, caps }, calendar);

  it('keeps no gap to the e-mail, which says the same, but to any other contact', () => {
    expect(decide(facts()).kind).toBe('send');
    const other = decide(facts({}, { recentAutomatic: [addMinutes(sentAt, -60), sentAt] }));
    expect(other).toMatchObject({ kind: 'defer', reason: { code: 'minimumGap' } });
  });

  it('[S192] refuses once somebody has opened it, whatever the case knows', () => {
    expect(decide(facts({ isRead: true }))).toMatchObject({ kind: 'refuse', reason: { code: 'nothingUnread' } });
  });

  it('waits until the hours have passed since the e-mail really went out', () => {
    const late = addMinutes(asOf, 90);
    expect(decide(facts({ until: late }))).toEqual({ kind: 'defer', until: late, reason: { code: 'awaitingRead' } });
  });
});
