import { DomainError } from './errors';

/** An amount in the smallest unit of its currency: 12.34 EUR is `{ amountMinor: 1234, currency: 'EUR' }`. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

// ISO 4217 currencies whose minor unit is not a hundredth; all others have two decimals.
const decimalsByCurrency: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** How many decimals amounts in `currency` have (ISO 4217). */
export const decimalsOf = (currency: string): number => decimalsByCurrency[currency] ?? 2;

/** Whether `text` has the form of an ISO 4217 code. */
export const isCurrencyCode = (text: string): boolean => /^[A-Z]{3}$/.test(text);

export type ParsedMoney =
  { readonly ok: true; readonly money: Money } | { readonly ok: false; readonly expected: string };

/**
 * Reads a decimal string such as `1234.5` in `currency`. Signs, exponents, separators and decimals beyond the currency's
 * minor unit are refused, and so is what a safe integer cannot hold.
 */
export function parseMoney(text: string, currency: string): ParsedMoney {
  const decimals = decimalsOf(currency);
  const match = /^(\d{1,16})(?:\.(\d+))?$/.exec(text.trim());
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.replace(/0+$/, '').length > decimals) {
    return { ok: false, expected: `a decimal amount with at most ${decimals} decimals (${currency})` };
  }
  const amountMinor = Number(`${match[1]}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  if (!Number.isSafeInteger(amountMinor))
    return { ok: false, expected: `an amount below ${Number.MAX_SAFE_INTEGER} minor units` };
  return { ok: true, money: { amountMinor, currency } };
}

/** `money` as a decimal string with the currency's decimals: `12.34`, `-0.05`, `1200` (JPY). */
export function formatMoney({ amountMinor, currency }: Money): string {
  if (!Number.isSafeInteger(amountMinor)) {
    throw new DomainError('unsafeAmount', `${amountMinor} ${currency} is not a whole number of minor units`);
  }
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
