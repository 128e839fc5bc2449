import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { refuseFile } from './file-problem';

const newline = 0x0a;

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (const byte of bytes) if (byte === newline) lines += 1;
  return lines;
}

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream: a character cut in two at the end of the chunk is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    // That is how a fatal decoder answers.
    return false;
  }
}

/**
 * The text of a file in UTF-8, with or without BOM, or GB18030, chunk by chunk. Both write ASCII alike, so the first chunk
 * with another character decides. Every byte also goes into `hash`.
 *
 * @throws ImportFileError `notText` at a NUL byte, which no text has: UTF-16, a spreadsheet, a picture
 */
export async function* decodeText(source: Readable, hash: Hash = createHash('sha256')): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let lines = 0;
  const chunks: AsyncIterable<string | Uint8Array> = source;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    hash.update(bytes);
    const nul = bytes.indexOf(0);
    if (nul >= 0) {
      const line = lines + countLines(bytes.subarray(0, nul)) + 1;
      const expected = 'expected CSV text in UTF-8 or GB18030 (a spreadsheet has to be saved as CSV first)';
      refuseFile('notText', line, `Line ${line} contains a NUL byte: ${expected}`);
    }
    lines += countLines(bytes);
    if (decoder === undefined && !isAscii(bytes)) decoder = new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'gb18030');
    yield decoder === undefined ? Buffer.from(bytes).toString('latin1') : decoder.decode(bytes, { stream: true });
  }
  yield decoder?.decode() ?? '';
}
