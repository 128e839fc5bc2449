import type { SendOutcome } from '../../clients/send-outcome';
import type { Channel } from '../../domain/channels';
import type { MessageExtras } from './message-extras';

/** A document that goes with a message. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** A rendered message for one address. Personal data: it never enters a history. */
export interface OutgoingMessage extends MessageExtras {
  readonly contactId: string;
  readonly channel: Channel;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly language: string;
  /** Left out where there are none. */
  readonly attachments?: readonly Attachment[];
}

/** One way out: a provider. */
export interface ChannelSender {
  send(message: OutgoingMessage): Promise<SendOutcome>;
}

/** A provider, or why the message stays in the outbox. */
export type WayOut = { readonly sender: ChannelSender } | { readonly sender: null; readonly why: string };

/** Chooses the way out: providers only when delivery is live, the record is no sample and the recipient is allowed (decisions 4.4). */
export interface SenderChoice {
  choose(message: { readonly channel: Channel; readonly to: string; readonly sample: boolean }): WayOut;
}
