import type { RenderedText } from '../contact/message-content';
import { blocksText, letterText } from './letter';
import { htmlOf, paragraphsOf } from './html';

/** The words of a message that a person may change: sender, addressee, date and signature of a letter are not among them. */
export interface MessageWords {
  readonly subject: string | null;
  readonly text: string;
}

/** What a person reads and may change of a message: of a letter its title and its paragraphs, with tables as lists. Pure. */
export const wordsOf = ({ subject, text, letter }: RenderedText): MessageWords =>
  letter === null ? { subject, text } : { subject: letter.title, text: blocksText(letter.blocks, letter.language) };

/** The message with a person's words in place of its own, escaped for its channel. Pure. */
export function withWords(message: RenderedText, { subject, text }: MessageWords, language: string): RenderedText {
  if (message.letter !== null) {
    const letter = { ...message.letter, title: subject ?? message.letter.title, blocks: paragraphsOf(text) };
    return { ...message, subject: letter.title, text: letterText(letter), letter };
  }
  return {
    ...message,
    subject: message.subject === null ? null : (subject ?? message.subject),
    text,
    html: message.html === null ? null : htmlOf(paragraphsOf(text), language),
  };
}
