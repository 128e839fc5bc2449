import { z } from 'zod';
import { MalformedWebhook, idOrNull, type InboundMessage, type NewEvent } from './events';
import { sha256 } from '../sha256';

/** The parts of an e-mail that are kept; attachments are not read. */
const mailSchema = z.object({
  from: z.string().min(1).max(1_000),
  to: z.string().max(10_000).default(''),
  headers: z.string().default(''),
  subject: z.string().max(2_000).default(''),
  text: z.string().default(''),
  html: z.string().default(''),
});

type Mail = z.infer<typeof mailSchema>;

/** The value of a header, its continued lines joined; null when there is none. */
function headerOf(headers: string, name: string): string | null {
  const lines = headers.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const prefix = `${name.toLowerCase()}:`;
  const found = lines.find((line) => line.toLowerCase().startsWith(prefix));
  return found?.slice(prefix.length).trim() ?? null;
}

// Long enough for any letter to a creditor; what follows is quoted history.
const MAX_TEXT = 100_000;

/** What can be read of a mail that came as HTML only. */
const textOfHtml = (html: string): string =>
  html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<(br|\/p|\/div|\/tr)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** Reads the form of SendGrid's Inbound Parse. A mail without a Message-ID is known by its content. @throws MalformedWebhook */
export function readParsedMail(fields: Readonly<Record<string, string>>): NewEvent {
  const mail = mailSchema.safeParse(fields);
  if (!mail.success) throw new MalformedWebhook(`The mail cannot be read: ${z.prettifyError(mail.error)}`);
  const { from, to, headers, subject, text, html } = mail.data;
  const words = (text === '' ? textOfHtml(html) : text).slice(0, MAX_TEXT);
  const body = JSON.stringify({ from, to, headers, subject, text: words });
  const messageId = headerOf(headers, 'message-id');
  return { provider: 'sendgrid', kind: 'message', eventId: `mail:${messageId ?? sha256(body)}`.slice(0, 500), body };
}

/** The bare address of `Name <address>`. */
const addressOf = (text: string): string => (/<([^<>]+)>/.exec(text)?.[1] ?? text).trim().toLowerCase();

/** Our message that a mail answers: its reply address carries the contact id, as in `replies+<id>@example.com`. */
const contactIdIn = ({ to }: Mail): string | null => idOrNull(/\+([0-9a-f-]{36})@/i.exec(to)?.[1]);

/** SendGrid builds the Message-ID of a mail from the id that it gave our request. */
function answeredIds({ headers }: Mail): string[] {
  const threads = `${headerOf(headers, 'in-reply-to') ?? ''} ${headerOf(headers, 'references') ?? ''}`;
  return [...threads.matchAll(/<([^<>@\s]+)@/g)].map(([, id = '']) => id).slice(0, 50);
}

/** One stored mail. */
export function readInboundMail(body: string): InboundMessage {
  const mail = mailSchema.parse(JSON.parse(body));
  return {
    kind: 'message',
    channel: 'email',
    from: addressOf(mail.from),
    subject: mail.subject === '' ? null : mail.subject,
    text: mail.text,
    isOptOut: false,
    isOptIn: false,
    contactId: contactIdIn(mail),
    answers: answeredIds(mail),
  };
}
