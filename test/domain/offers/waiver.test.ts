import {
  type WaiverRule,
  type WaiverTerms,
  quoteOf,
  standardWaiverRule,
  waiverObjections,
} from '../../../domain/offers/waiver';
import { parseDay } from '../../../domain/time';

const validity = { madeOn: parseDay('2026-07-15'), lastDay: parseDay('2026-07-19') };
const quote = (terms: WaiverTerms, principalMinor: number, interestMinor: number) =>
  quoteOf(terms, { principalMinor, interestMinor }, validity);

describe('a quote', () => {
  it('[S90] waives half of the interest of a claim that is paid this week', () => {
    expect(quote({ percent: 50, of: 'interest' }, 8_000_000, 36_000)).toEqual({
      ...validity,
      principalMinor: 8_000_000,
      interestMinor: 36_000,
      waivedMinor: 18_000,
      payMinor: 8_018_000,
    });
  });

  it.each([
    // A part, all and nothing of the interest; the principal, which is a discount.
    ['[X13]', { percent: 50, of: 'interest' }, 50],
    ['[X13][S96]', { percent: 100, of: 'interest' }, 100],
    ['[X13][S100]', { percent: 30, of: 'interest' }, 30],
    ['[X13]', { percent: 0, of: 'interest' }, 0],
    ['[S102]', { percent: 5, of: 'principal' }, 500],
  ] as const)('%s waives what the offer says: %j waives %i', (_ids, terms, waivedMinor) => {
    expect(quote(terms, 10_000, 100)).toMatchObject({ waivedMinor, payMinor: 10_100 - waivedMinor });
  });

  it.each([
    [99, 50],
    [100, 50],
    [101, 51],
    [0, 0],
  ])('rounds half a minor unit up, once: half of %i is %i', (interestMinor, waivedMinor) => {
    expect(quote({ percent: 50, of: 'interest' }, 1_000, interestMinor).waivedMinor).toBe(waivedMinor);
  });

  it('is refused for a negative claim and for more than everything', () => {
    expect(() => quote({ percent: 50, of: 'interest' }, -1, 0)).toThrow('A claim of -1 + 0 cannot be quoted');
    expect(() => quote({ percent: 50, of: 'interest' }, 0, -1)).toThrow('A claim of 0 + -1 cannot be quoted');
    expect(quote({ percent: 50, of: 'principal' }, 0, 0).payMinor).toBe(0);
    expect(() => quote({ percent: 101, of: 'interest' }, 1, 1)).toThrow('not a percentage');
  });
});

describe('who may offer', () => {
  it.each([
    [{ percent: 49, of: 'interest' }, 0, []],
    [{ percent: 50, of: 'interest' }, 0, []],
    [{ percent: 51, of: 'interest' }, 0, ['percent']],
    [{ percent: 50, of: 'interest' }, 1, ['anotherOffer']],
    [{ percent: 2, of: 'principal' }, 0, ['ofPrincipal']],
    [{ percent: 60, of: 'principal' }, 2, ['percent', 'ofPrincipal', 'anotherOffer']],
  ] as const)(
    '[X13] half of the interest, one offer, is the policy’s; else somebody approves: %j after %i: %j',
    (terms, made, objections) => {
      expect(waiverObjections(terms, made, standardWaiverRule)).toEqual(objections);
    },
  );

  it('[X13] another policy may waive all of it, or any number of times', () => {
    const generous: WaiverRule = { percent: 100, of: 'interest', offers: 9 };
    expect(waiverObjections({ percent: 100, of: 'interest' }, 8, generous)).toEqual([]);
    const discount: WaiverRule = { percent: 2, of: 'principal', offers: 1 };
    expect(waiverObjections({ percent: 2, of: 'principal' }, 0, discount)).toEqual([]);
  });
});
