import { MalformedWebhook, type NewEvent } from '../../services/webhooks/events';
import { driveEvents } from '../../services/webhooks/drive-events';
import { storeEvents } from '../../services/webhooks/store-events';
import type { ApiDeps } from '../deps';
import { Problem } from '../errors';

// Providers wait some seconds for an answer and repeat what they think was lost; the worker applies what is left.
const APPLY_WITHIN_MS = 2_000;

/** Reads a verified webhook. @throws Problem 400 when it cannot be read: nothing of it is stored */
export function readOr400<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedWebhook) throw new Problem('invalidRequest', error.message, { cause: error });
    throw error;
  }
}

/** Stores verified events, applies what is new, and says how much of it was. From the commit of the rows on nothing is lost. */
export async function acceptEvents(
  deps: ApiDeps,
  events: readonly NewEvent[],
): Promise<{ readonly received: number; readonly new: number }> {
  const now = deps.clock();
  const ids = await storeEvents(deps.db, events, now);
  await driveEvents(deps, ids, { now, until: Date.now() + APPLY_WITHIN_MS });
  return { received: events.length, new: ids.length };
}
