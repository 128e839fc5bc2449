import { otherLetter } from './fold';

// How a phrase of the lists is matched. A phrase is plain text in lower case and simplified characters, with
//   (a|b)  one of several    (a)?  perhaps    ...  some more words of the same sentence    *  any end of a word
// It is matched against folded text (see fold.ts) and hard to evade: letters may stand apart, be doubled or be replaced by
// digits that look like them.

const lookAlikes: Readonly<Record<string, string>> = {
  a: 'a4@',
  e: 'e3',
  i: 'i1!|',
  l: 'l1|',
  o: 'o0',
  s: 's5$',
  t: 't7+',
};

// Folded text holds a few signs only, so that the classes below are short: property classes such as \p{L} at every letter
// took seconds to compile.
const sign = '[ \\n.,:;!?。@$|+%]';
// What may stand between two letters of one word.
const insideWord = `${sign}{0,2}`;
// Between two words the sentence must not end; a stop without a blank behind it is an evasion.
const betweenWords = '(?:[ \\n,:@$|+%]|[.!?;](?![ \\n])){0,4}';
// Chinese is written without blanks: a few signs may separate two characters, the end of a sentence may not.
const betweenCharacters = '[ \\n.,:@$|+%]{0,3}';
// The longest clause in which two parts still belong together.
const someChinese = '[^。!?;\\n]{0,10}?';
const notAfterLetter = `(?<![a-z0-9${otherLetter}])`;
const notBeforeLetter = `(?![a-z0-9${otherLetter}])`;
const someEnglish = `${notBeforeLetter}[^.!?;\\n]{0,40}?${notAfterLetter}`;

const isLetter = (character: string): boolean => /[a-z0-9]/.test(character);
const isOperator = (character: string): boolean => ['(', ')', '|', '?'].includes(character);

/** The source of a regular expression for one phrase of a list. */
export function compilePhrase(phrase: string): string {
  const english = /[a-z]/.test(phrase);
  const parts = phrase.split('...').map((part) => compilePart(part.trim(), english));
  const whole = `(?:${parts.join(english ? someEnglish : someChinese)})`;
  return english ? `${notAfterLetter}${whole}${notBeforeLetter}` : whole;
}

function compilePart(part: string, english: boolean): string {
  let source = '';
  let previous = '';
  for (const character of part) {
    if (isOperator(character)) source += joint(previous, character, english) + (character === '(' ? '(?:' : character);
    else if (character === '*') source += '[a-z0-9]*';
    // The gap between two letters covers an apostrophe of any kind.
    else if (character !== ' ' && character !== "'") source += joint(previous, character, english) + one(character);
    previous = character;
  }
  return source;
}

/** What may stand between two neighbours of a phrase. */
function joint(previous: string, next: string, english: boolean): string {
  if (previous === '' || previous === '(' || previous === '|' || [')', '|', '?'].includes(next)) return '';
  if (!english) return betweenCharacters;
  return previous === ' ' ? betweenWords : insideWord;
}

function one(character: string): string {
  const alike = lookAlikes[character];
  if (alike !== undefined) return `[${alike}]+`;
  if (isLetter(character)) return `${character}+`;
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
