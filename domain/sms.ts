/** How an SMS is cut for its journey: every segment is paid for. */
export interface SmsSegments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** What is counted: septets of GSM-7 (some signs take two), 16-bit units of UCS-2. */
  readonly units: number;
  readonly segments: number;
}

// 3GPP TS 23.038, 6.2.1: the basic alphabet, and the extension, whose signs take two septets.
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';

const septets: ReadonlyMap<string, number> = new Map([
  ...[...basic].map((sign): [string, number] => [sign, 1]),
  ...[...extension].map((sign): [string, number] => [sign, 2]),
]);

// Units of one message alone, and of each part of a longer one, whose head takes six bytes (3GPP TS 23.040, 9.2.3.24).
const limits = { 'GSM-7': { alone: 160, part: 153 }, 'UCS-2': { alone: 70, part: 67 } } as const;

/** Encoding and number of segments of an SMS. No character is cut in two: a segment may stay shorter for one. */
export function smsSegments(text: string): SmsSegments {
  const characters = [...text];
  const encoding = characters.every((character) => septets.has(character)) ? 'GSM-7' : 'UCS-2';
  const sizes = characters.map((character) =>
    encoding === 'GSM-7' ? (septets.get(character) ?? 0) : character.length,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, part } = limits[encoding];
  return { encoding, units, segments: units <= alone ? 1 : partsOf(sizes, part) };
}

function partsOf(sizes: readonly number[], part: number): number {
  let [parts, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > part) [parts, used] = [parts + 1, 0];
    used += size;
  }
  return parts;
}
