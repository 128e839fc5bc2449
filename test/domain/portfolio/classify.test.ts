import { unclassifiedFacts } from '../../../domain/case-state';
import { conditionsHold } from '../../../domain/conditions';
import type { PlanRoute } from '../../../domain/plan';
import { quadrantOf, sizeOf, treatmentOf } from '../../../domain/portfolio/classify';
import { addDays, parseDay } from '../../../domain/time';
import { aPlan, aState } from '../../support/builders';

const limits = { highAbove: { CNY: 10_000_000 }, lowBelow: { CNY: 5_000_000 }, easyBelowDays: 30, hardAboveDays: 90 };
const yuan = (amount: number) => amount * 100;

describe('quadrants', () => {
  it.each([
    ['[S301][S302]', 'Q1', 100_001, 29, 'yes'],
    ['[S302][Y3]', 'UNCLASSIFIED', 100_000, 29, 'yes'],
    ['[S302][X17]', 'UNCLASSIFIED', 100_001, 30, 'yes'],
    ['[S302][X17]', 'UNCLASSIFIED', 100_001, 29, 'no'],
    ['[S302][X17]', 'UNCLASSIFIED', 100_001, 29, null],
    ['[S303][X17]', 'UNCLASSIFIED', 100_001, 90, 'no'],
    ['[S301][S303]', 'Q2', 100_001, 91, 'no'],
    ['[S303][X17]', 'UNCLASSIFIED', 100_001, 91, 'yes'],
    ['[S301][S304]', 'Q3', 49_999, 29, null],
    ['[S304][Y3]', 'UNCLASSIFIED', 50_000, 29, null],
    ['[S304][X17]', 'UNCLASSIFIED', 49_999, 30, null],
    ['[S305][X17]', 'UNCLASSIFIED', 49_999, 90, null],
    ['[S301][S305]', 'Q4', 49_999, 91, null],
    ['[S305][Y3]', 'UNCLASSIFIED', 50_000, 91, null],
  ] as const)('%s %s: CNY %i, %i days past due, ordering %s', (_ids, quadrant, amount, daysPastDue, ordering) => {
    const debt = { currency: 'CNY', amountMinor: yuan(amount), daysPastDue, ordering };
    expect(quadrantOf(limits, debt)).toBe(quadrant);
  });

  it('[X17] leaves a currency without limits, and a policy without quadrants, unclassified', () => {
    const debt = { currency: 'EUR', amountMinor: 1, daysPastDue: 5, ordering: 'yes' };
    expect(quadrantOf(limits, debt)).toBe('UNCLASSIFIED');
    expect(quadrantOf(undefined, { ...debt, currency: 'CNY' })).toBe('UNCLASSIFIED');
  });

  it.each([
    [49_999, 59, 'no', 'Q3'],
    [49_999, 60, 'no', 'Q4'],
    [50_000, 59, 'yes', 'Q1'],
    [50_000, 60, 'no', 'Q2'],
  ])(
    '[X17] has no gaps where a policy leaves none: CNY %i, %i days, ordering %s',
    (sum, daysPastDue, ordering, expected) => {
      const closed = { ...limits, highAbove: { CNY: yuan(50_000) - 1 }, easyBelowDays: 60, hardAboveDays: 59 };
      expect(quadrantOf(closed, { currency: 'CNY', amountMinor: yuan(sum), daysPastDue, ordering })).toBe(expected);
    },
  );

  it.each([
    ['the sum of the debtor', 12_000_000, 'Q1'],
    ['the claim alone while nobody knows the sum', null, 'Q3'],
  ])('[Y15] judges by %s', (_what, debtorOverdueMinor, quadrant) => {
    const plan = aPlan({ quadrants: limits });
    const facts = { ...unclassifiedFacts('en'), ordering: 'yes', debtorOverdueMinor };
    const state = aState(plan, { facts });
    const on = { plan, state, day: addDays(state.dueDay, 10) };
    expect(conditionsHold([{ fact: 'quadrant', in: [quadrant] }], on)).toBe(true);
  });
});

