import * as fc from 'fast-check';
import type { CaseHold } from '../../domain/case-state';
import {
  type BalanceByDay,
  changeBalance,
  claimedMinor,
  dayOfStage,
  heldDays,
  heldUntil,
  stageDayOf,
} from '../../domain/holds';
import { OPEN_ENDED, addDays, parseDay } from '../../domain/time';
import { aHold, aPromise } from '../support/builders';

const due = parseDay('2026-03-02');
const OPEN_MINOR = 1000;
const constant: BalanceByDay = [[0, OPEN_MINOR]];
const days = Array.from({ length: 130 }, (_, index) => addDays(due, index - 30));

/** A hold of some days around the due date, sometimes without end, sometimes of a part. */
const anyHold = fc
  .record({
    from: fc.integer({ min: -20, max: 60 }),
    length: fc.oneof({ weight: 6, arbitrary: fc.nat(25) }, { weight: 1, arbitrary: fc.constant(null) }),
    partMinor: fc.option(fc.integer({ min: 1, max: OPEN_MINOR }), { freq: 2 }),
  })
  .map(({ from, length, partMinor }) => ({ from: addDays(due, from), length, partMinor }));

const placed = (holds: readonly { from: number; length: number | null; partMinor: number | null }[]): CaseHold[] =>
  holds.map(({ from, length, partMinor }, index) => ({
    ...aHold('2026-03-02', null, { id: `hold ${index}`, partMinor }),
    from: addDays(due, from - due),
    until: length === null ? OPEN_ENDED : from + length,
  }));

const anyHolds = fc.array(anyHold, { maxLength: 6 }).map(placed);
const anyWholeHolds = fc
  .array(
    anyHold.map((hold) => ({ ...hold, partMinor: null })),
    { maxLength: 5 },
  )
  .map(placed);
const anyBalances = fc
  .array(fc.tuple(fc.integer({ min: -25, max: 70 }), fc.nat(2 * OPEN_MINOR)), { maxLength: 4 })
  .map((changes) =>
    changes
      .sort((a, b) => a[0] - b[0])
      .reduce((balances: BalanceByDay, [day, minor]) => changeBalance(balances, due + day, minor), constant),
  );

const isOn = (hold: CaseHold, day: number) => hold.from <= day && day < hold.until;
const balanceOn = (balances: BalanceByDay, day: number) => balances.filter(([from]) => from <= day).at(-1)?.[1] ?? 0;
const held = (holds: readonly CaseHold[], balances = constant) => heldDays(holds, null, balances);
const stageDays = (holds: readonly CaseHold[], balances = constant) => {
  const ranges = held(holds, balances);
  return days.map((day) => stageDayOf(due, ranges, day));
};

/** Whether a day is held, from the words of decisions 1.3 alone. */
function isHeld(holds: readonly CaseHold[], balances: BalanceByDay, day: number): boolean {
  const today = holds.filter((hold) => isOn(hold, day));
  const parts = today.reduce((sum, hold) => sum + (hold.partMinor ?? 0), 0);
  return today.some((hold) => hold.partMinor === null) || (parts > 0 && parts >= balanceOn(balances, day));
}

// Some hundred generated cases for each rule.
const runs = { numRuns: 300 };

