import { applyMessage } from '../../domain/apply-message';
import { carriedIds, hasTooManyIds } from '../../domain/carried-ids';
import type { CaseState } from '../../domain/case-state';
import { recordDecision, wakeAt } from '../../domain/decisions';
import type { CaseMessage } from '../../domain/messages';
import { nextAction } from '../../domain/next-action';
import type { ReasonCode } from '../../domain/reasons';
import { addDays, epochMinute, isoDate, minuteOf, OPEN_ENDED, parseDay } from '../../domain/time';
import { aHold, aPayment, aPlan, aState } from '../support/builders';
import { drive } from '../support/drive-case';
import { aCalendar } from './a-calendar';

const plan = aPlan();
const calendar = aCalendar();
const at = '2026-03-03T02:00:00Z';
const base = (id: string) => ({ v: 1 as const, id, at });

const hold = (id: string, from: string, until: string | null, partMinor: number | null = null): CaseMessage => ({
  kind: 'placeHold',
  body: {
    ...base(`message of ${id} ${until ?? 'open'}`),
    hold: { holdId: id, kind: 'manual', from: isoDate(from), until: until === null ? null : isoDate(until), partMinor },
  },
});
const release = (holdId: string, releasedOn: string): CaseMessage => ({
  kind: 'releaseHold',
  body: { ...base(`release of ${holdId}`), holdId, releasedOn: isoDate(releasedOn) },
});
const reply = (pausedUntil: string | null): CaseMessage => ({
  kind: 'debtorReplied',
  body: { ...base('reply'), replyId: 'reply', pausedUntil },
});
const promise: CaseMessage = {
  kind: 'recordPromise',
  body: {
    ...base('promise'),
    promiseId: 'promise',
    madeOn: isoDate('2026-03-03'),
    promisedFor: isoDate('2026-03-13'),
    holdUntil: isoDate('2026-03-18'),
    amountMinor: null,
  },
};
const cancel: CaseMessage = { kind: 'cancelCase', body: { ...base('cancel'), reason: 'replaced' } };
const invoiceDue = (date: string, instant: string): CaseMessage => ({
  kind: 'invoiceChanged',
  body: {
    ...base(`due ${date}`),
    at: instant,
    openBalanceMinor: 100_000,
    ledgerSeq: 1,
    effectiveDueDate: isoDate(date),
    reason: 'terms',
  },
});

const fold = (messages: readonly CaseMessage[], state: CaseState = aState(plan)) =>
  messages.reduce((folded, message) => applyMessage(plan, folded, message, calendar).state, state);
const ignored = (message: CaseMessage, state: CaseState = aState(plan)) =>
  applyMessage(plan, state, message, calendar).ignored;
const deferred = (code: ReasonCode) =>
  aState(plan, {}, { deferral: { until: minuteOf('2026-03-06T02:00Z'), reason: { code } } });

describe('news of the ledger', () => {
  it('counts only when it is newer than what is known', () => {
    const state = aState(plan, { ledgerSeq: 5 });
    expect(fold([aPayment(at, 10, 4)], state).openBalanceMinor).toBe(100_000);
    expect(fold([aPayment(at, 10, 5)], state).openBalanceMinor).toBe(100_000);
    expect(fold([aPayment(at, 10, 6)], state).openBalanceMinor).toBe(10);
    expect(ignored(aPayment(at, 10, 5), state)).toContain('already known');
  });

  it('gives the same balance in any order', () => {
    const news = [aPayment(at, 30, 2, 'a'), aPayment(at, 20, 3, 'b'), aPayment(at, 10, 4, 'c')];
    expect(fold([...news].reverse()).openBalanceMinor).toBe(fold(news).openBalanceMinor);
  });

  it('R6 is applied once, however often it comes', () => {
    const once = fold([aPayment(at, 10, 2)]);
    expect(fold([aPayment(at, 10, 2), aPayment(at, 0, 9)])).toEqual(once);
    expect(ignored(aPayment(at, 10, 2), once)).toContain('already applied');
  });

  it('reopens nothing by itself: a reversal only raises the balance', () => {
    const paid = fold([aPayment(at, 1, 2)]);
    const news: CaseMessage = {
      kind: 'ledgerChanged',
      body: { ...base('reversal'), entryType: 'paymentReversal', openBalanceMinor: 100_000, ledgerSeq: 3 },
    };
    const reversed = fold([news], paid);
    expect({ nextIndex: reversed.nextIndex, open: reversed.openBalanceMinor }).toEqual({ nextIndex: 0, open: 100_000 });
  });
});

