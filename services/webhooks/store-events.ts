import type { Db } from '../../clients/prisma';
import { newId } from '../ids';
import { sha256 } from '../sha256';
import { type NewEvent } from './events';

/**
 * Stores events before anybody acts on them. An event that is stored already is the same event again, whatever its body says.
 *
 * @returns ids of the rows that are new, in the order of the events
 */
export async function storeEvents(db: Db, events: readonly NewEvent[], receivedAt: Date): Promise<string[]> {
  const rows = events.map((event) => ({ id: newId(), ...event, bodyHash: sha256(event.body), receivedAt }));
  const stored = await db.webhookEvent.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { id: true },
  });
  return stored.map(({ id }) => id).sort();
}
