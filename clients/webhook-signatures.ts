import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Whether SendGrid signed these bytes. The key is what its console shows: base64 of a P-256 public key in SPKI form. */
export type SendGridCheck = (signature: string, timestamp: string, body: Buffer) => boolean;

/**
 * Checks the signatures of SendGrid's event and inbound webhooks: ECDSA over timestamp and raw body. Node's own function
 * gives the answers of SendGrid's package in a twentieth of its time.
 *
 * @throws Error when the key cannot be read
 */
export function createSendGridCheck(publicKey: string): SendGridCheck {
  const key: KeyObject = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return (signature, timestamp, body) => {
    try {
      return verify('sha256', Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'base64'));
    } catch {
      return false; // no signature at all, but bytes of another form
    }
  };
}

/** Whether Twilio signed this form for the address, as the public sees it, with query. */
export type TwilioCheck = (signature: string, url: string, form: URLSearchParams) => Promise<boolean>;

/** The fields of a form as Twilio's SDK takes them: a list where a name comes more than once. */
function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  const names = new Set(form.keys());
  return Object.fromEntries([...names].map((name) => [name, oneOrMany(form.getAll(name))]));
}

const oneOrMany = (values: string[]): string | string[] => (values.length === 1 ? (values[0] ?? '') : values);

/** Checks the signatures of Twilio's webhooks with its own SDK, of which only this part is loaded, with the first webhook. */
export function createTwilioCheck(authToken: string): TwilioCheck {
  return async (signature, url, form) => {
    const { validateRequest } = await import('twilio/lib/webhooks/webhooks.js');
    return validateRequest(authToken, signature, url, fieldsOf(form));
  };
}
