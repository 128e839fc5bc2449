import type { Db } from '../../clients/prisma';
import type { ChannelSender } from './channel-sender';

/** Keeps messages in the outbox instead of sending them, each contact's once. `why` is shown with them. */
export const createOutboxSender = (db: Db, why: string): ChannelSender => ({
  async send({ contactId, channel, to, subject, text }) {
    await db.outboxMessage.createMany({
      data: [{ contactId, channel, recipient: to, subject, body: text, why }],
      skipDuplicates: true,
    });
    return { kind: 'accepted', providerId: null };
  },
});
