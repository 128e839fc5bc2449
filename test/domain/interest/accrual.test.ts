import * as fc from 'fast-check';
import {
  type Accrual,
  type AccrualInput,
  type AppliedRate,
  type RatePeriod,
  accrue,
  exactUnits,
} from '../../../domain/interest/accrual';
import { roundHalfUp, exact, percentOf } from '../../../domain/interest/exact';
import { addDays, epochDay, isoDateOf, parseDay } from '../../../domain/time';

const always = (rate: AppliedRate): readonly RatePeriod[] => [
  { from: -1_000_000, through: 1_000_000, rate, source: 'clause 7' },
];
const daily = (share: string) => always({ kind: 'daily', share });
const yearly = (percent: string, from: string, through: string): RatePeriod => ({
  from: parseDay(from),
  through: parseDay(through),
  rate: { kind: 'yearly', percent, dayCount: 'actual/365' },
  source: 'a table',
});

/** Interest on one sum from the day after `due` through `value`. */
function input(due: string, value: string, amountMinor: number, rates: readonly RatePeriod[]): AccrualInput {
  const dueDay = parseDay(due);
  const principals = [{ valueDay: dueDay, amountMinor }];
  return { first: addDays(dueDay, 1), last: parseDay(value), principals, rates };
}

function accrued(from: AccrualInput): Accrual {
  const answer = accrue(from);
  if ('noRateOn' in answer) throw new Error(`No rate on ${isoDateOf(answer.noRateOn)}`);
  return answer;
}

describe('interest by a daily rate', () => {
  it('[S86][S87] counts 0.05 % of the principal for each day from the due date to the value date', () => {
    const answer = accrued(input('2026-07-06', '2026-07-11', 8_000_000, daily('0.0005')));
    expect(answer).toMatchObject({ days: 5, amountMinor: 20_000, perDiemMinor: 4_000 });
  });

  it.each([
    ['2026-07-06', 0, 0],
    ['2026-07-07', 1, 4_000],
    ['2026-07-08', 2, 8_000],
    ['2027-07-06', 365, 1_460_000],
  ])('[Y19] counts calendar days and no interest on interest: paid %s, %i days', (value, days, amountMinor) => {
    expect(accrued(input('2026-07-06', value, 8_000_000, daily('0.0005')))).toMatchObject({ days, amountMinor });
  });

  it('counts a part payment down from the day after its value date', () => {
    const dueDay = parseDay('2026-07-06');
    const principals = [
      { valueDay: dueDay, amountMinor: 8_000_000 },
      { valueDay: addDays(dueDay, 5), amountMinor: 3_000_000 },
    ];
    const answer = accrued({
      first: addDays(dueDay, 1),
      last: addDays(dueDay, 15),
      principals,
      rates: daily('0.0005'),
    });
    expect(answer.amountMinor).toBe(35_000);
    expect(answer.steps.map(({ days, principalMinor }) => [days, principalMinor])).toEqual([
      [5, 8_000_000],
      [10, 3_000_000],
    ]);
  });

  it('rounds once over all steps, not each of them', () => {
    const dueDay = parseDay('2026-07-06');
    // 0.4 + 0.4005 + 0.3995 minor units: each alone would be nothing.
    const principals = [800, 801, 799].map((amountMinor, index) => ({ valueDay: addDays(dueDay, index), amountMinor }));
    const answer = accrued({ first: addDays(dueDay, 1), last: addDays(dueDay, 3), principals, rates: daily('0.0005') });
    expect(answer.amountMinor).toBe(1);
  });

  it.each([
    [999, 0],
    [1_000, 1],
    [1_001, 1],
    [2_999, 1],
    [3_000, 2],
  ])('rounds half a minor unit up: %i for a day is %i', (principalMinor, amountMinor) => {
    expect(accrued(input('2026-07-06', '2026-07-07', principalMinor, daily('0.0005'))).amountMinor).toBe(amountMinor);
  });
});

