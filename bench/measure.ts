import { cpuMsOf } from './cpu';
import type { Pair } from './figures';

/** What a block of work cost. */
export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Wall time of `work`, and the processor time that these processes used meanwhile. */
export async function costOf(pids: readonly number[], work: () => Promise<void>): Promise<Cost> {
  const [cpuBefore, begun] = [cpuMsOf(pids), performance.now()];
  await work();
  return { wallMs: performance.now() - begun, cpuMs: cpuMsOf(pids) - cpuBefore };
}

/** The share of one case in the cost of a block. */
export const perCaseOf = (cases: number, { wallMs, cpuMs }: Cost): Cost => ({
  wallMs: wallMs / cases,
  cpuMs: cpuMs / cases,
});

/** A round: one block of each contender. */
export interface Round<Block> {
  readonly product: Block;
  readonly bare: Block;
}

/**
 * Runs blocks of the two contenders in turn (the first one changes from round to round), after one uncounted round in which
 * caches fill and code is compiled.
 */
export async function interleave<Block>(
  rounds: number,
  contenders: { product(): Promise<Block>; bare(): Promise<Block> },
): Promise<Round<Block>[]> {
  const measured: Round<Block>[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const isBareFirst = round % 2 === 1;
    const early = isBareFirst ? await contenders.bare() : null;
    const product = await contenders.product();
    const bare = early ?? (await contenders.bare());
    if (round > 0) measured.push({ product, bare });
  }
  return measured;
}

/** One number of every round. */
export const pairsOf = <Block>(rounds: readonly Round<Block>[], pick: (block: Block) => number): Pair[] =>
  rounds.map(({ product, bare }) => ({ product: pick(product), bare: pick(bare) }));
