// An IBAN (ISO 13616), in groups or not.
const iban = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![\p{L}\p{N}])/gu;
// Accounts of other countries: twelve to thirty digits, in groups or not. Shorter ones cannot be told from order numbers; one
// behind a letter or a stroke is part of another number, such as that of an invoice.
const digits = /(?<![\p{L}\p{N}/-])\d(?:[ -]?\d){11,29}(?![\p{L}\p{N}/-])/gu;
// Telephone numbers, and two dates beside each other, are no accounts.
const harmless = /\+\d(?:[ -]?\d)+|\d{4}-\d{2}-\d{2}/g;

const bare = (number: string): string => number.replace(/[ -]/g, '');

/** Numbers in a text that look like accounts to pay to, as they stand there. Pure. */
export function accountNumbersIn(text: string): readonly string[] {
  const rest = text.replace(harmless, '.');
  const ibans = rest.match(iban) ?? [];
  const others = rest.replace(iban, '.').match(digits) ?? [];
  return [...ibans, ...others];
}

/**
 * Numbers like accounts in a person's words that nobody approved (decisions 4.6): neither an approved account nor in the words
 * before. Pure.
 */
export function unapprovedAccounts(
  text: string,
  known: { readonly accounts: readonly string[]; readonly before: string },
): readonly string[] {
  const allowed = new Set([...known.accounts, ...accountNumbersIn(known.before)].map(bare));
  return accountNumbersIn(text).filter((number) => !allowed.has(bare(number)));
}
