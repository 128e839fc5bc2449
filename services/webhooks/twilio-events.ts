import { keypressText } from '../../domain/replies/keypresses';
import {
  MalformedWebhook,
  idOrNull,
  type CallRecording,
  type DeliveryEvent,
  type InboundMessage,
  type NewEvent,
} from './events';

const messageSid = /^(SM|MM)[0-9a-f]{32}$/i;

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null && value !== '') return value;
  throw new MalformedWebhook(`Twilio's form has no ${name}`);
}

const callSid = /^CA[0-9a-f]{32}$/i;

function callOf(form: URLSearchParams): string {
  const sid = required(form, 'CallSid');
  if (callSid.test(sid)) return sid;
  throw new MalformedWebhook(`Twilio's form names the call ${sid.slice(0, 40)}; expected CA and 32 hexadecimal digits`);
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
  const eventId = form.has('CallSid')
    ? `${callOf(form)}:${required(form, 'CallStatus')}`
    : `${sidOf(form)}:${required(form, 'MessageStatus')}`;
  return { provider: 'twilio', kind: 'delivery', eventId, body: kept.toString() };
}

/** Reads the key that was pressed in a call of ours: an answer of the debtor. @throws MalformedWebhook */
export function readTwilioKey(form: URLSearchParams, contactId: string): NewEvent {
  const kept = new URLSearchParams(form);
  kept.set('contact', contactId);
  const eventId = `${callOf(form)}:key:${required(form, 'Digits')}`;
  return { provider: 'twilio', kind: 'message', eventId, body: kept.toString() };
}

/** Reads where the recording of a call of ours is kept. @throws MalformedWebhook */
export function readTwilioRecording(form: URLSearchParams, contactId: string): NewEvent {
  const kept = new URLSearchParams(form);
  kept.set('contact', contactId);
  const eventId = `${callOf(form)}:recording:${required(form, 'RecordingSid')}`;
  return { provider: 'twilio', kind: 'recording', eventId, body: kept.toString() };
}

/** Reads an incoming SMS or WhatsApp message. @throws MalformedWebhook */
export function readTwilioInbound(form: URLSearchParams): NewEvent {
  required(form, 'From');
  return { provider: 'twilio', kind: 'message', eventId: `${sidOf(form)}:received`, body: form.toString() };
}

const onItsWay = ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'initiated', 'ringing', 'in-progress'];

// What Twilio says of numbers that nobody can be reached at: unknown, a landline, not a mobile number.
const badNumbers = ['30005', '30006', '21614', '21211'];
/** The recipient has answered STOP: the carrier lets nothing through any more. */
const OPTED_OUT = '21610';

/** What a status of Twilio means for a message of ours; null: nothing. */
export function outcomeOfTwilio(status: string, errorCode: string | null): DeliveryEvent['outcome'] {
  if (onItsWay.includes(status)) return 'sent';
  if (status === 'delivered' || status === 'read') return status;
  if (status === 'completed') return 'delivered';
  // Nobody took the call: the step takes its next way.
  if (status === 'canceled' || status === 'busy' || status === 'no-answer') return 'failed';
  if (status !== 'failed' && status !== 'undelivered') return null;
  return errorCode !== null && badNumbers.includes(errorCode) ? 'bounced' : 'failed';
}

/** One stored status of Twilio. */
export function readTwilioDelivery(body: string): DeliveryEvent {
  const form = new URLSearchParams(body);
  const isCall = form.has('CallSid');
  const status = required(form, isCall ? 'CallStatus' : 'MessageStatus');
  const errorCode = form.get('ErrorCode');
  const outcome = outcomeOfTwilio(status, errorCode);
  const isLost = outcome === 'failed' || outcome === 'bounced';
  return {
    kind: 'delivery',
    contactId: idOrNull(form.get('contact')),
    providerId: required(form, isCall ? 'CallSid' : 'MessageSid'),
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

/** A key pressed in a call of ours: it comes from the number that we called. */
const readKey = (form: URLSearchParams): InboundMessage => ({
  kind: 'message',
  channel: 'voice',
  from: required(form, 'To'),
  subject: null,
  text: keypressText(required(form, 'Digits')),
  isOptOut: false,
  isOptIn: false,
  contactId: idOrNull(form.get('contact')),
  answers: [],
});

/** One stored recording of a call. */
export function readTwilioRecorded(body: string): CallRecording {
  const form = new URLSearchParams(body);
  const seconds = Number(form.get('RecordingDuration') ?? 0);
  return {
    kind: 'recording',
    contactId: idOrNull(form.get('contact')),
    reference: `twilio:${required(form, 'RecordingSid')}`,
    seconds: Number.isSafeInteger(seconds) ? seconds : 0,
  };
}

/** One stored message to us. */
export function readTwilioMessage(body: string): InboundMessage {
  const form = new URLSearchParams(body);
  if (form.has('CallSid')) return readKey(form);
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
    isOptIn: form.get('OptOutType') === 'START',
    contactId: null,
    answers: answered === null ? [] : [answered],
  };
}
