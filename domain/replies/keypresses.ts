import type { Suggestion } from './keywords';

/** A key that can be pressed after the message of a call, and what it says. */
export interface Keypress {
  readonly suggestion: Suggestion;
  readonly words: string;
}

/** The key of somebody who is not the debtor. */
const WRONG_NUMBER = '9';

const keypresses: Readonly<Record<string, Keypress>> = {
  '1': { suggestion: 'paid', words: 'I have paid' },
  '2': { suggestion: 'promise', words: 'I promise to pay' },
  '3': { suggestion: 'dispute', words: 'I dispute it' },
  '4': { suggestion: 'callBack', words: 'Call me' },
  [WRONG_NUMBER]: { suggestion: 'optOut', words: 'Wrong number' },
};

/** What a key says; null for a key without a meaning. */
const keypressOf = (digit: string): Keypress | null =>
  Object.hasOwn(keypresses, digit) ? (keypresses[digit] ?? null) : null;

/** A pressed key as the text of a reply: `[1] I have paid`. */
export const keypressText = (digit: string): string =>
  `[${digit}] ${keypressOf(digit)?.words ?? 'a key without a meaning'}`;

const keyIn = (text: string): string => /^\[(\d)\]/.exec(text)?.[1] ?? '';

/** Whether such a text says that the number belongs to somebody else (S228). */
export const saysWrongNumber = (text: string): boolean => keyIn(text) === WRONG_NUMBER;

/** The key in such a text; null when there is none. */
export const keypressIn = (text: string): Keypress | null => keypressOf(keyIn(text));
