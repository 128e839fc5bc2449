import { setTimeout as sleep } from 'node:timers/promises';
import { StartFault } from './faults';

// Everything has said "ready" by now: what is left is the first answer of each.
const WITHIN_MS = 15_000;
// One answer takes milliseconds; a request that hangs must not use up the whole time.
const REQUEST_MS = 3_000;
const POLL_MS = 50;

async function answerOf(url: string): Promise<string> {
  try {
    // A connection kept open would hold up the stop of the API.
    const headers = { connection: 'close' };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(REQUEST_MS) });
    return response.ok ? 'ok' : `HTTP ${response.status}: ${(await response.text()).slice(0, 200)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Waits until the API says that it and what it needs are ready.
 *
 * @throws StartFault with its last answer
 */
export async function waitUntilHealthy(apiUrl: string): Promise<void> {
  const url = `${apiUrl}/health/ready`;
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const answer = await answerOf(url);
    if (answer === 'ok') return;
    if (performance.now() > until)
      throw new StartFault(`${url} did not become ready within ${WITHIN_MS / 1000} s (${answer}).`);
    await sleep(POLL_MS);
  }
}
