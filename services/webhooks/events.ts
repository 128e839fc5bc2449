import type { DeliveryReport } from '../contact/record-delivery';

/** One event of a provider as it is stored, before anybody acts on it. */
export interface NewEvent {
  readonly provider: 'sendgrid' | 'twilio';
  readonly kind: 'delivery' | 'message' | 'recording';
  /** The same for every repetition of the event, and for no other (design 5). */
  readonly eventId: string;
  /** What the provider sent, as it can be read again. Personal data. */
  readonly body: string;
}

/** What a provider says of one of our messages. */
export interface DeliveryEvent {
  readonly kind: 'delivery';
  readonly contactId: string | null;
  readonly providerId: string | null;
  /** Null: news that changes nothing. */
  readonly outcome: DeliveryReport['outcome'] | null;
  /** The provider's instant; null where it names none. */
  readonly at: Date | null;
  readonly problem: string | null;
  /** Whether the recipient refused further messages on this channel. */
  readonly isOptOut: boolean;
}

/** What somebody wrote to us. Personal data. */
export interface InboundMessage {
  readonly kind: 'message';
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  readonly from: string;
  readonly subject: string | null;
  readonly text: string;
  /** Whether the provider itself took it for a refusal of more messages. */
  readonly isOptOut: boolean;
  /** Whether the provider took it for the end of such a refusal. */
  readonly isOptIn: boolean;
  /** The contact that it answers, where its address or a header names one. */
  readonly contactId: string | null;
  /** Provider ids of messages that it answers. */
  readonly answers: readonly string[];
}

/** Where the recording of a call of ours is kept. */
export interface CallRecording {
  readonly kind: 'recording';
  readonly contactId: string | null;
  readonly reference: string;
  readonly seconds: number;
}

/** Any event, read. */
export type ProviderEvent = DeliveryEvent | InboundMessage | CallRecording;

/** A webhook that cannot be read. Nothing of it is stored. */
export class MalformedWebhook extends Error {
  override readonly name = 'MalformedWebhook';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `text` when it can be an id of ours, else null: PostgreSQL refuses to compare anything else with one. */
export const idOrNull = (text: string | null | undefined): string | null =>
  text !== null && text !== undefined && uuid.test(text) ? text.toLowerCase() : null;
