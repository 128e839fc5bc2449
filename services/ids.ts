import { randomBytes } from 'node:crypto';

// Milliseconds and counter of the last id: ids of this process rise, also within one millisecond.
let lastMs = 0;
let counter = 0;

const highestCounter = 0xfff;

function advance(): void {
  const now = Date.now();
  if (now > lastMs) [lastMs, counter] = [now, randomBytes(2).readUInt16BE() & 0x7ff];
  else if (counter < highestCounter) counter += 1;
  else [lastMs, counter] = [lastMs + 1, 0];
}

/**
 * A new UUID of version 7 with a counter (RFC 9562 5.7 and 6.2 method 1): what was written later sorts later, and lies
 * together in the index. For rows whose id must be known before they are written.
 */
export function newId(): string {
  advance();
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
