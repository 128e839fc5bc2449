import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal. */
export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/** The hash by which carriers' limits on identical texts are kept. */
export const textHashOf = (text: string): string => sha256(text);