describe('holds', () => {
  it('R19 are not changed by the release of one that nobody placed', () => {
    const before = fold([hold('a', '2026-03-05', '2026-03-12')]);
    const { state, ignored: why } = applyMessage(plan, before, release('none', '2026-03-10'), calendar);
    expect(why).toContain('no hold none');
    expect({ ...state, seen: before.seen, now: before.now }).toEqual(before);
    expect(drive(plan, before, calendar, '2026-03-30T00:00Z', [release('none', '2026-03-10')]).log).toEqual(
      drive(plan, before, calendar, '2026-03-30T00:00Z').log,
    );
  });

  it('R20 end on the day of their release; the days before stay held', () => {
    const { held } = fold([hold('a', '2026-03-05', null), release('a', '2026-03-10')]);
    expect(held).toEqual([[parseDay('2026-03-05'), parseDay('2026-03-10')]]);
  });

  it('vanish when they are released before they begin', () => {
    expect(fold([hold('a', '2026-03-05', null), release('a', '2026-03-04')]).held).toEqual([]);
  });

  it('are not lengthened by a late release', () => {
    const state = fold([hold('a', '2026-03-05', '2026-03-08')]);
    expect(ignored(release('a', '2026-03-08'), state)).toContain('already ended');
    expect(fold([release('a', '2026-03-10')], state).held).toEqual(state.held);
  });

  it('of parts keep the days that they covered when a later payment makes the balance smaller or larger', () => {
    const part = [hold('part', '2026-03-04', '2026-03-06', 60_000)];
    const rest = [hold('rest', '2026-03-05', '2026-03-09', 40_000)];
    // 100,000 are open until the payment of 8 March: only on 5 March are they held whole.
    const paid = fold([...part, ...rest, aPayment('2026-03-08T02:00:00Z', 40_000, 2)]);
    expect(paid.held).toEqual([
      [parseDay('2026-03-05'), parseDay('2026-03-06')],
      [parseDay('2026-03-08'), parseDay('2026-03-09')],
    ]);
    expect(fold([aPayment('2026-03-08T02:00:00Z', 40_000, 2), ...rest, ...part]).held).toEqual(paid.held);
  });

  it("of parts are judged by the creditor's day of a payment", () => {
    // 17:00 UTC is the next morning in Shanghai.
    const paid = fold([hold('part', '2026-03-02', '2026-03-20', 60_000), aPayment('2026-03-08T17:00:00Z', 60_000, 2)]);
    expect(paid.held).toEqual([[parseDay('2026-03-09'), parseDay('2026-03-20')]]);
  });

  it('are replaced by news of the same hold and joined with others in any order', () => {
    const news = [hold('a', '2026-03-05', null), hold('b', '2026-03-04', '2026-03-06'), hold('c', '2026-03-20', null)];
    expect(fold([...news].reverse()).held).toEqual(fold(news).held);
    expect(fold([hold('a', '2026-03-05', null), hold('a', '2026-03-05', '2026-03-07')]).held).toEqual([
      [parseDay('2026-03-05'), parseDay('2026-03-07')],
    ]);
    expect(fold(news).held.at(-1)?.[1]).toBe(OPEN_ENDED);
  });
});

describe('a deferral', () => {
  it.each([
    ['paid', aPayment(at, 10, 2)],
    ['hold', aPayment(at, 10, 2)],
    ['hold', hold('a', '2026-03-20', null)],
    ['hold', release('a', '2026-03-02')],
    ['hold', promise],
  ] as const)('by the gate that waited for news (%s) ends with the news', (code, news) => {
    const state = fold([hold('a', '2026-03-20', null)], deferred(code));
    const waiting = { ...state, deferral: deferred(code).deferral, seen: [] };
    expect(fold([news], waiting).deferral).toBeNull();
  });

  it.each(['cap', 'window', 'unknownSend', 'replyPending'] as const)('for another reason (%s) stays', (code) => {
    const news = [aPayment(at, 10, 2), hold('a', '2026-03-20', null)];
    expect(fold(news, deferred(code)).deferral?.reason.code).toBe(code);
  });

  it('is not shortened by a reply that pauses for less', () => {
    expect(fold([reply('2026-03-05T00:00:00Z')], deferred('unknownSend')).deferral).toEqual(
      deferred('unknownSend').deferral,
    );
    expect(fold([reply('2026-03-07T00:00:00Z')], deferred('unknownSend')).deferral?.reason.code).toBe('replyPending');
  });
});

