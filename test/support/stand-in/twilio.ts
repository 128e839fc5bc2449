import type { Refusal } from './sendgrid';

export const accountSid = `AC${'0'.repeat(32)}`;
export const authToken = 'token';

/** A message that the service would take. */
export interface CheckedText {
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly statusCallback: string | null;
}

const refusal = (status: number, code: number, message: string): Refusal => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

/** How Twilio words an error of this status. */
export const textProblem = (status: number): object => ({
  code: 20_000 + status,
  message: `failed with ${status}`,
  more_info: `https://www.twilio.com/docs/errors/${20_000 + status}`,
  status,
});

// Numbers have 15 digits at most; those of made-up debtors have up to 17, so that nobody can have them.
const e164 = /^\+[1-9]\d{6,16}$/;

/** Whether the request is signed in with account and token, for its own account. */
export function mayAsk(headers: Record<string, unknown>, path: string): boolean {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return headers['authorization'] === expected && path.includes(`/Accounts/${accountSid}/`);
}

export const notSignedIn = refusal(401, 20003, 'Authenticate');

/** Checks a request that creates a message as Twilio does: account, numbers, length, callback. */
export function checkText(headers: Record<string, unknown>, path: string, body: string): CheckedText | Refusal {
  if (!mayAsk(headers, path)) return notSignedIn;
  const form = new URLSearchParams(body);
  const [to, from, text] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? ''];
  if (!e164.test(to)) return refusal(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (!e164.test(from)) return refusal(400, 21212, `The 'From' number ${from} is not a valid phone number.`);
  if (text === '') return refusal(400, 21602, 'Message body is required.');
  if (text.length > 1_600)
    return refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
  const statusCallback = form.get('StatusCallback');
  if (statusCallback !== null && !URL.canParse(statusCallback))
    return refusal(400, 21609, `The 'StatusCallback' URL ${statusCallback} is not a valid URL.`);
  return { to, from, text, statusCallback };
}

/** Twilio writes instants as RFC 2822. */
const rfc2822 = (at: Date): string => at.toUTCString().replace('GMT', '+0000');

/** A message as Twilio shows it. */
export const messageJson = (
  message: CheckedText & { readonly id: string; readonly at: Date; readonly status: string },
): object => ({
  sid: message.id,
  account_sid: accountSid,
  api_version: '2010-04-01',
  to: message.to,
  from: message.from,
  body: message.text,
  status: message.status,
  direction: 'outbound-api',
  num_segments: '1',
  error_code: null,
  error_message: null,
  date_created: rfc2822(message.at),
  date_sent: message.status === 'queued' ? null : rfc2822(message.at),
  date_updated: rfc2822(message.at),
  uri: `/2010-04-01/Accounts/${accountSid}/Messages/${message.id}.json`,
});

/** Whether a message is meant by the filters of Twilio's list: `To`, `From`, `DateSent>` and `DateSent<`. */
export function isListed(message: CheckedText & { readonly at: Date }, query: URLSearchParams): boolean {
  const [to, from] = [query.get('To'), query.get('From')];
  const [after, before] = [query.get('DateSent>'), query.get('DateSent<')];
  if (to !== null && to !== message.to) return false;
  if (from !== null && from !== message.from) return false;
  if (after !== null && message.at < new Date(after)) return false;
  return before === null || message.at <= new Date(before);
}
