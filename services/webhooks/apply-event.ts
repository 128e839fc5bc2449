import { z } from 'zod';
import type { Db, Tx } from '../../clients/prisma';
import { assertNever } from '../../domain/errors';
import { recordReply } from '../replies/record-reply';
import { parked, type Application } from './application';
import { applyDelivery } from './apply-delivery';
import { MalformedWebhook, type ProviderEvent } from './events';
import { readInboundMail } from './inbound-mail';
import { recordRecording } from './record-recording';
import { readSendGridEvent } from './sendgrid-events';
import { readTwilioDelivery, readTwilioMessage, readTwilioRecorded } from './twilio-events';

const readers: Readonly<Record<string, (body: string) => ProviderEvent>> = {
  'sendgrid delivery': readSendGridEvent,
  'sendgrid message': readInboundMail,
  'twilio delivery': readTwilioDelivery,
  'twilio message': readTwilioMessage,
  'twilio recording': readTwilioRecorded,
};

interface StoredEvent {
  readonly id: string;
  readonly provider: string;
  readonly kind: string;
  readonly body: string;
  readonly receivedAt: Date;
}

/** The event, read by this version; null when it cannot be read. */
function eventOf({ provider, kind, body }: StoredEvent): ProviderEvent | null {
  try {
    return readers[`${provider} ${kind}`]?.(body) ?? null;
  } catch (error) {
    if (error instanceof MalformedWebhook || error instanceof z.ZodError) return null;
    throw error;
  }
}

async function application(tx: Tx, row: StoredEvent): Promise<Application> {
  const event = eventOf(row);
  if (event === null) return parked('unreadable');
  switch (event.kind) {
    case 'delivery':
      return applyDelivery(tx, event, row);
    case 'message':
      return recordReply(tx, event, row);
    case 'recording':
      return recordRecording(tx, event, row.receivedAt);
    default:
      return assertNever(event, 'event of a provider');
  }
}

/** What applying an event came to; `known`: another process has applied it. */
export type Applied = Application | { readonly kind: 'known' };

async function applyLocked(tx: Tx, id: string, now: Date): Promise<Applied> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    select id from webhook_event where id = ${id}::uuid and applied_at is null for update`;
  if (found.length === 0) return { kind: 'known' };
  const row = await tx.webhookEvent.findUniqueOrThrow({ where: { id } });
  const result = await application(tx, row);
  const data = result.kind === 'applied' ? { appliedAt: now, parkedReason: null } : { parkedReason: result.reason };
  await tx.webhookEvent.update({ where: { id }, data });
  return result;
}

/** The beginning of the reason for which an event is parked that failed: it is tried again without being asked for. */
export const FAILED = 'failed';

/**
 * Applies a stored event, once, in one transaction with everything that follows from it. What fits nothing is parked with its
 * reason, and so is what fails, so that one bad event does not hold up the others.
 */
export async function applyEvent(db: Db, id: string, now: Date): Promise<Applied> {
  try {
    return await db.$transaction((tx) => applyLocked(tx, id, now));
  } catch (error) {
    const reason = `${FAILED}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500);
    await db.webhookEvent.updateMany({ where: { id, appliedAt: null }, data: { parkedReason: reason } });
    return parked(reason);
  }
}
