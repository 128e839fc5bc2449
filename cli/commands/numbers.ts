import { InvalidArgumentError } from 'commander';

/** A number of an option. @throws InvalidArgumentError unless it is whole and not negative */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Expected a whole number.');
}

/** A number of an option. @throws InvalidArgumentError unless it is whole and above 0 */
export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}

// As high as the risk of a debtor can be (S47).
const HIGHEST_SCORE = 100;

/** The risk of a debtor. @throws InvalidArgumentError unless it is whole, from 0 to 100 */
export function riskScore(text: string): number {
  const value = wholeNumber(text);
  if (value <= HIGHEST_SCORE) return value;
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${HIGHEST_SCORE}.`);
}

// Some minutes of work; what is larger is a slip of the keyboard, and nobody would wait for it.
const INVOICES_AT_MOST = 10_000_000;

/** How many invoices to make up. @throws InvalidArgumentError unless it is whole, above 0 and no slip */
export function bookSize(text: string): number {
  const value = positiveNumber(text);
  if (value <= INVOICES_AT_MOST) return value;
  throw new InvalidArgumentError(`Expected at most ${INVOICES_AT_MOST}.`);
}
