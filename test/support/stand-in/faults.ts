/** What a stand-in does with the next request. */
export type Fault =
  /** Nothing: the request is served as usual. */
  | { readonly kind: 'none' }
  /** Refuses it with this status, in the service's own words. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  /** Accepts it, fails afterwards, and says so with this status in the service's own words. */
  | { readonly kind: 'acceptThenStatus'; readonly status: number }
  /** A machine between us and the service answers with this status, before or after the service accepted. */
  | { readonly kind: 'gateway'; readonly status: number; readonly accepts: boolean }
  /** Resets the connection before it accepts anything. */
  | { readonly kind: 'drop' }
  /** Accepts it, and resets the connection before an answer. */
  | { readonly kind: 'acceptThenDrop' }
  /** Neither accepts nor answers. */
  | { readonly kind: 'hang' }
  /** Accepts it and never answers. */
  | { readonly kind: 'acceptThenHang' }
  /** Accepts it and answers with something that is no answer. */
  | { readonly kind: 'malformed' }
  /** Accepts it and answers late. */
  | { readonly kind: 'slow'; readonly ms: number };

/** Whether a request that meets this fault was accepted: what the ledger of a test must show. */
export const isAccepting = (fault: Fault): boolean =>
  fault.kind === 'gateway' ? fault.accepts : !['status', 'drop', 'hang'].includes(fault.kind);

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kinds: readonly Fault[] = [
  { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'acceptThenStatus', status: 500 },
  { kind: 'gateway', status: 502, accepts: false },
  { kind: 'gateway', status: 503, accepts: true },
  { kind: 'gateway', status: 504, accepts: true },
  { kind: 'drop' },
  { kind: 'acceptThenDrop' },
  { kind: 'hang' },
  { kind: 'acceptThenHang' },
  { kind: 'malformed' },
  { kind: 'slow', ms: 200 },
];

/** `count` faults of which about `share` (0 to 1) are any, the same for the same seed. Without `hang` none keeps a client waiting. */
export function seededFaults(seed: number, share: number, count: number, options: { readonly hang: boolean }): Fault[] {
  const random = seededRandom(seed);
  const usable = kinds.filter(({ kind }) => options.hang || !kind.toLowerCase().includes('hang'));
  return Array.from({ length: count }, () => {
    const isFault = random() < share;
    const chosen = usable[Math.floor(random() * usable.length)];
    return isFault && chosen !== undefined ? chosen : { kind: 'none' };
  });
}
