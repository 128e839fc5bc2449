import type { Db } from '../../clients/prisma';
import type { Channel } from '../../domain/channels';
import { deliverMessages, type DeliveryDeps } from '../message-delivery';
import { outcomeOfTwilio } from '../webhooks/twilio-events';
import { recordDelivery } from './record-delivery';
import { textHashOf } from './text-hash';

/** A message as its provider knows it. */
export interface FoundMessage {
  readonly providerId: string;
  /** Its words; null where the provider knew it by our own id. */
  readonly text: string | null;
  /** The provider's words for what became of it. */
  readonly status: string;
  readonly errorCode: string | null;
  /** When the provider took it. */
  readonly at: Date;
}

/** A message of which nobody knows whether it went out. */
export interface LookupQuestion {
  readonly contactId: string;
  readonly to: string;
  readonly from: Date;
  readonly until: Date;
}

/** Asks a provider which messages went to an address. The answer may reach beyond both instants. */
export interface MessageLookup {
  find(question: LookupQuestion): Promise<readonly FoundMessage[]>;
}

export interface LookupDeps extends DeliveryDeps {
  /** Providers that can be asked, by channel; each has a name for evidence. */
  readonly lookups: ReadonlyMap<Channel, MessageLookup & { readonly source: string }>;
  readonly now: Date;
}

const MINUTE_MS = 60_000;
// A provider's list lags behind what it has accepted, by seconds as a rule.
const SETTLED_AFTER_MS = 2 * MINUTE_MS;
// After a day the next step is free again and the task is a person's (decisions 4.3).
const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
// Reservations know their minute only, and clocks differ; a call is given up after 20 seconds.
const EARLIER_MS = 5 * MINUTE_MS;
const LATER_MS = 10 * MINUTE_MS;
// One request each: bounds a turn.
const BATCH = 50;

const unknownContacts = (db: Db, channels: readonly Channel[], now: Date) =>
  db.contact.findMany({
    where: {
      state: 'unknown',
      channel: { in: [...channels] },
      sendingAt: { gt: new Date(now.getTime() - GIVE_UP_AFTER_MS), lt: new Date(now.getTime() - SETTLED_AFTER_MS) },
    },
    orderBy: { id: 'asc' },
    take: BATCH,
    select: { id: true, channel: true, sendingAt: true, textHash: true, contactPoint: { select: { address: true } } },
  });

type UnknownContact = Awaited<ReturnType<typeof unknownContacts>>[number];

/** The message that can only be this contact's: by address, time and words, and no other contact has it. Null when unsure. */
async function messageOf(db: Db, contact: UnknownContact, lookup: MessageLookup): Promise<FoundMessage | null> {
  const { sendingAt, textHash, contactPoint } = contact;
  if (sendingAt === null || textHash === null || contactPoint === null) return null;
  const from = new Date(sendingAt.getTime() - EARLIER_MS);
  const until = new Date(sendingAt.getTime() + LATER_MS);
  const found = await lookup.find({ contactId: contact.id, to: contactPoint.address, from, until });
  const fitting = found.filter(
    ({ at, text }) => at >= from && at <= until && (text === null || textHashOf(text) === textHash),
  );
  const known = await db.contact.findMany({
    where: { providerId: { in: fitting.map(({ providerId }) => providerId) } },
    select: { providerId: true },
  });
  const taken = new Set(known.map(({ providerId }) => providerId));
  const [message, ...others] = fitting.filter(({ providerId }) => !taken.has(providerId));
  return message === undefined || others.length > 0 ? null : message;
}

/**
 * Asks providers about contacts of which nobody knows whether they went out (R5). What is found is recorded as if it had been
 * reported; what is not found stays unknown: it may yet go out, and a person decides (decisions 4.3).
 *
 * @returns how many were asked about and how many are known now
 */
export async function lookUpUnknown(deps: LookupDeps): Promise<{ readonly asked: number; readonly found: number }> {
  const { db, lookups, now } = deps;
  const contacts = await unknownContacts(db, [...lookups.keys()], now);
  let found = 0;
  for (const contact of contacts) {
    const lookup = [...lookups].find(([channel]) => channel === contact.channel)?.[1];
    const message = lookup === undefined ? null : await messageOf(db, contact, lookup);
    const outcome = message === null ? null : outcomeOfTwilio(message.status, message.errorCode);
    if (lookup === undefined || message === null || outcome === null) continue;
    const { providerId, status } = message;
    const source = `${lookup.source}:lookup`;
    const problem = outcome === 'failed' || outcome === 'bounced' ? `${source}: ${status}` : null;
    const report = { contactId: contact.id, outcome, at: now, source, problem, providerId };
    const messageIds = await db.$transaction((tx) => recordDelivery(tx, report));
    await deliverMessages(deps, messageIds ?? [], { waitMs: 0 });
    found += 1;
  }
  return { asked: contacts.length, found };
}
