import type { Channel } from '../../domain/channels';

/**
 * The part of a provider's rate that is kept for messages which were planned for another channel. A send waits in the queue of
 * its planned channel, whose rate the server counts; a fallback comes out of that queue and is counted here instead.
 */
export const FALLBACK_SHARE = 0.1;

/** Room for fallbacks in one worker process. */
export interface FallbackShare {
  /** Takes room for one message on a channel that it was not planned for; else how long to wait, one after the other, in ms. */
  take(channel: Channel): number | null;
}

/**
 * Counts fallbacks by the rates that the providers allow; a channel without one has no limit.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createFallbackShare(
  sendsPerSecond: Partial<Record<Channel, number>>,
  now: () => number,
): FallbackShare {
  const freeAt = new Map<Channel, number>();
  // Where the last of those stands who wait: each gets a time of its own, so that they do not all ask again at once.
  const waitingUntil = new Map<Channel, number>();
  return {
    take(channel) {
      const perSecond = sendsPerSecond[channel];
      if (perSecond === undefined) return null;
      const betweenMs = 1_000 / (perSecond * FALLBACK_SHARE);
      const at = now();
      const free = freeAt.get(channel) ?? at;
      if (free <= at) {
        freeAt.set(channel, at + betweenMs);
        return null;
      }
      const turn = Math.max(free, (waitingUntil.get(channel) ?? 0) + betweenMs);
      waitingUntil.set(channel, turn);
      return turn - at;
    },
  };
}
