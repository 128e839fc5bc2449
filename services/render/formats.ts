import { Decimal } from 'decimal.js';
import type { AppliedRate } from '../../domain/interest/accrual';
import { type Money, formatMoney } from '../../domain/money';
import { type IsoDate, civilOf, dayOf } from '../../domain/time';

// Written out here rather than asked of the host: the text of a message must not change with an update of its locale data.

const chineseCurrencies: Readonly<Record<string, readonly [before: string, after: string]>> = {
  CNY: ['人民币', '元'],
  USD: ['', '美元'],
  EUR: ['', '欧元'],
  GBP: ['', '英镑'],
  HKD: ['', '港元'],
  JPY: ['', '日元'],
};

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `CNY 80,000.00` in English, `人民币80,000.00元` in Chinese; all decimals of the currency, never rounded. */
export function moneyText(money: Money, language: string): string {
  const [whole = '', fraction] = formatMoney(money).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const number = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  const words = language.startsWith('zh') ? chineseCurrencies[money.currency] : undefined;
  return words === undefined ? `${money.currency} ${number}` : `${words[0]}${number}${words[1]}`;
}

/** An amount in a table: with the code of its currency, which is the shortest in every language. */
export const cellMoney = (money: Money): string => moneyText(money, 'en');

/** `6 July 2026` in English, `2026年7月6日` in Chinese. */
export function dateText(date: IsoDate, language: string): string {
  const { year, month, day } = civilOf(dayOf(date));
  if (language.startsWith('zh')) return `${year}年${month}月${day}日`;
  return `${day} ${englishMonths[month - 1] ?? month} ${year}`;
}

/** Whether a text names a date, in a form in which people write it here. */
export function statesDate(text: string, date: IsoDate): boolean {
  const { month, day } = civilOf(dayOf(date));
  const name = englishMonths[month - 1] ?? '';
  const short = `${name.slice(0, 3)}(?:${name.slice(3)})?`;
  const forms = [`${month}月${day}日`, `${day}(?:st|nd|rd|th)? ${short}`, `${short} ${day}`, date];
  return new RegExp(`(?<!\\d)(?:${forms.join('|')})(?!\\d)`, 'i').test(text);
}

/** `July` in English, `7月` in Chinese. */
export function monthText(date: IsoDate, language: string): string {
  const { month } = civilOf(dayOf(date));
  return language.startsWith('zh') ? `${month}月` : (englishMonths[month - 1] ?? String(month));
}

/** `a`, `a and b`, `a, b and c`; in Chinese with its own comma. */
export function listText(items: readonly string[], language: string): string {
  if (language.startsWith('zh')) return items.join('、');
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Sums per currency, in the order in which the currencies appear; never added across currencies. */
export function sumsOf(amounts: readonly Money[]): readonly Money[] {
  const sums = new Map<string, number>();
  for (const { amountMinor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums].map(([currency, amountMinor]) => ({ amountMinor, currency }));
}

/** The sums of `sumsOf` as a list of texts. */
export const totalText = (amounts: readonly Money[], language: string): string =>
  listText(
    sumsOf(amounts).map((sum) => moneyText(sum, language)),
    language,
  );

/** A share as a percentage with all its digits: `0.0005` is `0.05%`. @throws when `share` is no decimal number */
export const percentText = (share: string): string => `${new Decimal(share).times(100).toFixed()}%`;

/** A rate with its period: `0.05% a day`, `8.5% a year`; in Chinese 每日0.05%. */
export function rateText(rate: AppliedRate, language: string): string {
  const chinese = language.startsWith('zh');
  if (rate.kind === 'daily') return chinese ? `每日${percentText(rate.share)}` : `${percentText(rate.share)} a day`;
  return chinese ? `每年${rate.percent}%` : `${rate.percent}% a year`;
}
