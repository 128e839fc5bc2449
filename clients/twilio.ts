import type RequestClient from 'twilio/lib/base/RequestClient';
import { z } from 'zod';
import type { Config } from '../config';
import { headerOf, outcomeOfStatus, outcomeWithoutAnswer, type SendOutcome } from './send-outcome';

interface Text {
  readonly contactId: string;
  readonly to: string;
  readonly text: string;
}

type TwilioSettings = Pick<Config['twilio'], 'accountSid' | 'authToken' | 'baseUrl' | 'from'>;

// Twilio queues a message in well under a second; a silence this long means that nobody knows.
const TIMEOUT_MS = 20_000;

/** An answer that was no success, as it came: the SDK's own errors keep neither headers nor whose words it is. */
class TwilioProblem extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly retryAfter: string | null,
  ) {
    super(`[HTTP ${status}]`);
  }
}

// Twilio's own errors; what a proxy or gateway answers looks different.
const problemSchema = z.object({ code: z.number(), message: z.string() });

/** What an answer of Twilio that was no success, or none at all, means. */
export function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof TwilioProblem)) return outcomeWithoutAnswer(error);
  const { status, body, retryAfter } = error;
  const problem = problemSchema.safeParse(body).data;
  const text = problem === undefined ? 'no words of Twilio' : `${problem.code} ${problem.message}`;
  return outcomeOfStatus({ provider: 'Twilio', status, text, isItsOwn: problem !== undefined, retryAfter });
}

/** Twilio's SDK, loaded with the first use; `baseUrl` points it elsewhere in tests. */
export async function loadTwilio(settings: TwilioSettings) {
  const { default: twilio } = await import('twilio');
  class Requests extends twilio.RequestClient {
    override async request<Data>(options: RequestClient.RequestOptions<Data>) {
      const response = await super.request<Data>(options);
      const { statusCode, body } = response;
      if (statusCode < 300) return response;
      throw new TwilioProblem(statusCode, body, headerOf(response.headers, 'retry-after'));
    }
  }
  const httpClient = new Requests({ timeout: TIMEOUT_MS });
  const client = twilio(settings.accountSid ?? '', settings.authToken ?? '', { httpClient });
  if (settings.baseUrl !== undefined) client.api.baseUrl = settings.baseUrl;
  return client;
}

/** An address at which Twilio calls us: the contact id and the time come back in it, and Twilio signs it. */
export function callbackFor(
  what: 'status' | 'voice' | 'recording',
  contactId: string,
  publicBaseUrl: string,
  now: Date = new Date(),
): string {
  const at = Math.floor(now.getTime() / 1_000);
  return `${publicBaseUrl.replace(/\/$/, '')}/v1/webhooks/twilio/${what}?contact=${contactId}&at=${at}`;
}

/**
 * SMS through Twilio's own SDK, which is loaded with the first message. `baseUrl` points it elsewhere in tests. Without a public
 * address Twilio cannot report what becomes of a message.
 */
export function createTwilioSender(settings: TwilioSettings, publicBaseUrl?: string) {
  let client: ReturnType<typeof loadTwilio> | null = null;
  return {
    async send({ contactId, to, text }: Text): Promise<SendOutcome> {
      client ??= loadTwilio(settings);
      try {
        const callback =
          publicBaseUrl === undefined ? {} : { statusCallback: callbackFor('status', contactId, publicBaseUrl) };
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

// Messages to one number on three days: far more than the caps allow, should two installations share an account.
const LOOKUP_LIMIT = 200;
const DAY_MS = 86_400_000;

/** Asks Twilio which messages it has sent to a number. It filters by whole days, so the answer reaches beyond both instants. */
export function createTwilioLookup(settings: TwilioSettings) {
  let client: ReturnType<typeof loadTwilio> | null = null;
  return {
    async find({ to, from, until }: { readonly to: string; readonly from: Date; readonly until: Date }) {
      client ??= loadTwilio(settings);
      const messages = await (
        await client
      ).messages.list({
        to,
        ...(settings.from === undefined ? {} : { from: settings.from }),
        dateSentAfter: new Date(from.getTime() - DAY_MS),
        dateSentBefore: new Date(until.getTime() + DAY_MS),
        limit: LOOKUP_LIMIT,
      });
      return messages.map(({ sid, body, status, errorCode, dateCreated }) => ({
        providerId: sid,
        text: body,
        status: String(status),
        errorCode: Number.isInteger(errorCode) && errorCode > 0 ? String(errorCode) : null,
        at: dateCreated,
      }));
    },
  };
}
