import { z } from 'zod';

/** The key that the stand-in takes for the customer's. */
export const sendGridKey = 'SG.test';

const address = z.looseObject({ email: z.email() });

// What SendGrid itself refuses with 400.
const mailSchema = z.looseObject({
  personalizations: z.array(z.looseObject({ to: z.array(address).min(1) })).min(1),
  from: address,
  reply_to: address.optional(),
  subject: z.string().min(1),
  content: z.array(z.looseObject({ type: z.string(), value: z.string().min(1) })).min(1),
  custom_args: z.record(z.string(), z.string()).optional(),
  attachments: z
    .array(z.looseObject({ content: z.base64().min(1), filename: z.string().min(1), type: z.string().optional() }))
    .optional(),
  // Reserved names are refused, and so is what no header can hold.
  headers: z
    .record(z.string().regex(/^(?!(?:to|from|subject|reply-to|cc|bcc)$)[!-9;-~]+$/i), z.string().regex(/^[ -~]*$/))
    .optional(),
});

/** The longest request that SendGrid takes. */
const MAX_BYTES = 30 * 1024 * 1024;

/** A refusal of the service, as it answers. */
export interface Refusal {
  readonly status: number;
  readonly body: unknown;
}

/** A mail that the service would take. */
export interface CheckedMail {
  readonly to: string;
  readonly contactId: string | null;
}

const refusal = (status: number, message: string, field: string | null = null): Refusal => ({
  status,
  body: { errors: [{ message, field, help: null }] },
});

/** How SendGrid words an error of this status. */
export const mailProblem = (status: number): object => ({
  errors: [{ message: `failed with ${status}`, field: null, help: null }],
});

/** Checks a request to `POST /v3/mail/send` as SendGrid does: key, content type, addresses, subject, content. */
export function checkMail(headers: Record<string, unknown>, body: string): CheckedMail | Refusal {
  if (headers['authorization'] !== `Bearer ${sendGridKey}`)
    return refusal(401, 'The provided authorization grant is invalid, expired, or revoked');
  if (!String(headers['content-type']).startsWith('application/json'))
    return refusal(415, 'Content-Type should be application/json.');
  if (Buffer.byteLength(body) > MAX_BYTES) return refusal(413, 'The maximum size of a mail is 30MB.');
  const mail = mailSchema.safeParse(JSON.parse(body));
  if (!mail.success) return refusal(400, z.prettifyError(mail.error), mail.error.issues[0]?.path.join('.') ?? null);
  const to = mail.data.personalizations[0]?.to[0]?.email ?? '';
  return { to, contactId: mail.data.custom_args?.['contactId'] ?? null };
}

export const isRefusal = (checked: object): checked is Refusal => 'status' in checked && 'body' in checked;
