import { filetypemime } from 'magic-bytes.js';
import { paperTypes, type PaperType } from '../../domain/papers';

/** The format that the first bytes of a file show, whatever its name says; null when it is none that papers may have. */
export function paperTypeOf(content: Buffer): PaperType | null {
  // The signatures lie within the first bytes; the list of guesses may hold kin of the format, such as animated PNG.
  const guesses = filetypemime(content.subarray(0, 512));
  return paperTypes.find((type) => guesses.includes(type)) ?? null;
}
