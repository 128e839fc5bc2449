import type { SendOutcome } from '../send-outcome';

/** A message as adapters get it: words for every channel, and what only one of them needs. Personal data. */
export interface ChannelMessage {
  readonly contactId: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly language: string;
  /** A formal notice: from those nobody can unsubscribe. */
  readonly formal: boolean;
  /** Documents of an e-mail. */
  readonly attachments?: readonly { readonly name: string; readonly mediaType: string; readonly content: Buffer }[];
  /** The approved template of a WhatsApp message. */
  readonly template: { readonly contentSid: string; readonly variables: Readonly<Record<string, string>> } | null;
  /** Who calls whom, and whether the call is recorded. */
  readonly call: { readonly caller: string; readonly called: string; readonly recorded: boolean } | null;
}

/** One way out. It never throws: whatever happens is an outcome. */
export interface ChannelAdapter {
  send(message: ChannelMessage): Promise<SendOutcome>;
}

/** The adapter of a channel that is not set up: it refuses, so that the step takes its next way and a person looks at it. */
export const notSetUp = (problem: string): ChannelAdapter => ({
  send: async () => ({ kind: 'refused', problem }),
});
