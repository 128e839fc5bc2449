import type { Config } from '../config';
import { outcomeOfStatus, outcomeWithoutAnswer, type SendOutcome } from './send-outcome';

/** What a mail says; the contact id travels with it and comes back in every event. */
interface Mail {
  readonly contactId: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}

type SendGridSettings = Pick<Config['sendgrid'], 'apiKey' | 'baseUrl' | 'from'> &
  Partial<Pick<Config['sendgrid'], 'replyTo'>>;

// Accepting a mail takes SendGrid well under a second; a silence this long means that nobody knows.
const TIMEOUT_MS = 20_000;

function headerOf(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return typeof found?.[1] === 'string' ? found[1] : null;
}

/** The SDK puts the HTTP status into `code` and the answer into `response`; a network error has a text there. */
function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number')
    return outcomeWithoutAnswer(error);
  const response =
    'response' in error && typeof error.response === 'object' && error.response !== null ? error.response : {};
  const retryAfter = headerOf('headers' in response ? response.headers : null, 'retry-after');
  return outcomeOfStatus('SendGrid', error.code, error, retryAfter);
}

/** The address of answers to one message: `replies+<contact id>@example.com` leads an answer back to it. */
const replyAddress = (replyTo: string, contactId: string): string => replyTo.replace('@', `+${contactId}@`);

/** E-mail through SendGrid's own SDK, which is loaded with the first mail. `baseUrl` points it elsewhere in tests. */
export function createSendGridSender(settings: SendGridSettings) {
  const load = async () => {
    const [{ default: service }, { default: client }] = await Promise.all([
      import('@sendgrid/mail'),
      import('@sendgrid/client'),
    ]);
    client.setApiKey(settings.apiKey ?? '');
    if (settings.baseUrl !== undefined) client.setDefaultRequest('baseUrl', `${settings.baseUrl.replace(/\/$/, '')}/`);
    service.setClient(client);
    service.setTimeout(TIMEOUT_MS);
    return service;
  };
  let service: ReturnType<typeof load> | null = null;
  return {
    async send({ contactId, to, subject, text, html }: Mail): Promise<SendOutcome> {
      service ??= load();
      try {
        const [response] = await (
          await service
        ).send({
          to,
          from: settings.from ?? '',
          subject: subject ?? '',
          text,
          ...(html === null ? {} : { html }),
          customArgs: { contactId },
          ...(settings.replyTo === undefined ? {} : { replyTo: replyAddress(settings.replyTo, contactId) }),
        });
        return { kind: 'accepted', providerId: headerOf(response.headers, 'x-message-id') };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