describe('interest by yearly rates', () => {
  it('[R31] is right to the cent over rate changes and a leap year', () => {
    const rates = [
      yearly('8', '2022-07-01', '2022-12-31'),
      yearly('10.5', '2023-01-01', '2023-06-30'),
      yearly('12', '2023-07-01', '2023-12-31'),
      yearly('12.5', '2024-01-01', '2024-06-30'),
    ];
    // 12,345.67 x (46 x 8 + 181 x 10.5 + 184 x 12 + 70 x 12.5) / 36,500, the last half-year with its 29 February.
    const answer = accrued(input('2022-11-15', '2024-03-10', 1_234_567, rates));
    expect(answer).toMatchObject({ days: 481, amountMinor: 181_008, perDiemMinor: 423 });
    expect(answer.steps.map(({ from, through, days }) => [isoDateOf(from), isoDateOf(through), days])).toEqual([
      ['2022-11-16', '2022-12-31', 46],
      ['2023-01-01', '2023-06-30', 181],
      ['2023-07-01', '2023-12-31', 184],
      ['2024-01-01', '2024-03-10', 70],
    ]);
  });

  it.each([
    ['actual/365', 16_986],
    ['actual/360', 17_222],
    ['actual/actual', 16_963],
  ] as const)('[R31] weighs the days of two years, one of them a leap year, by %s', (dayCount, amountMinor) => {
    const rates = always({ kind: 'yearly', percent: '10', dayCount });
    expect(accrued(input('2023-11-30', '2024-01-31', 1_000_000, rates)).amountMinor).toBe(amountMinor);
  });

  it('answers the first day without a rate, in a gap and after the end', () => {
    const rates = [yearly('8', '2022-07-01', '2022-12-31'), yearly('9', '2023-02-01', '2023-06-30')];
    expect(accrue(input('2022-12-01', '2023-03-01', 100, rates))).toEqual({ noRateOn: parseDay('2023-01-01') });
    expect(accrue(input('2023-02-01', '2023-07-01', 100, rates))).toEqual({ noRateOn: parseDay('2023-07-01') });
    expect(accrue(input('2023-02-01', '2023-06-30', 100, rates))).toMatchObject({ days: 149 });
  });
});

describe('what cannot be computed', () => {
  const dueDay = parseDay('2026-07-06');
  const with_ = (principals: AccrualInput['principals']) => () =>
    accrue({ first: addDays(dueDay, 1), last: addDays(dueDay, 9), principals, rates: daily('0.0005') });

  it.each([
    ['no principal', []],
    ['a principal only after the first day', [{ valueDay: addDays(dueDay, 1), amountMinor: 5 }]],
    ['a negative principal', [{ valueDay: dueDay, amountMinor: -5 }]],
    ['half a minor unit', [{ valueDay: dueDay, amountMinor: 0.5 }]],
    [
      'two principals of one day',
      [
        { valueDay: dueDay, amountMinor: 5 },
        { valueDay: dueDay, amountMinor: 4 },
      ],
    ],
  ])('is refused: %s', (_title, principals) => {
    expect(with_(principals)).toThrow(/principal/i);
  });

  it.each(['', '5e-4', '0,05', '0x1', 'NaN', '1/2'])('is refused as a rate: "%s"', (share) => {
    expect(() => accrue(input('2026-07-06', '2026-07-08', 100, daily(share)))).toThrow('is not a decimal');
  });

  it('is refused where no safe integer holds the amount', () => {
    expect(() => accrue(input('2026-07-06', '2026-07-16', Number.MAX_SAFE_INTEGER, daily('0.5')))).toThrow(
      'safe integer',
    );
  });
});