describe('held days', () => {
  it('are the union of whole holds and of days on which parts cover the balance of that day', () => {
    fc.assert(
      fc.property(anyHolds, anyBalances, (holds, balances) => {
        const ranges = held(holds, balances);
        expect(days.filter((day) => heldUntil(ranges, day) !== null)).toEqual(
          days.filter((day) => isHeld(holds, balances, day)),
        );
        // Sorted, disjoint and not touching.
        ranges.forEach(([from, until], index) => {
          expect(from).toBeLessThan(until);
          expect(from).toBeGreaterThan(ranges[index - 1]?.[1] ?? -1);
        });
      }),
      runs,
    );
  });

  it('R22 hold the days of a promise like those of any hold, once', () => {
    const promise = aPromise('2026-03-10', '2026-03-14', { madeOn: parseDay('2026-03-05') });
    fc.assert(
      fc.property(anyHolds, anyBalances, (holds, balances) => {
        const same = aHold('2026-03-05', '2026-03-14', { id: 'promise', kind: 'promise' });
        expect(heldDays(holds, promise, balances)).toEqual(held([...holds, same], balances));
      }),
      runs,
    );
  });

  it('do not depend on the order in which holds were placed', () => {
    const anyOrders = anyHolds.chain((holds) => fc.tuple(fc.constant(holds), fc.shuffledSubarray(holds, { minLength: holds.length }))); // prettier-ignore
    fc.assert(
      fc.property(anyOrders, anyBalances, ([holds, shuffled], balances) => {
        expect(held(shuffled, balances)).toEqual(held(holds, balances));
      }),
      runs,
    );
  });

  it('are the same for a balance held whole and held in parts that add up to it', () => {
    fc.assert(
      fc.property(anyHold, fc.integer({ min: 1, max: OPEN_MINOR - 1 }), (hold, cut) => {
        const whole = placed([{ ...hold, partMinor: OPEN_MINOR }]);
        const parts = placed([
          { ...hold, partMinor: cut },
          { ...hold, partMinor: OPEN_MINOR - cut },
        ]);
        expect(held(parts)).toEqual(held(whole));
        expect(held(parts)).toEqual(held(placed([{ ...hold, partMinor: null }])));
        expect(held(parts.slice(1))).toEqual([]);
        const claimed = (some: readonly CaseHold[]) => days.map((day) => claimedMinor(OPEN_MINOR, some, day));
        expect(claimed(parts)).toEqual(claimed(whole));
      }),
      runs,
    );
  });

  it('of the past do not change with a later payment', () => {
    fc.assert(
      fc.property(anyHolds, anyBalances, fc.nat(90), fc.nat(OPEN_MINOR), (holds, balances, after, paidTo) => {
        const today = Math.max(due + after, balances.at(-1)?.[0] ?? 0);
        const before = held(holds, balances);
        const later = held(holds, changeBalance(balances, today, paidTo));
        const past = days.filter((day) => day < today);
        expect(past.filter((day) => heldUntil(later, day) !== null)).toEqual(
          past.filter((day) => heldUntil(before, day) !== null),
        );
      }),
      runs,
    );
  });
});

