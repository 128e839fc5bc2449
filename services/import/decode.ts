import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { refuseFile } from './file-problem';

const newline = 0x0a;

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (const byte of bytes) if (byte === newline) lines += 1;
  return lines;
}

// Enough text behind the first character that is not ASCII to tell the encodings apart, also when a chunk cuts it in two.
const decisiveBytes = 4_096;

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream: a character cut in two at the end is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    // That is how a fatal decoder answers.
    return false;
  }
}

const decoderFor = (bytes: Uint8Array): TextDecoder => new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'gb18030');

/**
 * The text of a file in UTF-8, with or without BOM, or GB18030, chunk by chunk. Both write ASCII alike, so what follows the
 * first other character decides. Every byte also goes into `hash`.
 *
 * @throws ImportFileError `notText` at a NUL byte, which no text has: UTF-16, a spreadsheet, a picture
 */
export async function* decodeText(source: Readable, hash: Hash): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let undecided = Buffer.alloc(0);
  let lines = 0;
  const chunks: AsyncIterable<string | Uint8Array> = source;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    hash.update(bytes);
    refuseNul(bytes, lines);
    lines += countLines(bytes);
    if (decoder !== undefined) {
      yield decoder.decode(bytes, { stream: true });
      continue;
    }
    undecided = Buffer.concat([undecided, bytes]);
    const other = undecided.findIndex((byte) => byte >= 0x80);
    if (other < 0) {
      yield undecided.toString('latin1');
      undecided = Buffer.alloc(0);
    } else if (undecided.length - other >= decisiveBytes) {
      decoder = decoderFor(undecided);
      yield decoder.decode(undecided, { stream: true });
    }
  }
  yield decoder === undefined ? decoderFor(undecided).decode(undecided) : decoder.decode();
}

function refuseNul(bytes: Uint8Array, linesBefore: number): void {
  const nul = bytes.indexOf(0);
  if (nul < 0) return;
  const line = linesBefore + countLines(bytes.subarray(0, nul)) + 1;
  const expected = 'expected CSV text in UTF-8 or GB18030 (a spreadsheet has to be saved as CSV first)';
  refuseFile('notText', line, `Line ${line} contains a NUL byte: ${expected}`);
}
