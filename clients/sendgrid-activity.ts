import { z } from 'zod';
import type { Config } from '../config';

const listSchema = z.object({ messages: z.array(z.object({ msg_id: z.string(), status: z.string() })) });

// SendGrid's words for a message, in those that Twilio has for the same.
const statuses: Readonly<Record<string, string>> = {
  processed: 'sent',
  processing: 'sent',
  delivered: 'delivered',
  not_delivered: 'undelivered',
};

/** What answers when the account has no activity history, or the key may not see it: then nobody can be asked. */
const isNotAvailable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && [401, 403, 404].includes(Number(error.code));

/**
 * Asks SendGrid's Email Activity for the message that carries a contact id: the custom argument of every mail is searched as
 * `unique_args`. The API is an add-on of the account; where it is missing nothing is found, and a person resolves the contact.
 *
 * @see https://www.twilio.com/docs/sendgrid/api-reference/email-activity/filter-all-messages
 */
export function createSendGridLookup(settings: Pick<Config['sendgrid'], 'apiKey' | 'baseUrl'>) {
  const load = async () => {
    const { default: client } = await import('@sendgrid/client');
    client.setApiKey(settings.apiKey ?? '');
    if (settings.baseUrl !== undefined) client.setDefaultRequest('baseUrl', `${settings.baseUrl.replace(/\/$/, '')}/`);
    return client;
  };
  let client: ReturnType<typeof load> | null = null;
  return {
    async find({ contactId, until }: { readonly contactId: string; readonly until: Date }) {
      client ??= load();
      const qs = { limit: 10, query: `unique_args['contactId']="${contactId}"` };
      try {
        const [response] = await (await client).request({ method: 'GET', url: '/v3/messages', qs });
        return listSchema.parse(response.body).messages.map(({ msg_id: id, status }) => ({
          // The id of our request comes first; behind the dot SendGrid numbers its own hops.
          providerId: id.split('.', 1)[0] ?? id,
          text: null,
          status: statuses[status] ?? status,
          errorCode: null,
          at: until,
        }));
      } catch (error) {
        if (isNotAvailable(error)) return [];
        throw error;
      }
    },
  };
}
