import { type Expected, type Found, type PolicyProblem, describing, expecting } from '../domain/policy/problem';

/** A policy file as text, or why it is none: policies are UTF-8 without a byte order mark, and nothing is guessed. */
export type PolicyText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** The most bytes of a policy file: the longest policy that people write has some hundred steps of half a kilobyte. */
export const MAX_POLICY_BYTES = 1_000_000;

/** A problem of the text itself, at a place that people and editors can go to. */
export function textProblem(
  place: { readonly line: number; readonly column: number },
  found: Found,
  expected: Expected,
) {
  return { ok: false, problems: [{ path: '', ...found, ...expected, ...place }] } as const;
}

const START = { line: 1, column: 1 };

/** Decodes the bytes of a policy file. Faults name the first byte that cannot be read. */
export function decodePolicy(bytes: Uint8Array): PolicyText {
  if (bytes.length > MAX_POLICY_BYTES) return tooLong(bytes.length);
  const mark = markOf(bytes);
  if (mark !== null) return textProblem(START, mark, expecting('utf8WithoutMark'));
  const zero = bytes.indexOf(0);
  if (zero >= 0) return textProblem(placeOf(bytes, zero), describing('found.zeroByte'), expecting('utf8'));
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const bad = firstBadByte(bytes);
    const found = describing('found.badByte', { byte: (bytes[bad] ?? 0).toString(16) });
    return textProblem(placeOf(bytes, bad), found, expecting('utf8'));
  }
}

/** The answer to a text that is too long, whether it was read or not. */
export const tooLong = (length: number) =>
  textProblem(START, describing('found.bytes', { length }), expecting('policyLength', { bytes: MAX_POLICY_BYTES }));

function markOf(bytes: Uint8Array): Found | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return describing('found.mark');
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return describing('found.utf16');
  return null;
}

/** Position of the first byte that belongs to no character: everything before it decodes. */
function firstBadByte(bytes: Uint8Array): number {
  const decodes = (length: number) => {
    try {
      // `stream` lets a character be cut off at the end.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  // A character that begins and does not go on as it should: its first byte is the bad one.
  const whole = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, good), { stream: true });
  return new TextEncoder().encode(whole).length;
}

function placeOf(bytes: Uint8Array, position: number) {
  const before = new TextDecoder().decode(bytes.subarray(0, position));
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: before.length - lastBreak };
}
