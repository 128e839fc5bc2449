import type { OwedSum } from '../../domain/conversations/call-sheet';
import { moneyText, rateText } from '../render/formats';

const englishRates = (rates: string) => `, with late interest of ${rates}`;
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function english({ currency, unpaid, openMinor, overdue, longestDays }: OwedSum, rates: string): string {
  const total = moneyText({ amountMinor: openMinor, currency }, 'en');
  const late = overdue === 0 ? 'none of them overdue' : `${overdue} overdue, by up to ${plural(longestDays, 'day')}`;
  return `${plural(unpaid, 'unpaid invoice')}, ${total} in total, ${late}${rates === '' ? '' : englishRates(rates)}.`;
}

function chinese({ currency, unpaid, openMinor, overdue, longestDays }: OwedSum, rates: string): string {
  const total = moneyText({ amountMinor: openMinor, currency }, 'zh-CN');
  const late = overdue === 0 ? '均未超期' : `其中${overdue}笔已超期，最长${longestDays}天`;
  return `贵司有${unpaid}笔货款共计${total}未结清，${late}${rates === '' ? '' : `，逾期违约金${rates}`}。`;
}

/** The concrete figures of a call in one sentence for each currency, in the language of the debtor (S199). */
export function figuresText(sums: readonly OwedSum[], language: string): string {
  const isChinese = language.startsWith('zh');
  const sentence = isChinese ? chinese : english;
  const texts = sums.map((sum) =>
    sentence(sum, sum.rates.map((rate) => rateText(rate, language)).join(isChinese ? '、' : ' and ')),
  );
  return texts.join(isChinese ? '' : ' ');
}
