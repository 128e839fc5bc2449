import { setTimeout as pause } from 'node:timers/promises';

// Only this attempt knows what the provider said, so it waits longer than PostgreSQL takes for a restart or a failover; a minute,
// because the attempt's time-out is two (workflows/proxies.ts). After that nobody knows, and a person is asked.
const GIVE_UP_AFTER_MS = 60_000;
// A broken connection is replaced at once; a database that comes back has many to serve, so later tries are rare.
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Repeats `record`, which must be safe to repeat, until it succeeds.
 *
 * @throws what the last try threw, after a minute of trying
 */
export async function untilRecorded<T>(record: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await record();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await pause(pauseMs);
    }
  }
}
