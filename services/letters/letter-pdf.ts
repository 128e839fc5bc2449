import { type Letter, letterWords } from '../render/letter';
import { letterLayout } from './layout';
import { typesetPdf } from './typst';

/** A letter as PDF (A4): the same bytes for the same letter, so that its hash proves what was sent. */
export async function letterPdf(letter: Letter): Promise<Buffer> {
  const words = { ...letterWords(letter.language), colon: letter.language.startsWith('zh') ? '：' : ': ' };
  const input = JSON.stringify({ ...letter, words });
  return typesetPdf(letterLayout, { letter: input }, new Date(`${letter.asOf}T00:00:00Z`));
}
