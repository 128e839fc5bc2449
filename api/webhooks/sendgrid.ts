import type { FastifyRequest } from 'fastify';
import type { SendGridCheck } from '../../clients/webhook-signatures';
import { readParsedMail } from '../../services/webhooks/inbound-mail';
import { readSendGridBatch } from '../../services/webhooks/sendgrid-events';
import type { ApiDeps, App } from '../deps';
import { Problem } from '../errors';
import { acceptEvents, readOr400 } from './accept';
import { formFieldsOf } from './form-fields';
import { headerOf, keepRawBodies, rawBodyOf } from './raw-body';
import { webhookAnswer, webhookConfig } from './route-options';

// SendGrid posts at most 768 KB of events at a time.
const EVENTS_LIMIT_BYTES = 1024 * 1024;
// SendGrid takes in mails of at most 30 MB, attachments included; one that we refuse would be lost.
const MAIL_LIMIT_BYTES = 31 * 1024 * 1024;
// SendGrid repeats for 24 hours and does not say whether it signs a repetition anew. Within this time the stored event ids stop
// a replay, which changes nothing; after it the signature is refused.
const OLDEST_SECONDS = 25 * 60 * 60;
// Clocks of well-kept servers differ by seconds.
const AHEAD_SECONDS = 5 * 60;

function checkAge(timestamp: string, now: Date): void {
  const age = now.getTime() / 1_000 - Number(timestamp);
  if (/^\d{1,12}$/.test(timestamp) && age <= OLDEST_SECONDS && age >= -AHEAD_SECONDS) return;
  throw new Problem('webhookRefused', 'The webhook was signed too long ago, or at no time that can be read.');
}

/** The signed body. @throws Problem 403 unless SendGrid signed it with our key, not long ago */
function verifiedBody(request: FastifyRequest, check: SendGridCheck | null, now: Date): Buffer {
  if (check === null) throw new Problem('webhookRefused', 'No key is configured for this webhook.');
  const timestamp = headerOf(request, 'x-twilio-email-event-webhook-timestamp');
  const signature = headerOf(request, 'x-twilio-email-event-webhook-signature');
  const body = rawBodyOf(request);
  if (!check(signature, timestamp, body))
    throw new Problem('webhookRefused', 'The signature does not belong to this webhook.');
  checkAge(timestamp, now);
  return body;
}

/** Events of our mails: delivered, bounced, opened and so on. */
export function sendGridEventRoute(scope: App, deps: ApiDeps): void {
  keepRawBodies(scope, 'application/json', EVENTS_LIMIT_BYTES);
  const schema = { summary: "SendGrid's event webhook", tags: ['webhooks'], security: [], response: webhookAnswer };
  scope.post(
    '/webhooks/sendgrid',
    { schema, config: webhookConfig, bodyLimit: EVENTS_LIMIT_BYTES },
    async (request) => {
      const body = verifiedBody(request, deps.webhooks.sendGridEvents, deps.clock());
      return acceptEvents(
        deps,
        readOr400(() => readSendGridBatch(body.toString('utf8'))),
      );
    },
  );
}

/** Mails to us, as SendGrid's Inbound Parse posts them. */
export function sendGridMailRoute(scope: App, deps: ApiDeps): void {
  keepRawBodies(scope, 'multipart/form-data', MAIL_LIMIT_BYTES);
  const schema = { summary: "SendGrid's Inbound Parse", tags: ['webhooks'], security: [], response: webhookAnswer };
  scope.post(
    '/webhooks/sendgrid/inbound',
    { schema, config: webhookConfig, bodyLimit: MAIL_LIMIT_BYTES },
    async (request) => {
      const body = verifiedBody(request, deps.webhooks.sendGridMail, deps.clock());
      const fields = formFieldsOf(request.headers['content-type'] ?? '', body);
      return acceptEvents(deps, [readOr400(() => readParsedMail(fields))]);
    },
  );
}
