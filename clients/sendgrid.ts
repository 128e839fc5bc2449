import { z } from 'zod';
import type { Config } from '../config';
import { headerOf, outcomeOfStatus, outcomeWithoutAnswer, type SendOutcome } from './send-outcome';

/** What a mail says; the contact id travels with it and comes back in every event. */
interface Mail {
  readonly contactId: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  /** From a formal notice nobody can unsubscribe. */
  readonly formal: boolean;
  readonly attachments?: readonly { readonly name: string; readonly mediaType: string; readonly content: Buffer }[];
}

type SendGridSettings = Pick<Config['sendgrid'], 'apiKey' | 'baseUrl' | 'from'> &
  Partial<Pick<Config['sendgrid'], 'replyTo'>> & {
    /** The address at which the recipient of a contact unsubscribes; null: there is none. */
    readonly unsubscribeUrl?: (contactId: string) => string | null;
  };

// Accepting a mail takes SendGrid well under a second; a silence this long means that nobody knows.
const TIMEOUT_MS = 20_000;
// "Your message is both valid, and queued to be delivered." Nothing else says so.
const ACCEPTED = 202;

// SendGrid's own errors; what a proxy or gateway answers looks different.
const answerSchema = z.object({
  headers: z.unknown(),
  body: z
    .object({ errors: z.array(z.object({ message: z.string() })) })
    .nullable()
    .catch(null),
});

/** The SDK puts the HTTP status into `code` and the answer into `response`; a network error has a text there. */
function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number')
    return outcomeWithoutAnswer(error);
  const { headers, body } = answerSchema.parse('response' in error ? error.response : {});
  return outcomeOfStatus({
    provider: 'SendGrid',
    status: error.code,
    text: body?.errors.map(({ message }) => message).join('; ') ?? error.message,
    isItsOwn: body !== null,
    retryAfter: headerOf(headers, 'retry-after'),
  });
}

/** The address of answers to one message: `replies+<contact id>@example.com` leads an answer back to it. */
const replyAddress = (replyTo: string, contactId: string): string => replyTo.replace('@', `+${contactId}@`);

/** What mail programs offer as a button, for reminders only (RFC 8058, decisions 4.5). */
function unsubscribeHeaders({ unsubscribeUrl }: SendGridSettings, { contactId, formal }: Mail) {
  const url = formal ? null : (unsubscribeUrl?.(contactId) ?? null);
  if (url === null) return {};
  return { headers: { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } };
}

function attachmentsOf({ attachments = [] }: Mail) {
  if (attachments.length === 0) return {};
  return {
    attachments: attachments.map(({ name: filename, mediaType: type, content }) => ({
      ...{ filename, type, content: content.toString('base64'), disposition: 'attachment' },
    })),
  };
}

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
    async send(mail: Mail): Promise<SendOutcome> {
      const { contactId, to, subject, text, html } = mail;
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
          ...unsubscribeHeaders(settings, mail),
          ...attachmentsOf(mail),
          ...(settings.replyTo === undefined ? {} : { replyTo: replyAddress(settings.replyTo, contactId) }),
        });
        const status = response.statusCode;
        const headers: unknown = response.headers;
        if (status === ACCEPTED) return { kind: 'accepted', providerId: headerOf(headers, 'x-message-id') };
        const answered = { status, text: 'expected 202', isItsOwn: false, retryAfter: null };
        return outcomeOfStatus({ provider: 'SendGrid', ...answered });
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
