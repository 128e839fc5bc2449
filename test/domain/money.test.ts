import * as fc from 'fast-check';
import { formatMoney, isCurrencyCode, parseMoney } from '../../domain/money';

const amountOf = (text: string, currency: string) => {
  const parsed = parseMoney(text, currency);
  return parsed.ok ? parsed.money.amountMinor : parsed.expected;
};

describe('reading an amount', () => {
  it.each([
    ['0', 'EUR', 0],
    ['12.3', 'EUR', 1230],
    ['12.34', 'EUR', 1234],
    ['12.340', 'EUR', 1234],
    ['0012.34', 'EUR', 1234],
    [' 12.34 ', 'CNY', 1234],
    ['1200', 'JPY', 1200],
    ['1200.00', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['1', 'KWD', 1000],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
    ['9007199254740991', 'JPY', Number.MAX_SAFE_INTEGER],
  ])('takes %s %s', (text, currency, amountMinor) => {
    expect(amountOf(text, currency)).toBe(amountMinor);
  });

  it.each([
    ['12.345', 'EUR', 'at most 2 decimals'],
    ['1.5', 'JPY', 'at most 0 decimals'],
    ['1.2345', 'KWD', 'at most 3 decimals'],
    ['', 'EUR', 'a decimal amount'],
    ['.5', 'EUR', 'a decimal amount'],
    ['5.', 'EUR', 'a decimal amount'],
    ['-5', 'EUR', 'a decimal amount'],
    ['+5', 'EUR', 'a decimal amount'],
    ['1,000', 'EUR', 'a decimal amount'],
    ['1e3', 'EUR', 'a decimal amount'],
    ['0x10', 'EUR', 'a decimal amount'],
    ['１２', 'EUR', 'a decimal amount'],
    ['NaN', 'EUR', 'a decimal amount'],
    ['90071992547409.92', 'EUR', 'an amount'],
    ['99999999999999999', 'JPY', 'a decimal amount'],
  ])('refuses "%s" %s', (text, currency, expected) => {
    expect(amountOf(text, currency)).toContain(expected);
  });
});

describe('writing an amount', () => {
  it.each([
    [0, 'EUR', '0.00'],
    [-0, 'EUR', '0.00'],
    [5, 'EUR', '0.05'],
    [-5, 'EUR', '-0.05'],
    [1234, 'EUR', '12.34'],
    [1200, 'JPY', '1200'],
    [-7, 'JPY', '-7'],
    [1, 'KWD', '0.001'],
    [1234, 'KWD', '1.234'],
    [Number.MAX_SAFE_INTEGER, 'CNY', '90071992547409.91'],
  ])('shows %i %s', (amountMinor, currency, text) => {
    expect(formatMoney({ amountMinor, currency })).toBe(text);
  });

  it.each([0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1, Infinity])('refuses %d minor units', (amountMinor) => {
    expect(() => formatMoney({ amountMinor, currency: 'EUR' })).toThrow('not a whole number of minor units');
  });

  it('is read back as the same amount, in every kind of currency', () => {
    fc.assert(
      fc.property(
        fc.nat(Number.MAX_SAFE_INTEGER),
        fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
        (amountMinor, currency) => {
          expect(amountOf(formatMoney({ amountMinor, currency }), currency)).toBe(amountMinor);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it.each([
  ['EUR', true],
  ['eur', false],
  ['EU', false],
  ['EURO', false],
  ['', false],
])('knows whether %s has the form of a currency code', (text, expected) => {
  expect(isCurrencyCode(text)).toBe(expected);
});
