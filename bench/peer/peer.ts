/** What a peer offers to the driver besides `memory` and `stop`. */
export interface Peer {
  /** Told to the driver once. */
  readonly ready: unknown;
  readonly calls: Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  stop(): Promise<void>;
}
