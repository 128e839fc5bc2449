import { z } from 'zod';
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

/** The content templates that WhatsApp has approved, by id: `{{1}}` is a place to fill. */
export const approvedTemplates: ReadonlyMap<string, string> = new Map([
  [`HX${'a1'.repeat(16)}`, 'Dear {{1}}, {{2}} is open. Please pay by {{3}}.'],
  [`HX${'b2'.repeat(16)}`, '{{1}}：尚有{{2}}未付，请于{{3}}前付款。'],
]);

const variablesSchema = z.record(z.string().regex(/^[1-9]\d?$/), z.string().min(1));

/** Outside a conversation WhatsApp takes nothing but an approved template with all its places filled. */
function checkWhatsApp(form: URLSearchParams): CheckedText | Refusal {
  const [to = '', from = ''] = [form.get('To'), form.get('From')].map((value) => value?.replace('whatsapp:', ''));
  if (!e164.test(to)) return refusal(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (form.get('From') !== `whatsapp:${from}`)
    return refusal(400, 63007, 'Twilio could not find a Channel with the specified From address');
  const template = approvedTemplates.get(form.get('ContentSid') ?? '');
  if (template === undefined)
    return refusal(400, 63016, 'Failed to send freeform message because you are outside the allowed window.');
  const variables = variablesSchema.safeParse(JSON.parse(form.get('ContentVariables') ?? '{}'));
  if (!variables.success) return refusal(400, 21656, 'The Content Variables parameter is invalid.');
  const text = template.replace(/\{\{(\d+)\}\}/g, (_place, number: string) => variables.data[number] ?? '{{}}');
  if (text.includes('{{}}')) return refusal(400, 21656, 'The Content Variables parameter is invalid.');
  return { to, from, text, statusCallback: form.get('StatusCallback') };
}

/** A call that the service would make. */
export interface CheckedCall {
  readonly to: string;
  readonly from: string;
  readonly twiml: string;
  readonly statusCallback: string | null;
  readonly recorded: boolean;
}

/** Whether tags are closed in their order and nothing stands in a text that XML would take for markup. */
export function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^?]*\?>/, '');
  for (const [token, text, end, name, closed] of body.matchAll(
    /([^<]+)|<(\/?)([A-Za-z]+)(?:\s+[\w-]+="[^"<&]*(?:&amp;[^"<&]*)*")*\s*(\/?)>|</g,
  )) {
    if (text !== undefined && /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-F]+);)/i.test(text)) return false;
    if (text !== undefined) continue;
    if (name === undefined || token === '<') return false;
    if (end === '/') {
      if (open.pop() !== name) return false;
    } else if (closed !== '/') open.push(name);
  }
  return open.length === 0;
}

/** Checks a request that makes a call as Twilio does: account, numbers, TwiML. */
export function checkCall(headers: Record<string, unknown>, path: string, body: string): CheckedCall | Refusal {
  if (!mayAsk(headers, path)) return notSignedIn;
  const form = new URLSearchParams(body);
  const [to, from, twiml] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Twiml') ?? ''];
  if (!e164.test(to)) return refusal(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (!e164.test(from)) return refusal(400, 21212, `The 'From' number ${from} is not a valid phone number.`);
  if (twiml === '' || twiml.length > 4_000 || !isWellFormed(twiml))
    return refusal(400, 12100, 'Document parse failure');
  return { to, from, twiml, statusCallback: form.get('StatusCallback'), recorded: form.get('Record') === 'true' };
}

/** A call as Twilio shows it. */
export const callJson = (call: CheckedCall & { readonly id: string; readonly at: Date }): object => ({
  sid: call.id,
  account_sid: accountSid,
  to: call.to,
  from: call.from,
  status: 'queued',
  direction: 'outbound-api',
  date_created: rfc2822(call.at),
  date_updated: rfc2822(call.at),
  uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.id}.json`,
});

/** Checks a request that creates a message as Twilio does: account, numbers, length, callback. */
export function checkText(headers: Record<string, unknown>, path: string, body: string): CheckedText | Refusal {
  if (!mayAsk(headers, path)) return notSignedIn;
  const form = new URLSearchParams(body);
  if (form.get('To')?.startsWith('whatsapp:') === true) return checkWhatsApp(form);
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
