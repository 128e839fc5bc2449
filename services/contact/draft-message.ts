import type { ChannelOption, ContactFacts } from '../../domain/contact/decide-contact';
import { type MessageWords, withWords } from '../render/edited-message';
import { type GateContext, withText } from './contact-facts';
import { contentOf, type ContactContent, type LeadingText, type PolicyTexts } from './message-content';
import { textHashOf } from './text-hash';
import type { WrittenMessage } from './write-reservation';

/** A way that the gate allows, and the facts on which it decided. */
export interface ChosenWay {
  readonly facts: ContactFacts;
  readonly option: ChannelOption;
}

/** A message as it would go out now. */
export interface DraftMessage {
  readonly facts: ContactFacts;
  readonly written: WrittenMessage;
  readonly content: ContactContent;
}

/**
 * Writes the message for the invoices that it covers, with a person's words where there are some, and adds to the facts what
 * only the text can tell. Pure.
 */
export function draftMessage(
  context: GateContext,
  texts: PolicyTexts,
  { facts, option }: ChosenWay,
  lead: LeadingText,
  invoiceIds: readonly string[],
  words: MessageWords | null,
): DraftMessage {
  const content = contentOf(context, option, lead, invoiceIds);
  const rendered = texts.render(content);
  const message = words === null ? rendered : withWords(rendered, words, content.language);
  const textHash = textHashOf(message.text);
  return { facts: withText(facts, option, context.rows, textHash), written: { message, textHash }, content };
}
