import type { Tx } from '../../clients/prisma';
import { channels, type Channel } from '../../domain/channels';
import { recordDelivery } from '../contact/record-delivery';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { debtorsAt, optOutAddress } from '../replies/opt-out';
import { parked, type Application } from './application';
import type { DeliveryEvent } from './events';

const isChannel = (text: string): text is Channel => channels.some((channel) => channel === text);

/** The contact that the event names, or the one that the provider knows by this id. */
async function contactOf(tx: Tx, { contactId, providerId }: DeliveryEvent) {
  const select = { id: true, debtorId: true, state: true, channel: true, contactPoint: true };
  const named = contactId === null ? null : await tx.contact.findUnique({ where: { id: contactId }, select });
  if (named !== null || providerId === null) return named;
  return tx.contact.findFirst({ where: { providerId }, orderBy: { id: 'asc' }, select });
}

/** Applies what a provider says of one of our messages; repeated or late, it changes nothing. */
export async function applyDelivery(
  tx: Tx,
  event: DeliveryEvent,
  from: { readonly provider: string; readonly receivedAt: Date },
): Promise<Application> {
  const contact = await contactOf(tx, event);
  if (contact === null) return parked('unknownContact');
  // A message of which we are sure that it never left: somebody should know.
  if (contact.state === 'cancelled') return parked('contactCancelled');
  const { contactPoint: point, channel } = contact;
  const sharing = event.isOptOut && point !== null ? await debtorsAt(tx, point) : [];
  await lockDebtors(tx, [contact.debtorId, ...sharing]);
  const { provider: source, receivedAt } = from;
  const { outcome, problem, providerId } = event;
  // A provider's clock may be ahead of ours; cases never learn of the future.
  const at = event.at === null || event.at > receivedAt ? receivedAt : event.at;
  const report = outcome === null ? null : { contactId: contact.id, outcome, at, source, problem, providerId };
  const messageIds = report === null ? null : await recordDelivery(tx, report);
  if (event.isOptOut && point !== null && isChannel(channel))
    await appendEvidence(
      tx,
      await optOutAddress(tx, { kind: point.kind, address: point.address, channel, at, source }),
    );
  return { kind: 'applied', messageIds: messageIds ?? [] };
}
