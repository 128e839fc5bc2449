import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from './errors';

// A million invoices of 200 bytes each; more comes in several files.
export const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** An upload that has arrived in full: its hash, and its content as often as wanted until `discard`. */
export interface SpooledUpload {
  readonly sha256: string;
  open(): Readable;
  discard(): Promise<void>;
}

/**
 * Writes an upload to a temporary file, so that nothing is booked from a connection that breaks half way, and so that its
 * hash is known before it is used.
 *
 * @throws Problem 413 when it is longer than the limit
 */
export async function spool(source: AsyncIterable<unknown>): Promise<SpooledUpload> {
  const file = join(tmpdir(), `dunwell-upload-${randomUUID()}`);
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured() {
    for await (const chunk of source) {
      if (!Buffer.isBuffer(chunk)) throw new Problem('invalidRequest', 'The upload is no stream of bytes.');
      bytes += chunk.length;
      if (bytes > MAX_FILE_BYTES) {
        throw new Problem(
          'payloadTooLarge',
          `The file has more than ${MAX_FILE_BYTES} bytes; expected it in several parts.`,
        );
      }
      hash.update(chunk);
      yield chunk;
    }
  }
  const discard = () => rm(file, { force: true });
  try {
    // Uploads hold names and amounts: nobody else on the machine may read them.
    await pipeline(Readable.from(measured(), { objectMode: false }), createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await discard();
    throw error;
  }
  return { sha256: hash.digest('hex'), open: () => createReadStream(file), discard };
}
