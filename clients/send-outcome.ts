import { withoutAddresses } from '../domain/contact/without-addresses';

/** What a provider made of a message. `unknown`: it may or may not have been accepted; nobody may send it again. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerId: string | null }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'notAccepted'; readonly problem: string; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'unknown'; readonly problem: string };

// The connection was never made, so the provider cannot have accepted anything.
const neverConnected: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

// What the provider has against us, not against the message: a wrong or revoked key, or too many requests.
const againstUs: readonly number[] = [401, 403, 429];

/** An HTTP answer that was no acceptance. */
export interface HttpProblem {
  readonly provider: string;
  readonly status: number;
  /** What went wrong, for people. */
  readonly text: string;
  /** Whether the answer is worded as the service words its own errors; else a proxy or gateway may have given it. */
  readonly isItsOwn: boolean;
  readonly retryAfter: string | null;
}

/**
 * What an HTTP answer that was no acceptance means. Sure that nothing was taken: what the service has against our account, its
 * own 503 ("not available") and what a machine in between refused. A refusal of the message: any other 4xx of the service. All
 * else is `unknown`: after a 500 of SendGrid or Twilio, or a gateway's 502, 503 or 504, the message may be on its way
 * (decisions 4.3).
 *
 * @see https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/responses
 * @see https://www.twilio.com/docs/usage/twilios-response
 */
export function outcomeOfStatus({ provider, status, text, isItsOwn, retryAfter }: HttpProblem): SendOutcome {
  const problem = `${provider} answered ${status}: ${withoutAddresses(text)}`;
  const isRefused = status >= 400 && status < 500;
  if (isRefused && isItsOwn && !againstUs.includes(status)) return { kind: 'refused', problem };
  if (!isRefused && !(status === 503 && isItsOwn)) return { kind: 'unknown', problem };
  const seconds = Number(retryAfter);
  return { kind: 'notAccepted', problem, retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null };
}

/** A header of an answer, whatever the case of its name. */
export function headerOf(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return typeof found?.[1] === 'string' ? found[1] : null;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** No HTTP answer: definitely not accepted only when no connection was made; otherwise nobody knows (decisions 4.3). */
export function outcomeWithoutAnswer(error: unknown): SendOutcome {
  const problem = withoutAddresses(textOf(error));
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return neverConnected.includes(code)
    ? { kind: 'notAccepted', problem, retryAfterSeconds: null }
    : { kind: 'unknown', problem };
}
