import { sha256 } from '../sha256';

/** The hash by which carriers' limits on identical texts are kept. */
export const textHashOf = (text: string): string => sha256(text);
