import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { seededRandom } from './faults';
import { accountSid, authToken } from './twilio';

/** A webhook as the provider posts it. */
export interface SignedWebhook {
  /** Path and query, as they are called. */
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload: string | Buffer;
}

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The verification key that SendGrid's console would show. */
export const sendGridPublicKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

/** Signs a body as SendGrid does: ECDSA over timestamp and raw body. */
export function signedBySendGrid(url: string, contentType: string, payload: string | Buffer, at: Date): SignedWebhook {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), Buffer.from(payload)]), privateKey);
  const headers = {
    'content-type': contentType,
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': signature.toString('base64'),
  };
  return { url, headers, payload };
}

/** One event of SendGrid's webhook. */
export type SendGridEvent = Readonly<Record<string, unknown>>;

/** An event of a mail, with what SendGrid adds: its own ids, and the custom arguments beside them. */
export function mailEvent(
  mail: { readonly id: string; readonly contactId: string | null; readonly to: string },
  event: string,
  at: Date,
  more: SendGridEvent = {},
): SendGridEvent {
  return {
    email: mail.to,
    timestamp: Math.floor(at.getTime() / 1_000),
    event,
    'smtp-id': `<${mail.id}@geopod-ismtpd-1>`,
    sg_event_id: randomBytes(16).toString('base64url'),
    sg_message_id: `${mail.id}.recvd-7b8d-1-1.0`,
    ...(mail.contactId === null ? {} : { contactId: mail.contactId }),
    ...more,
  };
}

/** A batch of events as SendGrid posts it: line breaks between the events, which the signature covers. */
export const eventWebhook = (events: readonly SendGridEvent[], at: Date): SignedWebhook =>
  signedBySendGrid(
    '/v1/webhooks/sendgrid',
    'application/json',
    `[${events.map((event) => JSON.stringify(event)).join(',\r\n')}]\r\n`,
    at,
  );

/** A form as Twilio posts and signs it; `publicUrl` is the address that it was given. */
export function signedByTwilio(publicUrl: string, fields: Readonly<Record<string, string>>): SignedWebhook {
  const { pathname, search } = new URL(publicUrl);
  return {
    url: `${pathname}${search}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, publicUrl, fields),
    },
    payload: new URLSearchParams(fields).toString(),
  };
}

/** What Twilio says of a message to its status callback. */
export const statusWebhook = (
  message: { readonly id: string; readonly to: string; readonly from: string; readonly statusCallback: string },
  status: string,
  more: Readonly<Record<string, string>> = {},
): SignedWebhook =>
  signedByTwilio(message.statusCallback, {
    SmsSid: message.id,
    SmsStatus: status,
    MessageStatus: status,
    To: message.to,
    MessageSid: message.id,
    AccountSid: accountSid,
    From: message.from,
    ApiVersion: '2010-04-01',
    ...more,
  });

/** The same things in another order, some of them twice: what a network and a retrying provider make of webhooks. */
export function disturbed<T>(things: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const all = things.flatMap((thing) => (random() < 0.5 ? [thing, thing] : [thing]));
  return all
    .map((thing) => ({ thing, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ thing }) => thing);
}
