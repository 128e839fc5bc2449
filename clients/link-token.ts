import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes and checks the tokens in links that we send to debtors: whoever holds one got the message of its contact. */
export interface LinkSigner {
  sign(contactId: string): string;
  /** The contact of a token; null when we did not make it. */
  read(token: string): string | null;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Tokens of one purpose: a token for another purpose, or signed with another key, is none. */
export function createLinkSigner(key: string, purpose: 'unsubscribe'): LinkSigner {
  const signatureOf = (contactId: string) => createHmac('sha256', key).update(`${purpose}:${contactId}`).digest();
  return {
    sign: (contactId) => `${contactId}.${signatureOf(contactId).toString('base64url')}`,
    read(token) {
      const [contactId = '', signature = ''] = token.split('.');
      if (!uuid.test(contactId)) return null;
      const [given, expected] = [Buffer.from(signature, 'base64url'), signatureOf(contactId)];
      return given.length === expected.length && timingSafeEqual(given, expected) ? contactId : null;
    },
  };
}

/** The address at which the recipient of a contact unsubscribes; null without a public address or a key. */
export function unsubscribeUrls(settings: {
  readonly publicBaseUrl: string | undefined;
  readonly linkKey: string | undefined;
}): (contactId: string) => string | null {
  const { publicBaseUrl, linkKey } = settings;
  if (publicBaseUrl === undefined || linkKey === undefined) return () => null;
  const signer = createLinkSigner(linkKey, 'unsubscribe');
  return (contactId) => `${publicBaseUrl.replace(/\/$/, '')}/v1/unsubscribe/${signer.sign(contactId)}`;
}
