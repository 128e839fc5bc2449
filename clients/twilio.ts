import type { Config } from '../config';
import { outcomeOfStatus, outcomeWithoutAnswer, type SendOutcome } from './send-outcome';

interface Text {
  readonly contactId: string;
  readonly to: string;
  readonly text: string;
}

// Twilio queues a message in well under a second; a silence this long means that nobody knows.
const TIMEOUT_MS = 20_000;

/** The SDK puts the HTTP status into `status`; a network error has none. */
function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number')
    return outcomeWithoutAnswer(error);
  return outcomeOfStatus('Twilio', error.status, error, null);
}

/** Where Twilio reports: the contact id and the time come back in the address, which Twilio signs. */
function callbackFor(contactId: string, publicBaseUrl: string): string {
  const at = Math.floor(Date.now() / 1_000);
  return `${publicBaseUrl.replace(/\/$/, '')}/v1/webhooks/twilio/status?contact=${contactId}&at=${at}`;
}

/**
 * SMS through Twilio's own SDK, which is loaded with the first message. `baseUrl` points it elsewhere in tests. Without a public
 * address Twilio cannot report what becomes of a message.
 */
export function createTwilioSender(settings: Config['twilio'], publicBaseUrl?: string) {
  const load = async () => {
    const { default: twilio } = await import('twilio');
    const client = twilio(settings.accountSid ?? '', settings.authToken ?? '', { timeout: TIMEOUT_MS });
    if (settings.baseUrl !== undefined) client.api.baseUrl = settings.baseUrl;
    return client;
  };
  let client: ReturnType<typeof load> | null = null;
  return {
    async send({ contactId, to, text }: Text): Promise<SendOutcome> {
      client ??= load();
      try {
        const callback = publicBaseUrl === undefined ? {} : { statusCallback: callbackFor(contactId, publicBaseUrl) };
        const message = await (
          await client
        ).messages.create({ to, from: settings.from ?? '', body: text, ...callback });
        return { kind: 'accepted', providerId: message.sid };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
