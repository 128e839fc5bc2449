import { accountSid } from './twilio';
import { signedBySendGrid, signedByTwilio, type SignedWebhook } from './webhooks';

let texts = 0;

/** An SMS that somebody sends to us. */
export interface InboundText {
  readonly from: string;
  readonly text: string;
  readonly id?: string;
  readonly more?: Readonly<Record<string, string>>;
}

/** An SMS that somebody sends to us, as Twilio posts it; each has an id of its own unless one is given. */
export const inboundText = (publicBaseUrl: string, { from, text, id, more }: InboundText): SignedWebhook => {
  const sid = id ?? `SM${String((texts += 1)).padStart(32, 'a')}`;
  return signedByTwilio(`${publicBaseUrl}/v1/webhooks/twilio/inbound`, {
    ToCountry: 'US',
    SmsMessageSid: sid,
    NumMedia: '0',
    SmsSid: sid,
    SmsStatus: 'received',
    Body: text,
    To: '+15005550006',
    MessageSid: sid,
    AccountSid: accountSid,
    From: from,
    ApiVersion: '2010-04-01',
    ...more,
  });
};

/** A mail that somebody sends to us. */
export interface InboundMail {
  readonly from: string;
  readonly to?: string;
  readonly subject: string;
  /** The text, or its bytes in `charset`. */
  readonly text: string | Buffer;
  readonly charset?: string;
  readonly headers?: string;
}

/** The form that SendGrid's Inbound Parse posts, with an attachment. */
export function inboundMail(mail: InboundMail, at: Date): SignedWebhook {
  const { from, to = 'replies@in.example.com', subject, text, charset = 'UTF-8', headers = '' } = mail;
  const boundary = 'xYzZY';
  const field = (name: string, value: string | Buffer) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ];
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="attachment1"; filename="scan.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 paid promise dispute\r\n`;
  const payload = Buffer.concat([
    ...field('headers', headers),
    ...field('from', from),
    ...field('to', to),
    ...field('subject', subject),
    ...field('text', text),
    ...field('envelope', JSON.stringify({ to: [to], from })),
    ...field('charsets', JSON.stringify({ to: 'UTF-8', from: 'UTF-8', subject: 'UTF-8', text: charset })),
    Buffer.from(`${file}--${boundary}--\r\n`),
  ]);
  return signedBySendGrid('/v1/webhooks/sendgrid/inbound', `multipart/form-data; boundary=${boundary}`, payload, at);
}
