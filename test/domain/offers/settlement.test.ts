import * as fc from 'fast-check';
import { type Receipt, outcomeOf, waiverEntries } from '../../../domain/offers/settlement';
import { quoteOf } from '../../../domain/offers/waiver';
import { addDays, parseDay } from '../../../domain/time';

const madeOn = parseDay('2026-07-15');
const lastDay = parseDay('2026-07-19');
const today = parseDay('2026-07-16');
// 80,000.00 and 360.00 of interest, of which half is waived: 80,180.00 settle it.
const quote = quoteOf(
  { percent: 50, of: 'interest' },
  { principalMinor: 8_000_000, interestMinor: 36_000 },
  { madeOn, lastDay },
);
const paid = (amountMinor: number, valueDay = today, reversed = false): Receipt => ({
  valueDay,
  amountMinor,
  reversed,
});

describe('whether a quote was honoured', () => {
  it.each([
    [8_017_999, { kind: 'open', missingMinor: 1 }],
    [8_018_000, { kind: 'honoured', on: today }],
    [8_018_001, { kind: 'honoured', on: today }],
  ])('takes the quoted sum, no less: %i', (amountMinor, outcome) => {
    expect(outcomeOf(quote, [paid(amountMinor)], today)).toEqual(outcome);
  });

  it.each([
    ['2026-07-14', 'missed'],
    ['2026-07-15', 'honoured'],
    ['2026-07-19', 'honoured'],
    ['2026-07-20', 'missed'],
  ])('[S90] is judged by the value date, not by the day of booking: value %s is %s', (value, kind) => {
    const outcome = outcomeOf(quote, [paid(8_018_000, parseDay(value))], parseDay('2026-07-22'));
    expect(outcome.kind).toBe(kind);
  });

  it('adds payments up and names the day on which the sum was reached', () => {
    const receipts = [paid(18_000, addDays(today, 2)), paid(4_000_000), paid(4_000_000, addDays(today, 1))];
    expect(outcomeOf(quote, receipts, addDays(today, 9))).toEqual({ kind: 'honoured', on: addDays(today, 2) });
  });

  it('[Y7] is open on its last day and missed after it', () => {
    expect(outcomeOf(quote, [], lastDay)).toEqual({ kind: 'open', missingMinor: 8_018_000 });
    expect(outcomeOf(quote, [], addDays(lastDay, 1)).kind).toBe('missed');
  });

  it('counts no payment that was reversed', () => {
    expect(outcomeOf(quote, [paid(8_018_000, today, true)], today).kind).toBe('open');
  });
});

describe('what is waived', () => {
  const honoured = outcomeOf(quote, [paid(8_018_000)], today);
  const reversed = outcomeOf(quote, [paid(8_018_000, today, true)], today);
  // One more day has passed since the quote: 40.00.
  const owedMinor = 8_040_000;

  it('[S90] is the offered half, and what accrued since as "quote honoured"', () => {
    expect(waiverEntries(quote, honoured, [], owedMinor)).toEqual([
      { type: 'waiver', reason: 'offer', amountMinor: 18_000 },
      { type: 'waiver', reason: 'quoteHonoured', amountMinor: 4_000 },
    ]);
  });

  it('is nothing more on the day of the quote', () => {
    expect(waiverEntries(quote, honoured, [], 8_036_000)).toEqual([
      { type: 'waiver', reason: 'offer', amountMinor: 18_000 },
    ]);
  });

  const granted = waiverEntries(quote, honoured, [], owedMinor);
  const takenBack = waiverEntries(quote, reversed, granted, owedMinor + 12_000);

  it('is booked once', () => {
    expect(waiverEntries(quote, honoured, granted, owedMinor)).toEqual([]);
    expect(waiverEntries(quote, reversed, [], owedMinor)).toEqual([]);
  });

  it('is taken back as it was booked when the payment that earned it is reversed, and does not come back', () => {
    expect(takenBack).toEqual([
      { type: 'waiverReversal', reason: 'offer', amountMinor: 18_000 },
      { type: 'waiverReversal', reason: 'quoteHonoured', amountMinor: 4_000 },
    ]);
    const all = [...granted, ...takenBack];
    expect(waiverEntries(quote, honoured, all, owedMinor)).toEqual([]);
    expect(waiverEntries(quote, reversed, all, owedMinor)).toEqual([]);
  });

  it('leaves nothing owed when the quoted sum settles, for any claim and delay', () => {
    const amount = fc.integer({ min: 0, max: 10 ** 10 });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.integer({ min: 0, max: 100 }),
        fc.nat(10 ** 6),
        (principalMinor, interestMinor, percent, since) => {
          const any = quoteOf({ percent, of: 'interest' }, { principalMinor, interestMinor }, { madeOn, lastDay });
          const owed = principalMinor + interestMinor + since;
          const waivers = waiverEntries(any, { kind: 'honoured', on: lastDay }, [], owed);
          expect(any.payMinor + waivers.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(owed);
        },
      ),
    );
  });
});
