import { Decimal } from 'decimal.js';
import { DomainError } from '../errors';

// A constructor of our own: the package's settings are global. 60 digits hold the product of a safe integer (16), days (5),
// a rate (23) and the common denominator (9) without rounding.
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });

const decimalPattern = /^-?\d{1,16}(\.\d{1,20})?$/;

/** A decimal string or a number as an exact value. @throws DomainError when it is no plain decimal. */
export function exact(value: string | number): Decimal {
  const text = String(value);
  if (decimalPattern.test(text)) return new Exact(text);
  throw new DomainError('notADecimal', `${text} is not a decimal; expected a form such as 0.0005`);
}

/** `value` as a whole number, half away from zero. @throws DomainError when no safe integer holds it. */
export function roundHalfUp(value: Decimal): number {
  const rounded = value.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
  if (Number.isSafeInteger(rounded)) return rounded;
  throw new DomainError('unsafeAmount', `${value.toFixed(2)} minor units are more than a safe integer holds`);
}

/** `percent` of an amount in minor units, rounded half up once. @throws DomainError for a share outside 0 to 100. */
export function percentOf(amountMinor: number, percent: string | number): number {
  const share = exact(percent);
  if (share.lt(0) || share.gt(100)) throw new DomainError('badPercent', `${percent} is not a percentage of 0 to 100`);
  return roundHalfUp(exact(amountMinor).times(share).div(100));
}
