// An address in angle brackets, in quotes or bare.
const email = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+/gu;
// Eight digits and more, as numbers are written; status codes, error numbers and dates are shorter or hold letters.
const phone = /\+?\d(?:[\s().-]{0,2}\d){7,}/g;

/**
 * The words of a provider without the addresses of people, which stand in its errors: evidence and histories are kept for years
 * and hold no personal data (decisions 3.2).
 */
export const withoutAddresses = (words: string): string => words.replace(email, '<address>').replace(phone, '<number>');
