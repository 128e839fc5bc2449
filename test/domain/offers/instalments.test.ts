import * as fc from 'fast-check';
import {
  type InstalmentShape,
  type PlanApplicant,
  type PlanRule,
  instalmentShapes,
  instalmentsOf,
  planObjections,
  standardPlanRule,
} from '../../../domain/offers/instalments';
import { addDays, isoDateOf, parseDay } from '../../../domain/time';

const paymentsOf = (shape: InstalmentShape, totalMinor: number, first: string) =>
  instalmentsOf(shape, totalMinor, parseDay(first)).map(({ dueDay, amountMinor }) => [isoDateOf(dueDay), amountMinor]);

describe('the shapes of a plan', () => {
  it('[X11][S108][S109] three months, the first 30 %', () => {
    expect(paymentsOf(instalmentShapes.instalments3, 1_000_001, '2026-07-20')).toEqual([
      ['2026-07-20', 300_000],
      ['2026-08-20', 350_001],
      ['2026-09-20', 350_000],
    ]);
  });

  it('[X11][S112] half this week, the rest after', () => {
    expect(instalmentShapes.halfNowRest.firstWithin).toEqual({ until: 'endOfWeek' });
    expect(paymentsOf(instalmentShapes.halfNowRest, 800_001, '2026-07-19')).toEqual([
      ['2026-07-19', 400_001],
      ['2026-08-19', 200_000],
      ['2026-09-19', 200_000],
    ]);
  });

  it('[X11][S117] three equal months', () => {
    expect(paymentsOf(instalmentShapes.threeMonths, 15_000_000, '2026-07-20').map(([, amount]) => amount)).toEqual([
      5_000_000, 5_000_000, 5_000_000,
    ]);
  });

  it('[X11][S119] 300,000 of 800,000 now, 250,000 in each of two months', () => {
    expect(paymentsOf(instalmentShapes.downPaymentAndTwo, 80_000_000, '2026-07-19')).toEqual([
      ['2026-07-19', 30_000_000],
      ['2026-08-19', 25_000_000],
      ['2026-09-19', 25_000_000],
    ]);
  });

  it('[X11] six months, cents to the earlier ones', () => {
    const amounts = paymentsOf(instalmentShapes.sixMonths, 1_000, '2026-07-20').map(([, amount]) => amount);
    expect(amounts).toEqual([167, 167, 167, 167, 166, 166]);
  });

  it('[X11][S120] twelve months, on the last day of the shorter ones', () => {
    const days = paymentsOf(instalmentShapes.twelveMonths, 100_000_000, '2027-08-31').map(([day]) => day);
    expect(days.slice(0, 7)).toEqual([
      '2027-08-31',
      '2027-09-30',
      '2027-10-31',
      '2027-11-30',
      '2027-12-31',
      '2028-01-31',
      '2028-02-29',
    ]);
    expect(days).toHaveLength(12);
  });

  it('add up to the total exactly and rise by the calendar, for any shape', () => {
    const anyShape = fc.record({
      firstPercent: fc.option(fc.integer({ min: 0, max: 1_000 }).map((tenths) => String(tenths / 10))),
      count: fc.integer({ min: 1, max: 24 }),
    });
    fc.assert(
      fc.property(anyShape, fc.integer({ min: 1, max: 10 ** 13 }), fc.nat(20_000), (shape, totalMinor, offset) => {
        const first = addDays(parseDay('1990-01-01'), offset);
        const payments = instalmentsOf({ ...shape, firstWithin: { days: 7 } }, totalMinor, first);
        expect(payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(totalMinor);
        for (const [index, { dueDay, amountMinor }] of payments.entries()) {
          expect(amountMinor).toBeGreaterThan(0);
          expect(dueDay).toBeGreaterThanOrEqual(first);
          expect(dueDay).toBeGreaterThan(payments[index - 1]?.dueDay ?? -1);
        }
      }),
    );
  });

  it('are refused without a debt or without payments', () => {
    for (const total of [0, -1, 0.5])
      expect(() => paymentsOf(instalmentShapes.sixMonths, total, '2026-07-20')).toThrow('above 0');
    const none = { ...instalmentShapes.sixMonths, count: 0 };
    expect(() => paymentsOf(none, 100, '2026-07-20')).toThrow('at least 1');
  });
});

describe('who gets a plan', () => {
  const anybody: PlanApplicant = { customerMonths: 24, brokenPlans: 0, motive: null };

  it.each([
    [{ customerMonths: 11 }, ['tenure']],
    [{ customerMonths: 12 }, []],
    [{ customerMonths: 13 }, []],
    [{ customerMonths: null }, ['tenureUnknown']],
    [{ brokenPlans: 1 }, ['brokenPlan']],
    [{ motive: 'malicious' }, ['motive']],
    [{ motive: 'pressured' }, []],
    [{ customerMonths: 3, brokenPlans: 2, motive: 'malicious' }, ['tenure', 'brokenPlan', 'motive']],
  ])(
    '[X12] a customer of twelve months without a broken plan who is not malicious; else the manager: %j: %j',
    (facts, objections) => {
      expect(planObjections({ ...anybody, ...facts }, standardPlanRule)).toEqual(objections);
    },
  );

  it('[X12] anyone, where the policy says so', () => {
    const open: PlanRule = { leastCustomerMonths: 0, mostBrokenPlans: 99, notForMotives: [] };
    const worst: PlanApplicant = { customerMonths: null, brokenPlans: 9, motive: 'malicious' };
    expect(planObjections(worst, open)).toEqual([]);
  });
});
