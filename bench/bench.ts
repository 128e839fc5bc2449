import type { Figure } from './figures';
import type { Installation } from './installation';
import type { RunningPeer } from './peer/start-peer';

/** What a bench runs on. */
export interface BenchParts {
  readonly installation: Installation;
  readonly creditorId: string;
  /** A worker process of the product, with its API, and one with the bare workflows; fresh ones for every bench. */
  readonly product: RunningPeer;
  readonly bare: RunningPeer;
  /** Small blocks, to see that everything works; the figures say little. */
  readonly isQuick: boolean;
}

/** A comparison of the product with its bare peer. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  /** Its peers must count their memory exactly (slower). */
  readonly exactMemory?: true;
  run(parts: BenchParts): Promise<readonly Figure[]>;
}