describe('the four treatments', () => {
  it.each([
    ['[K3]', 'notLate', 0, 0, false],
    ['[K3]', 'justLate', 1, 0, false],
    ['[K3]', 'justLate', 14, 0, false],
    ['[K3]', 'drifting', 15, 0, false],
    ['[K3]', 'drifting', 44, 0, false],
    ['[K3]', 'hard', 45, 0, false],
    ['[K3]', 'drifting', 45, 0, true],
    ['[K3][K4]', 'brokenPromise', 3, 1, true],
    ['[K3][K4]', 'brokenPromise', 60, 1, false],
  ] as const)(
    '%s %s: %i days late, %i broken promises, contacted %s',
    (_ids, treatment, daysPastDue, brokenPromises, contacted) => {
      expect(treatmentOf({ daysPastDue, brokenPromises, contacted })).toBe(treatment);
    },
  );

  it('[K2] counts from the due date, not from the date of the invoice', () => {
    const plan = aPlan();
    const state = aState(plan, { invoiceDay: parseDay('2025-11-01'), dueDay: parseDay('2026-03-02') });
    const on = (date: string) => ({ plan, state, day: parseDay(date) });
    expect(conditionsHold([{ fact: 'treatment', in: ['notLate'] }], on('2026-03-02'))).toBe(true);
    expect(conditionsHold([{ fact: 'daysPastDue', atLeast: 1 }], on('2026-03-02'))).toBe(false);
    expect(conditionsHold([{ fact: 'daysPastDue', atLeast: 1, below: 2 }], on('2026-03-03'))).toBe(true);
  });
});

describe('size', () => {
  const sizes = { smallBelow: { CNY: 200_000 }, largeFrom: { CNY: 20_000_000 } };
  it.each([
    ['small', 199_999],
    ['normal', 200_000],
    ['normal', 19_999_999],
    ['large', 20_000_000],
  ] as const)('[X32] %s: %i', (size, amountMinor) => {
    expect(sizeOf(sizes, { currency: 'CNY', amountMinor })).toBe(size);
  });

  it.each([
    ['large', 20, 20],
    ['normal', 20, 21],
    ['normal', undefined, 1],
  ])('[U9] %s: of the %s who owe most the one in place %i', (size, largeRanks, rank) => {
    const limits = { ...sizes, ...(largeRanks === undefined ? {} : { largeRanks }) };
    expect(sizeOf(limits, { currency: 'CNY', amountMinor: 300_000, rank })).toBe(size);
  });

  it('[X32] has no limit for a currency that the policy does not name', () => {
    expect(sizeOf(sizes, { currency: 'USD', amountMinor: 1 })).toBe('normal');
    expect(sizeOf(undefined, { currency: 'CNY', amountMinor: 1 })).toBe('normal');
  });
});

describe('the route table', () => {
  const yuan40k: PlanRoute = {
    route: 'paymentOrder',
    when: [
      { fact: 'currency', in: ['CNY'] },
      { fact: 'openBalanceMinor', below: 5_000_000 },
    ],
  };
  const oldDebts: PlanRoute = { route: 'sale', when: [{ fact: 'daysPastDue', atLeast: 91 }] };
  const routeOf = (routes: readonly PlanRoute[], openBalanceMinor: number, daysPastDue: number, debtorSum?: number) => {
    const plan = aPlan({ routes });
    const facts = { ...unclassifiedFacts('en'), debtorOverdueMinor: debtorSum ?? null };
    const state = aState(plan, { openBalanceMinor, facts });
    const on = { plan, state, day: addDays(state.dueDay, daysPastDue) };
    return (['paymentOrder', 'sale'] as const).find((route) => conditionsHold([{ fact: 'route', in: [route] }], on));
  };

  it.each([
    ['the payment order first', [yuan40k, oldDebts], 'paymentOrder'],
    ['the sale first', [oldDebts, yuan40k], 'sale'],
  ] as const)('[X15] sends 40,000 at 100 days where the table says it: %s', (_name, routes, route) => {
    expect(routeOf(routes, 4_000_000, 100)).toBe(route);
  });

  it.each([
    [4_999_999, 10, 'paymentOrder'],
    [5_000_000, 10, undefined],
    [5_000_000, 90, undefined],
    [5_000_000, 91, 'sale'],
  ])('[X15] %i at %i days: %s', (openBalanceMinor, daysPastDue, route) => {
    expect(routeOf([yuan40k, oldDebts], openBalanceMinor, daysPastDue)).toBe(route);
  });

  it('[Y15] goes by the claim of the case, whatever else the debtor owes', () => {
    expect(routeOf([yuan40k, oldDebts], 4_999_999, 10, yuan(400_000))).toBe('paymentOrder');
  });
});
