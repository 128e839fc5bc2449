import * as fc from 'fast-check';
import { allocate, openEffectOf, type OpenItem } from '../../domain/ledger';

const item = (number: string, dueDay: number, openMinor: number): OpenItem => ({
  invoiceId: `id ${number}`,
  number,
  dueDay,
  openMinor,
});
const partsOf = (amountMinor: number, items: readonly OpenItem[], designated: readonly string[] = []) =>
  allocate(amountMinor, items, designated).parts.map((part) => `${part.invoiceId.slice(3)} ${part.amountMinor}`);

describe('the allocation of a payment', () => {
  // Neither listed nor numbered in the order of their due days.
  const items = [item('A', 30, 300), item('C', 10, 100), item('B', 20, 200)];

  it.each([
    [99, ['C 99']],
    [100, ['C 100']],
    [101, ['C 100', 'B 1']],
    [600, ['C 100', 'B 200', 'A 300']],
    [601, ['C 100', 'B 200', 'A 300']],
  ])('[R13] of %i pays the oldest first', (amountMinor, parts) => {
    expect(partsOf(amountMinor, items)).toEqual(parts);
  });

  it('[R13] pays what the debtor designated first, then the oldest', () => {
    expect(partsOf(450, items, ['A'])).toEqual(['A 300', 'C 100', 'B 50']);
    expect(partsOf(50, items, ['unknown'])).toEqual(['C 50']);
  });

  it('takes the sum of a quote where the money reaches it, and what is open where it does not', () => {
    const quoted = [{ ...item('A', 10, 300), settlesAtMinor: 280 }, item('B', 20, 200)];
    expect(partsOf(279, quoted)).toEqual(['A 279']);
    expect(partsOf(280, quoted)).toEqual(['A 280']);
    expect(partsOf(300, quoted)).toEqual(['A 280', 'B 20']);
    // Interest that is quoted and not posted yet is paid beyond what is open.
    const dearer = [{ ...item('A', 10, 300), settlesAtMinor: 320 }];
    expect(allocate(319, dearer, [])).toEqual({ parts: [{ invoiceId: 'id A', amountMinor: 300 }], leftMinor: 19 });
    expect(allocate(320, dearer, []).leftMinor).toBe(0);
  });

  it('leaves the rest as credit on account', () => {
    expect(allocate(650, items, []).leftMinor).toBe(50);
    expect(allocate(650, [], [])).toEqual({ parts: [], leftMinor: 650 });
  });

  it('[I5] conserves the sum, overpays nothing, and pays each invoice at most once', () => {
    const anyItems = fc.array(
      fc.record({ dueDay: fc.nat(5), openMinor: fc.nat(1_000_000), designated: fc.boolean() }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.nat(5_000_000), anyItems, (amountMinor, given) => {
        const open = given.map(({ dueDay, openMinor }, index) => item(`N${index}`, dueDay, openMinor));
        const designated = given.flatMap((row, index) => (row.designated ? [`N${index}`] : []));
        const { parts, leftMinor } = allocate(amountMinor, open, designated);
        const paid = parts.reduce((sum, part) => sum + part.amountMinor, 0);
        expect(paid + leftMinor).toBe(amountMinor);
        const owed = open.reduce((sum, { openMinor }) => sum + openMinor, 0);
        expect(leftMinor).toBe(Math.max(0, amountMinor - owed));
        expect(new Set(parts.map(({ invoiceId }) => invoiceId)).size).toBe(parts.length);
        for (const part of parts) {
          const openMinor = open.find(({ invoiceId }) => invoiceId === part.invoiceId)?.openMinor ?? 0;
          expect(part.amountMinor).toBeGreaterThan(0);
          expect(part.amountMinor).toBeLessThanOrEqual(openMinor);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it.each([
  ['invoice', 'cancellation'],
  ['payment', 'paymentReversal'],
  ['creditNote', 'creditNoteReversal'],
  ['waiver', 'waiverReversal'],
  ['writeOff', 'writeOffReversal'],
  ['conversionIn', 'conversionOut'],
] as const)('%s and %s cancel each other', (entry, reversal) => {
  expect(openEffectOf(entry, 250) + openEffectOf(reversal, 250)).toBe(0);
});
