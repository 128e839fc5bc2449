import { TextDecoder } from 'node:util';
import { Problem } from '../errors';

// A mail has a dozen fields and as many attachments as somebody likes; a form of more parts is no mail.
const MAX_PARTS = 500;

const crlf = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');

function boundaryOf(contentType: string): Buffer {
  const match = /boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw new Problem('invalidRequest', 'The multipart form names no boundary.');
  return Buffer.from(`--${boundary}`);
}

/** The parts between the boundaries, head and content together. */
function* partsOf(body: Buffer, boundary: Buffer): Generator<Buffer> {
  let at = body.indexOf(boundary);
  for (let count = 0; at >= 0 && count < MAX_PARTS; count += 1) {
    const start = at + boundary.length + crlf.length;
    const next = body.indexOf(boundary, start);
    if (next < 0) return;
    yield body.subarray(start, Math.max(start, next - crlf.length));
    at = next;
  }
}

/** Name and bytes of a text field; null for a file. */
function fieldOf(part: Buffer): [string, Buffer] | null {
  const end = part.indexOf(headEnd);
  if (end < 0) return null;
  const head = part.subarray(0, end).toString('utf8');
  const name = /^content-disposition:[^\r\n]*\bname="([^"]*)"/im.exec(head)?.[1];
  return name === undefined || /\bfilename\*?=/i.test(head) ? null : [name, part.subarray(end + headEnd.length)];
}

function decoderOf(charset: unknown): TextDecoder {
  try {
    return new TextDecoder(typeof charset === 'string' ? charset : 'utf-8');
  } catch {
    return new TextDecoder('utf-8'); // a name that nobody knows
  }
}

/** Which field is in which character set: SendGrid hands on the bytes of the mail and says so in a field of its own. */
function charsetsOf(field: Buffer | undefined): ReadonlyMap<string, unknown> {
  try {
    const named: unknown = JSON.parse(field?.toString('utf8') ?? '{}');
    return new Map(Object.entries(typeof named === 'object' && named !== null ? named : {}));
  } catch {
    return new Map();
  }
}

/** The text fields of a multipart form that has arrived in full, decoded; files are passed over. @throws Problem 400 */
export function formFieldsOf(contentType: string, body: Buffer): Record<string, string> {
  const fields = new Map<string, Buffer>();
  for (const part of partsOf(body, boundaryOf(contentType))) {
    const field = fieldOf(part);
    if (field !== null) fields.set(...field);
  }
  const charsets = charsetsOf(fields.get('charsets'));
  // PostgreSQL keeps no NUL in a text.
  const textOf = (name: string, bytes: Buffer) => decoderOf(charsets.get(name)).decode(bytes).replaceAll('\0', '');
  return Object.fromEntries([...fields].map(([name, bytes]) => [name, textOf(name, bytes)]));
}
