import { z } from 'zod';
import { MalformedWebhook, idOrNull, type DeliveryEvent, type NewEvent } from './events';

// SendGrid sends at most 768 KB at a time, some thousand events; more in one request is not from it.
const MAX_EVENTS = 5_000;

const eventSchema = z.looseObject({
  event: z.string().min(1).max(60),
  timestamp: z.number().int().positive().max(32_503_680_000),
  sg_message_id: z.string().max(300).optional(),
  'smtp-id': z.string().max(300).optional(),
  contactId: z.string().max(100).optional(),
  reason: z.string().optional(),
  type: z.string().optional(),
  sg_machine_open: z.boolean().optional(),
});

type SendGridEvent = z.infer<typeof eventSchema>;

const batchSchema = z.array(eventSchema).min(1).max(MAX_EVENTS);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new MalformedWebhook('The events of SendGrid are no JSON');
  }
}

/** Message id, event and timestamp: `sg_event_id` differs between repetitions of the same event (design 5). */
function eventIdOf(event: SendGridEvent): string {
  const message = event.sg_message_id ?? event['smtp-id'] ?? event.contactId;
  if (message === undefined) throw new MalformedWebhook(`A ${event.event} event of SendGrid names no message`);
  return `${message}:${event.event}:${event.timestamp}`;
}

/** Reads what SendGrid posts to the event webhook. @throws MalformedWebhook */
export function readSendGridBatch(body: string): NewEvent[] {
  const batch = batchSchema.safeParse(parsed(body));
  if (!batch.success)
    throw new MalformedWebhook(`The events of SendGrid cannot be read: ${z.prettifyError(batch.error)}`);
  return batch.data.map((event) => ({
    provider: 'sendgrid',
    kind: 'delivery',
    eventId: eventIdOf(event),
    body: JSON.stringify(event),
  }));
}

/** A drop says in words why: these mean that the address is of no use, the others that this message was refused. */
const badAddress = /^(bounced|invalid)/i;
const refusedByRecipient = /^(unsubscribed|spam reporting)/i;

function outcomeOf({ event, type, reason, sg_machine_open: isMachine }: SendGridEvent): DeliveryEvent['outcome'] {
  switch (event) {
    case 'processed':
    case 'deferred':
      return 'sent';
    case 'delivered':
      return 'delivered';
    case 'open':
      // A mail program that opens everything has read nothing.
      return isMachine === true ? null : 'read';
    case 'click':
      return 'read';
    case 'bounce':
      // A block refuses this message, a bounce the address (R26).
      return type === 'blocked' ? 'failed' : 'bounced';
    case 'dropped':
      return badAddress.test(reason ?? '') ? 'bounced' : 'failed';
    default:
      return null;
  }
}

function isOptOut({ event, reason }: SendGridEvent): boolean {
  if (event === 'dropped') return refusedByRecipient.test(reason ?? '');
  return ['spamreport', 'unsubscribe', 'group_unsubscribe'].includes(event);
}

/** What went wrong, without the address that the words of a mail server repeat: it enters evidence. */
function problemOf({ event, type, reason }: SendGridEvent): string | null {
  if (reason === undefined) return null;
  const code = /\b[245]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d\b/.exec(reason)?.[0];
  const words = event === 'dropped' ? /^[a-z ]{1,40}/i.exec(reason)?.[0].trim() : undefined;
  return ['SendGrid:', event, type, code, words].filter((part) => part !== undefined).join(' ');
}

/** One stored event of SendGrid. @throws MalformedWebhook */
export function readSendGridEvent(body: string): DeliveryEvent {
  const [event] = batchSchema.parse([parsed(body)]);
  if (event === undefined) throw new MalformedWebhook('A stored event of SendGrid is empty');
  return {
    kind: 'delivery',
    contactId: idOrNull(event.contactId),
    // The id of our request comes first; behind the dot SendGrid numbers its own hops.
    providerId: event.sg_message_id?.split('.', 1)[0] ?? null,
    outcome: outcomeOf(event),
    at: new Date(event.timestamp * 1_000),
    problem: problemOf(event),
    isOptOut: isOptOut(event),
  };
}
