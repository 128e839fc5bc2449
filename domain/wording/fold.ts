/** A text as the lists see it, and where each of its characters came from. */
export interface FoldedText {
  readonly text: string;
  /** Position in the original for each position of `text`. */
  readonly offsets: readonly number[];
}

// Letters of other alphabets that look like Latin ones in print.
const lookAlikes: ReadonlyMap<string, string> = new Map(
  [...'аaеeоoрpсcуyхxіiѕsјjкkмmтtвbнhԁdԛqԝwɡgαaεeοoρpτtυuνvιiκkχxηnβb'].reduce<[string, string][]>(
    (pairs, character, index, all) => (index % 2 === 0 ? [...pairs, [character, all[index + 1] ?? '']] : pairs),
    [],
  ),
);

/** Stands for a letter or digit of an alphabet in which no list is written. */
export const otherLetter = 'ø';

// The signs that phrases need: ends of sentences and clauses, and those that look like letters.
const keptSigns = '\n.,:;!?。@$|+%';

function plainCharacter(character: string): string {
  if (/[a-z0-9\u3400-\u9fff]/.test(character) || keptSigns.includes(character)) return character;
  return /[\p{L}\p{N}]/u.test(character) ? otherLetter : ' ';
}

/**
 * Folds what hides a phrase from a reader of lists but not from a reader: width, case, accents, invisible characters, letters
 * of other alphabets, traditional characters, unusual signs. Pure; every character keeps its position.
 */
export function foldText(original: string, simplified: ReadonlyMap<string, string>): FoldedText {
  let text = '';
  const offsets: number[] = [];
  let position = 0;
  for (const character of original) {
    for (const part of character.toLowerCase().normalize('NFKD')) {
      if (/[\p{M}\p{Default_Ignorable_Code_Point}]/u.test(part)) continue;
      text += plainCharacter(simplified.get(part) ?? lookAlikes.get(part) ?? part);
      offsets.push(position);
    }
    position += character.length;
  }
  return { text, offsets };
}