it('closes a cancelled case whatever is open', () => {
  const { ended, log } = drive(
    plan,
    aState(plan, { holds: [aHold('2026-03-01', null)] }),
    calendar,
    '2026-04-01T00:00Z',
    [cancel],
  );
  expect([ended, log]).toEqual(['cancelled', []]);
});

it('moves what is still to come with the due date, and repeats nothing', () => {
  const later = invoiceDue('2026-03-12', '2026-03-06T02:00:00Z');
  const { log } = drive(plan, aState(plan), calendar, '2026-03-24T00:00Z', [later]);
  expect(log).toEqual(['2026-03-05T01:00Z friendly', '2026-03-23T02:00Z call']);
});

it('is told its time by what it folds: the clock never goes back', () => {
  const state = fold([reply(null)], aState(plan, {}, { now: minuteOf('2026-03-09T00:00Z') }));
  expect(state.now).toBe(minuteOf('2026-03-09T00:00Z'));
  expect(fold([reply(null)]).now).toBe(minuteOf(at));
});

describe('the ids of applied messages', () => {
  const seen = (n: number) => aState(plan, {}, { seen: Array.from({ length: n }, (_, i) => `m${i}`) });

  it('are too many above a thousand; the newest two hundred are carried over', () => {
    expect([1000, 1001].map((n) => hasTooManyIds(seen(n)))).toEqual([false, true]);
    expect(carriedIds(seen(1001)).seen).toEqual(seen(1001).seen.slice(801));
  });
});

describe('a case that slept beyond its calendar', () => {
  const asleep = aState(plan, { holds: [aHold('2026-03-03', null, { id: 'a' })] });
  const woken = wakeAt(asleep, minuteOf('2027-02-01T01:00Z'));

  it.each([
    ['under its hold', woken],
    ['by its release', fold([release('a', '2027-02-01')], woken)],
  ])('asks for a longer one when it is woken %s', (_name, state) => {
    const action = nextAction(plan, state, calendar, state.now);
    expect(action.kind).toBe('extendCalendar');
    if (action.kind === 'extendCalendar') expect(action.through).toBeGreaterThanOrEqual(parseDay('2027-02-01'));
    expect(recordDecision(state, calendar, action, []).decisions).toHaveLength(1);
  });

  it('closes without one when it is paid', () => {
    const state = fold([aPayment('2027-02-01T02:00:00Z', 0, 2)], woken);
    const action = nextAction(plan, state, calendar, state.now);
    expect(action.kind).toBe('close');
    expect(recordDecision(state, calendar, action, []).decisionSeq).toBe(1);
  });

  it('goes on in the last days of its calendar', () => {
    const last = epochMinute(minuteOf('2026-12-31T02:00Z'));
    const state = wakeAt(asleep, last);
    expect(nextAction(plan, state, calendar, last).kind).toBe('wait');
    expect(addDays(calendar.slice.through, 1)).toBe(parseDay('2027-01-01'));
  });
});

describe('facts that overtake each other on their way', () => {
  const debtorIs = (grade: string, instant: string): CaseMessage => ({
    kind: 'debtorChanged',
    body: {
      ...{ ...base(`${grade} ${instant}`), at: instant, grade, motive: null, relationship: null, ordering: null },
      ...{ language: 'en', debtorOverdueMinor: null, contactHours: null },
    },
  });
  const [early, late] = ['2026-03-03T02:00:00.000Z', '2026-03-03T02:00:00.500Z'];

  it('keeps the newest facts of the debtor, in whatever order they come', () => {
    expect(fold([debtorIs('B', early), debtorIs('C', late)]).facts.grade).toBe('C');
    expect(fold([debtorIs('C', late), debtorIs('B', early)]).facts.grade).toBe('C');
    expect(ignored(debtorIs('B', early), fold([debtorIs('C', late)]))).toContain('newer facts of the debtor');
  });

  it('keeps the newest due date, in whatever order they come', () => {
    const messages = [invoiceDue('2026-03-20', late), invoiceDue('2026-03-10', early)];
    expect(fold(messages).dueDay).toBe(parseDay('2026-03-20'));
    expect(fold([...messages].reverse()).dueDay).toBe(parseDay('2026-03-20'));
  });
});
