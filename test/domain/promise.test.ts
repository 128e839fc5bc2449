import { claimHeldBy } from '../../domain/claim-held';
import type { CaseMessage } from '../../domain/messages';
import { graceEndOf } from '../../domain/promise-grace';
import { isoDate, isoDateOf, parseDay } from '../../domain/time';
import { aHold, aPayment, aPlan, aPromise, aState } from '../support/builders';
import { drive } from '../support/drive-case';
import { aCalendar } from './a-calendar';

const plan = aPlan();
const calendar = aCalendar();
const days = (log: readonly string[]) => log.map((line) => line.replace('2026-', ''));
const promise = (
  at: string,
  promisedFor: string,
  holdUntil: string,
  amountMinor: number | null = null,
): CaseMessage => ({
  kind: 'recordPromise',
  body: {
    v: 1,
    id: `promise ${at}`,
    at,
    promiseId: `promise ${at}`,
    madeOn: isoDate(at.slice(0, 10)),
    promisedFor: isoDate(promisedFor),
    holdUntil: isoDate(holdUntil),
    amountMinor,
  },
});
// Made on Friday 6 March for Friday 13 March; two bank days of grace end with Tuesday 17 March.
const week = promise('2026-03-06T03:00:00Z', '2026-03-13', '2026-03-18', 50_000);
const live = (messages: readonly CaseMessage[], until = '2026-04-20T00:00Z') =>
  drive(plan, aState(plan), calendar, until, messages);

describe('a promise', () => {
  it('R23 K9 lets nothing go out before date and grace have passed, and is judged at 00:00 of the creditor', () => {
    // Day 10, the call, lies behind twelve held days.
    expect(days(live([week]).log)).toEqual([
      '03-05T01:00Z friendly',
      '03-17T16:00Z judgePromise broken',
      '03-24T02:00Z call',
      '04-03T01:00Z letter',
    ]);
  });

  it.each([
    ['nothing', 100_000, 'broken'],
    ['something', 99_999, 'partlyKept'],
    ['all but one', 50_001, 'partlyKept'],
    ['exactly the sum', 50_000, 'kept'],
    ['more', 1, 'kept'],
  ])('is judged by what was paid: %s', (_name, openBalanceMinor, verdict) => {
    const { log, state } = live([week, aPayment('2026-03-12T03:00:00Z', openBalanceMinor, 2)]);
    expect(log[1]).toBe(`2026-03-17T16:00Z judgePromise ${verdict}`);
    expect(state.brokenPromises).toBe(verdict === 'broken' ? 1 : 0);
  });

  it('counts a payment of its last hour, not one of the minute of the verdict', () => {
    expect(live([week, aPayment('2026-03-17T15:59:00Z', 1, 2)]).log[1]).toContain('judgePromise kept');
    expect(live([week, aPayment('2026-03-17T16:01:00Z', 1, 2)]).log[1]).toContain('judgePromise broken');
  });

  it('over the whole balance is partly kept while anything is open', () => {
    const whole = promise('2026-03-06T03:00:00Z', '2026-03-13', '2026-03-18');
    expect(live([whole, aPayment('2026-03-12T03:00:00Z', 1, 2)]).log[1]).toContain('judgePromise partlyKept');
    expect(live([whole, aPayment('2026-03-12T03:00:00Z', 0, 2)]).ended).toBe('settled');
  });

  it('leaves its days held after the verdict: the stage clock does not jump', () => {
    const { state } = live([week], '2026-03-19T00:00Z');
    expect(state.held).toEqual([[parseDay('2026-03-06'), parseDay('2026-03-18')]]);
    expect(state.promise).toBeNull();
  });

  it('that replaces a later one holds until its own end only', () => {
    const far = promise('2026-03-06T03:00:00Z', '2026-05-29', '2026-06-03');
    const near = promise('2026-03-10T03:00:00Z', '2026-03-12', '2026-03-17');
    const { log, state } = live([far, near]);
    expect(state.held).toEqual([[parseDay('2026-03-06'), parseDay('2026-03-17')]]);
    expect(days(log).slice(1)).toEqual([
      '03-16T16:00Z judgePromise broken',
      '03-23T02:00Z call',
      '04-02T01:00Z letter',
    ]);
  });

  it('that replaces an earlier one holds from the first to the last of their days, and is judged once', () => {
    const next = promise('2026-03-12T03:00:00Z', '2026-03-20', '2026-03-25');
    const { log, state } = live([week, next]);
    expect(state.held).toEqual([[parseDay('2026-03-06'), parseDay('2026-03-25')]]);
    expect(log.filter((line) => line.includes('judgePromise'))).toEqual(['2026-03-24T16:00Z judgePromise broken']);
  });

  it('R22 does not overwrite a dispute: nothing goes out before both have ended', () => {
    const dispute = aHold('2026-03-06', '2026-03-30', { kind: 'dispute' });
    const opened = aState(plan, { holds: [dispute] });
    const { log, state } = drive(plan, opened, calendar, '2026-04-06T00:00Z', [week]);
    expect(days(log)).toEqual(['03-05T01:00Z friendly', '03-17T16:00Z judgePromise broken', '04-06T02:00Z call'].slice(0, 2)); // prettier-ignore
    expect(state.holds).toContainEqual(dispute);
  });

  it('moves nothing that was due before it: the step follows its end', () => {
    const early = promise('2026-03-04T03:00:00Z', '2026-03-04', '2026-03-07');
    expect(days(live([early], '2026-03-12T00:00Z').log)).toEqual(['03-06T16:00Z judgePromise broken', '03-09T01:00Z friendly']); // prettier-ignore
  });
});

describe('what holds a claim', () => {
  const held = [[parseDay('2026-03-01'), parseDay('2026-03-20')]] as const;
  const open = aPromise('2026-03-13', '2026-03-18');
  const part = aHold('2026-03-01', null, { kind: 'dispute', partMinor: 1 });
  const whole = aHold('2026-03-01', null, { kind: 'fraud' });

  it.each([
    ['nothing on a free day', [whole], open, '2026-03-20', null],
    ['a whole hold before a held part', [part, whole], open, '2026-03-10', 'fraud'],
    ['a promise before a held part', [part], open, '2026-03-10', 'promise'],
    ['parts where they hold all of it', [part], null, '2026-03-10', 'dispute'],
  ])('is %s', (_name, holds, promised, day, kind) => {
    expect(claimHeldBy({ held, holds, promise: promised }, parseDay(day))).toBe(kind);
  });
});

it('U3 R23 protects to the end of the last bank day of grace, in the calendar of the debtor', () => {
  const graceEnd = (date: string, n: number, holidays: string[] = []) =>
    isoDateOf(graceEndOf(aCalendar({ holidays: holidays.map(parseDay) }), parseDay(date), n));
  expect(graceEnd('2026-03-12', 2)).toBe('2026-03-17');
  expect(graceEnd('2026-03-12', 0)).toBe('2026-03-13');
  expect(graceEnd('2026-03-12', 2, ['2026-03-16'])).toBe('2026-03-18');
  expect(() => graceEnd('2026-12-31', 2)).toThrow('does not reach 2 bank days');
});
