import type { Db } from '../../clients/prisma';
import { channels, type Channel } from '../../domain/channels';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { debtorsAt, optOutAddress } from './opt-out';

/** A message whose recipient may refuse more of its kind. */
export interface Unsubscribable {
  readonly contactId: string;
  readonly channel: Channel;
  readonly language: string;
  readonly address: string;
}

const isChannel = (text: string): text is Channel => channels.some((channel) => channel === text);

/** The message of a link; null when it is gone, went to no address, or was a formal notice: those cannot be refused. */
export async function findUnsubscribable(db: Db, contactId: string): Promise<Unsubscribable | null> {
  const contact = await db.contact.findUnique({ where: { id: contactId }, include: { contactPoint: true } });
  if (contact === null || contact.formal || contact.contactPoint === null || !isChannel(contact.channel)) return null;
  const { channel, language, contactPoint } = contact;
  return { contactId, channel, language, address: contactPoint.address };
}

/** Whoever got the message wants no more reminders on its channel (decisions 4.5, RFC 8058). False when there is no such message. */
export async function unsubscribe(db: Db, contactId: string, at: Date): Promise<boolean> {
  const found = await findUnsubscribable(db, contactId);
  if (found === null) return false;
  const { channel, address } = found;
  await db.$transaction(async (tx) => {
    const point = { kind: channel === 'email' ? 'email' : 'phone', address };
    await lockDebtors(tx, await debtorsAt(tx, point));
    await appendEvidence(tx, await optOutAddress(tx, { ...point, channel, at, source: `unsubscribe:${contactId}` }));
  });
  return true;
}