describe('any claim', () => {
  const start = parseDay('2023-06-30');
  const anyRates = fc
    .array(fc.record({ days: fc.integer({ min: 1, max: 300 }), percent: fc.integer({ min: 0, max: 2_000 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .chain((parts) =>
      fc.constantFrom(...(['actual/365', 'actual/360', 'actual/actual'] as const)).map((dayCount) => {
        let from: number = start;
        return parts.map(({ days, percent }, index): RatePeriod => {
          const through = index === parts.length - 1 ? start + 5_000 : from + days - 1;
          const period = {
            from,
            through,
            rate: { kind: 'yearly', percent: String(percent / 100), dayCount },
            source: 't',
          } as const;
          from = through + 1;
          return period;
        });
      }),
    );
  const anyPrincipals = fc
    .array(fc.record({ gap: fc.integer({ min: 1, max: 200 }), amountMinor: fc.integer({ min: 0, max: 10 ** 12 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => {
      let day = start - 1;
      return parts.map(({ gap, amountMinor }, index) => {
        day = index === 0 ? start : day + gap;
        return { valueDay: epochDay(day), amountMinor };
      });
    });
  const anyInput = fc
    .record({ rates: anyRates, principals: anyPrincipals, days: fc.integer({ min: 1, max: 1_500 }) })
    .map(({ rates, principals, days }): AccrualInput => ({
      first: addDays(start, 1),
      last: addDays(start, days),
      principals,
      rates,
    }));

  it('comes to the same before rounding when it is split on any day', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(1_500), (whole, offset) => {
        const at = epochDay(Math.min(whole.last, whole.first + offset));
        const parts = [accrued({ ...whole, last: at }), accrued({ ...whole, first: addDays(at, 1) })];
        expect(exactUnits(parts.flatMap(({ steps }) => steps))).toBe(exactUnits(accrued(whole).steps));
      }),
    );
  });

  it('never falls with more days or a higher principal', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(400), (less, more) => {
        const { amountMinor } = accrued(less);
        expect(accrued({ ...less, last: addDays(less.last, more) }).amountMinor).toBeGreaterThanOrEqual(amountMinor);
        const principals = less.principals.map((each) => ({ ...each, amountMinor: each.amountMinor + more }));
        expect(accrued({ ...less, principals }).amountMinor).toBeGreaterThanOrEqual(amountMinor);
      }),
    );
  });

  it('has steps that follow each other from the first day through the last', () => {
    fc.assert(
      fc.property(anyInput, (whole) => {
        const { steps, days } = accrued(whole);
        expect(days).toBe(whole.last - whole.first + 1);
        for (const [index, { from }] of steps.entries()) {
          expect(from).toBe(index === 0 ? whole.first : Number(steps[index - 1]?.through) + 1);
        }
        expect(steps[steps.length - 1]?.through).toBe(whole.last);
      }),
    );
  });
});

describe('exact values', () => {
  it.each([
    ['0.5', 1],
    ['1.4999999999', 1],
    ['2.5', 3],
    ['-0.4', 0],
    ['-0.5', -1],
    ['-1.4', -1],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('round half up, away from zero: %s is %i', (text, whole) => {
    // -0 + 0 is 0.
    expect(roundHalfUp(exact(text)) + 0).toBe(whole);
  });

  it.each(['1234567890123456.12345678901234567891', '-0.5', '0'])('are plain decimals: %s', (text) => {
    expect(exact(text).toFixed()).toBe(text);
  });

  it.each(['12345678901234567', '0.123456789012345678901', 'a1', '1a', '1.', '.5', '+1', '--1', '1.2.3'])(
    'are not made of "%s"',
    (text) => {
      expect(() => exact(text)).toThrow(`${text} is not a decimal; expected a form such as 0.0005`);
    },
  );

  it('are multiplied without rounding', () => {
    const product = exact(Number.MAX_SAFE_INTEGER).times(exact('0.12345678901234567891'));
    expect(product.toFixed()).toBe('1111999897984715.76541532257010119981');
  });

  it('are rounded to whole numbers that are safe, or to none', () => {
    expect(() => roundHalfUp(exact('9007199254740991.5'))).toThrow('9007199254740991.50 minor units');
    expect(() => roundHalfUp(exact('-9007199254740991.5'))).toThrow('safe integer');
  });

  it.each([
    [10_001, 50, 5_001],
    [9_999, '37.5', 3_750],
    [1, 0, 0],
    [7, 100, 7],
  ])('give a percentage of an amount: %i x %s %% is %i', (amountMinor, percent, share) => {
    expect(percentOf(amountMinor, percent)).toBe(share);
  });

  it.each([-1, 100.5, 101])('refuse %d percent', (percent) => {
    expect(() => percentOf(100, percent)).toThrow('not a percentage');
  });
});
