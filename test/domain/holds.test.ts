import * as fc from 'fast-check';
import type { CaseHold } from '../../domain/case-state';
import { claimedMinor, dayOfStage, heldDays, heldUntil, mergeRanges, stageDayOf } from '../../domain/holds';
import { addDays, OPEN_ENDED, parseDay } from '../../domain/time';
import { aHold, aPromise } from '../support/builders';

const due = parseDay('2026-03-02');
const march = (day: number) => addDays(due, day - 2);
const held = (...holds: CaseHold[]) => heldDays(holds, null, [[0, 100_000]]);
const ranges = (...holds: CaseHold[]) => held(...holds).map(([from, until]) => [from - due, until - due]);

describe('the stage clock', () => {
  it('K2 R28 counts from the due date: negative before it, 0 on it, positive after it', () => {
    expect([-1, 0, 1, 30].map((day) => stageDayOf(due, [], addDays(due, day)))).toEqual([-1, 0, 1, 30]);
  });

  it.each([
    ['the day before a half-open hold still counts', '2026-03-04', 2],
    ['the first held day does not', '2026-03-05', 2],
    ['the last held day does not', '2026-03-07', 2],
    ['the day on which the hold ends counts again', '2026-03-08', 3],
  ])('%s', (_name, date, day) => {
    expect(stageDayOf(due, held(aHold('2026-03-05', '2026-03-08')), parseDay(date))).toBe(day);
  });

  it.each([
    ['before the due date', [aHold('2026-02-20', '2026-03-02')], 8],
    ['on the due date alone', [aHold('2026-03-02', '2026-03-03')], 8],
    ['across the due date', [aHold('2026-02-20', '2026-03-05')], 6],
    ['nested', [aHold('2026-03-03', '2026-03-09'), aHold('2026-03-05', '2026-03-07')], 2],
    ['overlapping', [aHold('2026-03-03', '2026-03-06'), aHold('2026-03-05', '2026-03-07')], 4],
    ['touching', [aHold('2026-03-03', '2026-03-05'), aHold('2026-03-05', '2026-03-07')], 4],
    ['apart', [aHold('2026-03-03', '2026-03-04'), aHold('2026-03-06', '2026-03-08')], 5],
    ['without end', [aHold('2026-03-06', null)], 3],
    ['empty', [aHold('2026-03-06', '2026-03-06')], 8],
    ['in the future', [aHold('2026-03-11', null)], 8],
  ])('shows on 10 March, eight days late, with a hold %s', (_name, holds, day) => {
    expect(stageDayOf(due, held(...holds), march(10))).toBe(day);
  });

  it('R22 counts the days of a promise inside a dispute once', () => {
    const promise = aPromise('2026-03-06', '2026-03-09', { madeOn: parseDay('2026-03-04') });
    const dispute = aHold('2026-03-03', '2026-03-12', { kind: 'dispute' });
    expect(heldDays([dispute], promise, [[0, 100_000]])).toEqual([[march(3), march(12)]]);
  });
});

describe('the day of a stage day', () => {
  it.each([
    ['nothing', [], 5, '2026-03-07'],
    ['a hold before the due date', [aHold('2026-02-01', '2026-03-03')], 5, '2026-03-07'],
    ['a hold on the due date and the next', [aHold('2026-03-02', '2026-03-04')], 1, '2026-03-04'],
    ['a hold that ends on that day', [aHold('2026-03-05', '2026-03-07')], 5, '2026-03-09'],
    ['a hold that begins on that day', [aHold('2026-03-07', '2026-03-09')], 5, '2026-03-09'],
    ['a hold that begins the day after', [aHold('2026-03-08', '2026-03-09')], 5, '2026-03-07'],
    ['two holds, the second reached through the first', [aHold('2026-03-04', '2026-03-06'), aHold('2026-03-08', '2026-03-10')], 5, '2026-03-11'], // prettier-ignore
    ['a hold on a pre-due date, which moves nothing', [aHold('2026-02-01', '2026-02-28')], -3, '2026-02-27'],
    ['a hold without end after it', [aHold('2026-03-08', null)], 5, '2026-03-07'],
  ])('with %s', (_name, holds, stageDay, date) => {
    expect(dayOfStage(due, held(...holds), stageDay)).toBe(parseDay(date));
  });

  it('does not exist behind a hold without end', () => {
    expect(dayOfStage(due, held(aHold('2026-03-05', null)), 3)).toBeNull();
    expect(dayOfStage(due, held(aHold('2026-03-05', null)), 2)).toBe(march(4));
  });

  const anyHolds = fc.array(
    fc.record({ from: fc.integer({ min: -20, max: 60 }), length: fc.integer({ min: 0, max: 25 }) }),
    { maxLength: 6 },
  );
  const heldBy = (holds: readonly { from: number; length: number }[]) =>
    mergeRanges(holds.map(({ from, length }) => [due + from, due + from + length]));

  it('is the first day on which the clock shows it', () => {
    fc.assert(
      fc.property(anyHolds, fc.integer({ min: 1, max: 90 }), (holds, stageDay) => {
        const days = heldBy(holds);
        const day = dayOfStage(due, days, stageDay);
        if (day === null) throw new Error('no hold is without end');
        expect(stageDayOf(due, days, day)).toBe(stageDay);
        expect(stageDayOf(due, days, addDays(day, -1))).toBe(stageDay - 1);
      }),
      { numRuns: 300 },
    );
  });

  it('never comes earlier for one more hold', () => {
    fc.assert(
      fc.property(anyHolds, anyHolds, fc.integer({ min: -20, max: 90 }), (some, more, stageDay) => {
        const before = dayOfStage(due, heldBy(some), stageDay) ?? OPEN_ENDED;
        expect(dayOfStage(due, heldBy([...some, ...more]), stageDay) ?? OPEN_ENDED).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of holds', () => {
    fc.assert(
      fc.property(anyHolds, (holds) => {
        expect(heldBy([...holds].reverse())).toEqual(heldBy(holds));
      }),
      { numRuns: 300 },
    );
  });
});

describe('held parts', () => {
  const part = (from: string, until: string | null, partMinor: number) =>
    aHold(from, until, { kind: 'dispute', partMinor, id: `part ${from} ${partMinor}` });

  it.each([
    [59_999, []],
    [60_000, [[3, 8]]],
    [60_001, [[3, 8]]],
  ])('of 40,000 and %i stop the clock while together they reach the balance of 100,000', (other, expected) => {
    expect(ranges(part('2026-03-05', '2026-03-12', 40_000), part('2026-03-01', '2026-03-10', other))).toEqual(expected);
  });

  it('lower the claim on their days, never below zero', () => {
    const holds = [part('2026-03-05', '2026-03-08', 30_000), part('2026-03-07', null, 90_000)];
    expect([4, 5, 7, 8].map((day) => claimedMinor(100_000, holds, march(day)))).toEqual([100_000, 70_000, 0, 10_000]);
  });
});

describe('how long a day is held', () => {
  const days = [
    [march(5), march(8)],
    [march(10), OPEN_ENDED],
  ] as const;

  it.each([
    [4, null],
    [5, march(8)],
    [7, march(8)],
    [8, null],
    [9, null],
    [10, OPEN_ENDED],
  ])('on %i March', (day, until) => {
    expect(heldUntil(days, march(day))).toBe(until);
  });
});
