import * as fc from 'fast-check';
import { type DebtEntry, type DebtParts, debtNow, debtOverTime } from '../../domain/debt';
import { type LedgerEntryType, ledgerEntryTypes, openEffectOf } from '../../domain/ledger';
import { parseDay } from '../../domain/time';

const entry = (type: LedgerEntryType, amountMinor: number, on: string, reverses: string | null = null): DebtEntry => ({
  id: `${type} ${on}`,
  type,
  amountMinor,
  valueDay: parseDay(on),
  reversesId: reverses,
});
const claim = entry('invoice', 1_000, '2026-05-01');
const charged = [claim, entry('interest', 100, '2026-06-01'), entry('cost', 50, '2026-06-01')];
const now = (...entries: readonly DebtEntry[]): DebtParts => debtNow(entries);

describe('what is open on an invoice', () => {
  it.each([
    [49, { costs: 1, interest: 100, principal: 1_000 }],
    [50, { costs: 0, interest: 100, principal: 1_000 }],
    [51, { costs: 0, interest: 99, principal: 1_000 }],
    [150, { costs: 0, interest: 0, principal: 1_000 }],
    [151, { costs: 0, interest: 0, principal: 999 }],
    [1_150, { costs: 0, interest: 0, principal: 0 }],
  ])('is paid in the order costs, interest, principal: %i', (paid, open) => {
    expect(now(...charged, entry('payment', paid, '2026-06-02'))).toEqual(open);
  });

  it('counts by value date: a payment that was valued before the interest was posted paid the principal', () => {
    const early = entry('payment', 400, '2026-05-20');
    expect(now(...charged, early)).toEqual({ costs: 50, interest: 100, principal: 600 });
    expect(debtOverTime([...charged, early]).map(({ parts }) => parts.principal)).toEqual([1_000, 600, 600]);
  });

  it('takes charges of a day before its payments, in whatever order they were booked', () => {
    const sameDay = entry('payment', 120, '2026-06-01');
    expect(now(sameDay, ...charged)).toEqual({ costs: 0, interest: 30, principal: 1_000 });
  });

  it('comes back to the parts from which it was taken', () => {
    const paid = entry('payment', 120, '2026-06-02');
    const more = entry('interest', 7, '2026-06-03');
    const back = entry('paymentReversal', 120, '2026-06-04', paid.id);
    expect(now(...charged, paid, more, back)).toEqual({ costs: 50, interest: 107, principal: 1_000 });
    // Also when the bank dates the return before the payment.
    const before = entry('paymentReversal', 120, '2026-06-01', paid.id);
    expect(now(...charged, paid, before)).toEqual({ costs: 50, interest: 100, principal: 1_000 });
  });

  it('is lowered by a credit note at the price, by a waiver at the interest', () => {
    expect(now(...charged, entry('creditNote', 30, '2026-06-02'))).toEqual({
      costs: 50,
      interest: 100,
      principal: 970,
    });
    expect(now(...charged, entry('waiver', 130, '2026-06-02'))).toEqual({ costs: 50, interest: 0, principal: 970 });
  });

  it('leaves money that came before the claim with the principal', () => {
    const parts = debtOverTime([claim, entry('payment', 1_000, '2026-04-30')]).map(({ parts: each }) => each.principal);
    expect(parts).toEqual([-1_000, 0]);
  });

  it('[I5] adds up to the balance, whatever was booked', () => {
    const any = fc.record({
      type: fc.constantFrom(...ledgerEntryTypes),
      amountMinor: fc.nat(10_000),
      day: fc.integer({ min: 10, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (rows) => {
        const entries = rows.map(({ type, amountMinor, day }, index) => ({
          ...entry(type, amountMinor, `2026-05-${day}`),
          id: String(index),
        }));
        const { costs, interest, principal } = debtNow(entries);
        const open = entries.reduce((sum, each) => sum + openEffectOf(each.type, each.amountMinor), 0);
        expect(costs + interest + principal).toBe(open);
        expect(Math.min(costs, interest)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
