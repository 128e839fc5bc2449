/** A small generator with a fixed seed (mulberry32): the same numbers on every machine, in every year. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number between `low` and `high`, both included. */
  between(low: number, high: number): number;
  /** One of `items`. @throws RangeError when there is none */
  pick<T>(items: readonly T[]): T;
}

/** Starts a sequence. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[between(0, items.length - 1)];
    if (item === undefined) throw new RangeError('Cannot pick from an empty list');
    return item;
  };
  return { next, between, pick };
}
