import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal; a text as UTF-8. */
export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