describe('the stage clock', () => {
  it('counts after the due date the days that are not held, and nothing else', () => {
    fc.assert(
      fc.property(anyHolds, anyBalances, (holds, balances) => {
        let counted = 0;
        const expected = days.map((day) => {
          if (day <= due) return day - due;
          if (!isHeld(holds, balances, day)) counted += 1;
          return counted;
        });
        expect(stageDays(holds, balances)).toEqual(expected);
      }),
      runs,
    );
  });

  it('and the day of a stage day are inverse to each other', () => {
    fc.assert(
      fc.property(anyHolds, fc.integer({ min: -25, max: 90 }), (holds, offset) => {
        const ranges = held(holds);
        const day = addDays(due, offset);
        const stageDay = stageDayOf(due, ranges, day);
        const shown = dayOfStage(due, ranges, stageDay);
        // The clock stands on held days after the due date: their stage day was reached before them.
        if (day <= due || heldUntil(ranges, day) === null) expect(shown).toBe(day);
        else expect(shown).toBeLessThan(day);
        const next = dayOfStage(due, ranges, stageDay + 1);
        if (next !== null) expect(next).toBeGreaterThan(day);
        else expect(ranges.at(-1)?.[1]).toBe(OPEN_ENDED);
      }),
      runs,
    );
  });

  it('never runs ahead for one more hold, and no step comes earlier', () => {
    fc.assert(
      fc.property(anyHolds, anyHold, fc.integer({ min: 1, max: 90 }), (holds, more, stageDay) => {
        const added = [...holds, ...placed([more])];
        const before = stageDays(holds);
        expect(stageDays(added).every((day, index) => day <= (before[index] ?? 0))).toBe(true);
        const stepBefore = dayOfStage(due, held(holds), stageDay) ?? OPEN_ENDED;
        expect(dayOfStage(due, held(added), stageDay) ?? OPEN_ENDED).toBeGreaterThanOrEqual(stepBefore);
      }),
      runs,
    );
  });

  it('R20 goes on after a release with the days that were left, wherever the hold stood', () => {
    fc.assert(
      fc.property(
        anyWholeHolds,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (holds, left, length) => {
          const ended = holds.filter((hold) => hold.until < OPEN_ENDED);
          const start = Math.max(due, ...ended.map((hold) => hold.until)) + 1;
          const stageDay = stageDayOf(due, held(ended), addDays(due, start - due - 1)) + left;
          const pause = placed([{ from: start, length, partMinor: null }]);
          expect(dayOfStage(due, held([...ended, ...pause]), stageDay)).toBe(start + length + left - 1);
        },
      ),
      runs,
    );
  });

  it('does not notice a hold that was released on the day it began', () => {
    fc.assert(
      fc.property(anyHolds, fc.integer({ min: -20, max: 60 }), (holds, from) => {
        expect(stageDays([...holds, ...placed([{ from: due + from, length: 0, partMinor: null }])])).toEqual(
          stageDays(holds),
        );
      }),
      runs,
    );
  });

  it('keeps its past when a hold is released early or extended, and moves only later days', () => {
    fc.assert(
      fc.property(anyHolds, anyHold, fc.nat(25), fc.nat(25), (holds, hold, kept, more) => {
        const whole = { ...hold, partMinor: null, length: hold.length ?? 30 };
        const early = stageDays([...holds, ...placed([{ ...whole, length: Math.min(kept, whole.length) }])]);
        const planned = stageDays([...holds, ...placed([whole])]);
        const extended = stageDays([...holds, ...placed([{ ...whole, length: whole.length + more }])]);
        const open = stageDays([...holds, ...placed([{ ...whole, length: null }])]);
        const before = (stages: readonly number[], end: number) =>
          stages.filter((_, index) => (days[index] ?? 0) < end);
        const isNeverAhead = (behind: readonly number[], ahead: readonly number[]) =>
          behind.every((day, index) => day <= (ahead[index] ?? 0));
        const end = whole.from + whole.length;
        const released = whole.from + Math.min(kept, whole.length);
        expect(before(early, released)).toEqual(before(planned, released));
        expect([before(extended, end), before(open, end)]).toEqual([before(planned, end), before(planned, end)]);
        expect([isNeverAhead(planned, early), isNeverAhead(extended, planned)]).toEqual([true, true]);
        expect(isNeverAhead(open, extended)).toBe(true);
      }),
      runs,
    );
  });

  it('falls back on a day already reached by just the days that a backdated hold adds', () => {
    fc.assert(
      fc.property(anyHolds, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (holds, today, back) => {
        const reached = addDays(due, today);
        const backdated = placed([{ from: reached - back, length: null, partMinor: null }]);
        const added = days.filter(
          (day) => day > due && day >= reached - back && day <= reached && !isHeld(holds, constant, day),
        );
        expect(stageDayOf(due, held([...holds, ...backdated]), reached)).toBe(
          stageDayOf(due, held(holds), reached) - added.length,
        );
      }),
      runs,
    );
  });

  it('is not moved by a hold inside another', () => {
    fc.assert(
      fc.property(anyHolds, anyHold, fc.nat(10), fc.nat(10), (holds, hold, after, length) => {
        const outer = { ...hold, partMinor: null, length: (hold.length ?? 0) + 21 };
        const inner = { from: hold.from + after, length, partMinor: null };
        expect(stageDays([...holds, ...placed([outer, inner])])).toEqual(stageDays([...holds, ...placed([outer])]));
      }),
      runs,
    );
  });
});

describe('the balance by day', () => {
  it('keeps the days before a change, takes the last of a day, and never goes back', () => {
    const balances = changeBalance(changeBalance([[0, 100]], due, 60), due, 40);
    expect(balances).toEqual([[0, 100], [due, 40]]); // prettier-ignore
    expect(changeBalance(balances, due - 5, 0)).toEqual([[0, 100], [due, 0]]); // prettier-ignore
    expect(changeBalance([], due, 5)).toEqual([[due, 5]]);
  });

  it('holds no paid day on which no part is held', () => {
    const part = aHold('2026-03-03', '2026-03-05', { partMinor: 100 });
    const later = aHold('2026-03-10', '2026-03-12', { id: 'later', partMinor: 100 });
    const balances: BalanceByDay = [[0, 100], [parseDay('2026-03-06'), 0], [parseDay('2026-03-11'), 200]]; // prettier-ignore
    expect(held([part, later], balances)).toEqual([
      [parseDay('2026-03-03'), parseDay('2026-03-05')],
      [parseDay('2026-03-10'), parseDay('2026-03-11')],
    ]);
  });
});
