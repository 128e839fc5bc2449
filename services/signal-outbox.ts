import { type MessageKind, type MessageOf, parseMessage } from '../domain/messages';
import type { Tx } from '../clients/prisma';
import { newId } from './ids';

/**
 * Messages that nobody may forget yet. A message is finished when its case has folded it *and* the server has answered for it: a
 * workflow task that is discarded has marked its messages applied, and an update is in no history before its acceptance
 * (docs/decisions/007).
 */
export const unfinished = { finalAt: null, OR: [{ appliedAt: null }, { deliveredAt: null }] };

/** What the sender of a message says; schema version, id and instant are added here. */
export type MessageContent<K extends MessageKind> = Omit<MessageOf<K>, 'v' | 'id' | 'at'>;

/** A message of one kind for one case. */
export type NewMessage = {
  [K in MessageKind]: { readonly caseId: string; readonly kind: K; readonly body: MessageContent<K> };
}[MessageKind];

/**
 * Writes a message for a case in the transaction that makes it true; it is delivered after the commit (decisions 3.1).
 *
 * @returns the id of the row, which is the id of the message
 * @throws ZodError when the message is malformed: nothing that a case cannot read is ever committed
 */
export async function enqueueMessage<K extends MessageKind>(
  tx: Tx,
  caseId: string,
  kind: K,
  at: Date,
  body: MessageContent<K>,
): Promise<string> {
  const [id = ''] = await write(tx, at, [{ caseId, kind, body }]);
  return id;
}

/** As {@link enqueueMessage} for many messages in one statement; the ids come back in the same order. */
export async function enqueueMessages(tx: Tx, at: Date, messages: readonly NewMessage[]): Promise<string[]> {
  return messages.length === 0 ? [] : write(tx, at, messages);
}

async function write(
  tx: Tx,
  at: Date,
  messages: readonly { caseId: string; kind: MessageKind; body: object }[],
): Promise<string[]> {
  const rows = messages.map(({ caseId, kind, body }) => {
    const id = newId();
    return {
      id,
      caseId,
      kind,
      createdAt: at,
      payload: parseMessage(kind, { ...body, v: 1, id, at: at.toISOString() }).body,
    };
  });
  await tx.signalOutbox.createMany({ data: rows });
  return rows.map((row) => row.id);
}

/** Says that the case has folded these messages: once delivered, nobody repeats them. Unknown ids, and ids marked before, are no error. */
export async function markApplied(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.signalOutbox.updateMany({ where: { id: { in: [...ids] }, appliedAt: null }, data: { appliedAt: at } });
}
