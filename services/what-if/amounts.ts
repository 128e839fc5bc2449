import { decimalsOf } from '../../domain/money';

/** An amount with thousands and currency, such as `1,234.50 CNY`. */
export function amountText(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${(amountMinor / 10 ** decimals).toLocaleString('en-US', options)} ${currency}`;
}
