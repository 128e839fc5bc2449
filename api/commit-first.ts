import { deliverMessages } from '../services/message-delivery';
import type { ApiDeps } from './deps';

// Decisions 3.1: a case answers within milliseconds; after 5 s of silence the client is told "committed, not yet applied".
const WAIT_MS = 5_000;

/** After the commit: hands the messages to their cases and says whether they have applied them (200) or will (202). */
export async function afterCommit(
  deps: ApiDeps,
  messageIds: readonly string[],
): Promise<{ readonly status: 200 | 202; readonly applied: boolean }> {
  const delivered = await deliverMessages(deps, messageIds, { waitMs: WAIT_MS });
  return delivered === 'applied' ? { status: 200, applied: true } : { status: 202, applied: false };
}
