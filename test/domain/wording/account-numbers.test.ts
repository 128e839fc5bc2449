import { accountNumbersIn, unapprovedAccounts } from '../../../domain/wording/account-numbers';

describe('numbers like accounts', () => {
  it.each([
    ['an IBAN', 'Pay to DE89370400440532013000, please.', ['DE89370400440532013000']],
    ['an IBAN in groups', 'IBAN: GB29 NWBK 6016 1331 9268 19.', ['GB29 NWBK 6016 1331 9268 19']],
    ['sixteen to nineteen digits', '账号：6222 0200 1234 5678 901，谢谢。', ['6222 0200 1234 5678 901']],
    ['twelve digits', 'account 123456789012', ['123456789012']],
    ['digits with hyphens', 'account 1234-5678-9012', ['1234-5678-9012']],
    ['two of them', '123456789012 or 210987654321, as you like', ['123456789012', '210987654321']],
  ])('are %s', (_what, text, found) => {
    expect(accountNumbersIn(text)).toEqual(found);
  });

  it.each([
    ['eleven digits', 'order 12345678901'],
    ['thirty-one digits', `${'1'.repeat(31)}`],
    ['a telephone number', 'call +86 138 0013 8000 12'],
    ['the number of an invoice', 'invoice INV-2026070600012345'],
    ['two dates', 'between 2026-07-06 2026-08-03'],
    ['an amount', 'CNY 1,000,000,000,000.00'],
    ['words and years', 'Since 2024, 2025 and 2026'],
  ])('are not %s', (_what, text) => {
    expect(accountNumbersIn(text)).toEqual([]);
  });
});

describe("accounts in a person's words", () => {
  const known = { accounts: ['DE89 3704 0044 0532 0130 00'], before: 'Our reference is 4000111122223333.' };

  it.each([
    ['an approved account, however it is written', 'DE89370400440532013000'],
    ['what stood there before', 'reference 4000 1111 2222 3333'],
    ['no account', 'as agreed'],
  ])('may be %s', (_what, text) => {
    expect(unapprovedAccounts(text, known)).toEqual([]);
  });

  it('are named when nobody approved them', () => {
    expect(unapprovedAccounts('to FR1420041010050500013M02606 now', known)).toEqual(['FR1420041010050500013M02606']);
  });
});
