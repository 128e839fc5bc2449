import type { MessageFacts } from './facts';

/** What stands in a template for the accounts to pay to: alone in its paragraph, as tables are. */
export const ACCOUNTS_MARK = '⟦bankDetails⟧';

/** One line of an account, such as its number. */
export interface AccountLine {
  readonly label: string;
  readonly value: string;
}

/** An account as its lines. */
export type AccountLines = readonly AccountLine[];

const words = {
  en: {
    holder: 'Account holder',
    bank: 'Bank',
    number: (currency: string) => `Account number (${currency})`,
    other: (currency: string) => `For ${currency}`,
    onInvoice: 'the account stated on the invoice',
  },
  zh: {
    holder: '户名',
    bank: '开户行',
    number: (currency: string) => `账号（${currency}）`,
    other: (currency: string) => `${currency}款项`,
    onInvoice: '以发票所载账户为准',
  },
} as const;

/** The accounts to pay to; for a currency without an approved one, the invoice says where. Empty while none is approved. */
export function accountLines({ accounts, invoices }: MessageFacts, language: string): readonly AccountLines[] {
  if (accounts.length === 0) return [];
  const word = language.startsWith('zh') ? words.zh : words.en;
  const known = accounts.map(({ holder, bankName, accountNo, currency }) => [
    { label: word.holder, value: holder },
    { label: word.bank, value: bankName },
    { label: word.number(currency), value: accountNo },
  ]);
  const currencies = [...new Set(invoices.map(({ open }) => open.currency))];
  const unknown = currencies.filter((currency) => accounts.every((account) => account.currency !== currency));
  return [...known, ...unknown.map((currency) => [{ label: word.other(currency), value: word.onInvoice }])];
}

/** The accounts as lines of a plain text. */
export const accountsText = (accounts: readonly AccountLines[], language: string): string =>
  accounts
    .flat()
    .map(({ label, value }) => `${label}${language.startsWith('zh') ? '：' : ': '}${value}`)
    .join('\n');
