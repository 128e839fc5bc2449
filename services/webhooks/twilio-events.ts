import { MalformedWebhook, idOrNull, type DeliveryEvent, type InboundMessage, type NewEvent } from './events';

const messageSid = /^(SM|MM)[0-9a-f]{32}$/i;

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null && value !== '') return value;
  throw new MalformedWebhook(`Twilio's form has no ${name}`);
}

function sidOf(form: URLSearchParams): string {
  const sid = required(form, 'MessageSid');
  if (messageSid.test(sid)) return sid;
  throw new MalformedWebhook(
    `Twilio's form names the message ${sid.slice(0, 40)}; expected SM or MM and 32 hexadecimal digits`,
  );
}

/**
 * Reads a status callback. The contact id, which travels in the address that we gave to Twilio, is kept with the form.
 *
 * @throws MalformedWebhook
 */
export function readTwilioStatus(form: URLSearchParams, contactId: string | null): NewEvent {
  const kept = new URLSearchParams(form);
  if (contactId !== null) kept.set('contact', contactId);
  const eventId = `${sidOf(form)}:${required(form, 'MessageStatus')}`;
  return { provider: 'twilio', kind: 'delivery', eventId, body: kept.toString() };
}

/** Reads an incoming SMS or WhatsApp message. @throws MalformedWebhook */
export function readTwilioInbound(form: URLSearchParams): NewEvent {
  required(form, 'From');
  return { provider: 'twilio', kind: 'message', eventId: `${sidOf(form)}:received`, body: form.toString() };
}

const onItsWay = ['accepted', 'scheduled', 'queued', 'sending', 'sent'];

// What Twilio says of numbers that nobody can be reached at: unknown, a landline, not a mobile number.
const badNumbers = ['30005', '30006', '21614', '21211'];
/** The recipient has answered STOP: the carrier lets nothing through any more. */
const OPTED_OUT = '21610';

/** What a status of Twilio means for a message of ours; null: nothing. */
export function outcomeOfTwilio(status: string, errorCode: string | null): DeliveryEvent['outcome'] {
  if (onItsWay.includes(status)) return 'sent';
  if (status === 'delivered' || status === 'read') return status;
  if (status === 'canceled') return 'failed';
  if (status !== 'failed' && status !== 'undelivered') return null;
  return errorCode !== null && badNumbers.includes(errorCode) ? 'bounced' : 'failed';
}

/** One stored status of Twilio. */
export function readTwilioDelivery(body: string): DeliveryEvent {
  const form = new URLSearchParams(body);
  const status = required(form, 'MessageStatus');
  const errorCode = form.get('ErrorCode');
  const outcome = outcomeOfTwilio(status, errorCode);
  const isLost = outcome === 'failed' || outcome === 'bounced';
  return {
    kind: 'delivery',
    contactId: idOrNull(form.get('contact')),
    providerId: required(form, 'MessageSid'),
    outcome,
    at: null,
    problem: isLost ? `Twilio: ${status}${errorCode === null ? '' : `, error ${errorCode}`}` : null,
    isOptOut: errorCode === OPTED_OUT,
  };
}

/** The words, and how many pictures came with them: those stay at Twilio. */
function textOf(form: URLSearchParams): string {
  const pictures = Number(form.get('NumMedia') ?? 0);
  const body = form.get('Body') ?? '';
  return pictures > 0 ? `${body}\n[${pictures} attachments]`.trim() : body;
}

/** One stored message to us. */
export function readTwilioMessage(body: string): InboundMessage {
  const form = new URLSearchParams(body);
  const from = required(form, 'From');
  const isWhatsApp = from.startsWith('whatsapp:');
  const answered = form.get('OriginalRepliedMessageSid');
  return {
    kind: 'message',
    channel: isWhatsApp ? 'whatsapp' : 'sms',
    from: isWhatsApp ? from.slice('whatsapp:'.length) : from,
    subject: null,
    text: textOf(form),
    // Sent along where the messaging service has Advanced Opt-Out, whose words are the account's own.
    isOptOut: form.get('OptOutType') === 'STOP',
    contactId: null,
    answers: answered === null ? [] : [answered],
  };
}
