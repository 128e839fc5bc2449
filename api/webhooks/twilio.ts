import type { FastifyRequest } from 'fastify';
import { readTwilioInbound, readTwilioStatus } from '../../services/webhooks/twilio-events';
import { idOrNull } from '../../services/webhooks/events';
import type { ApiDeps, App } from '../deps';
import { Problem } from '../errors';
import { acceptEvents, readOr400 } from './accept';
import { headerOf, keepRawBodies, rawBodyOf } from './raw-body';
import { webhookAnswer, webhookConfig } from './route-options';

// A message has at most 1,600 characters; each may take nine in a form.
const FORM_LIMIT_BYTES = 64 * 1024;
// Twilio keeps a message for at most ten hours and carriers report within three days; what comes later is a replay. Twilio signs
// no time, but the address of the callback, which holds the one at which we gave it away.
const OLDEST_SECONDS = 8 * 24 * 60 * 60;
// The clocks of API and worker may differ.
const AHEAD_SECONDS = 5 * 60;

/** The signed form. @throws Problem 403 unless Twilio signed it for our address */
async function verifiedForm(deps: ApiDeps, request: FastifyRequest): Promise<URLSearchParams> {
  const { twilio, publicBaseUrl } = deps.webhooks;
  if (twilio === null || publicBaseUrl === null)
    throw new Problem('webhookRefused', 'This webhook needs TWILIO_AUTH_TOKEN and PUBLIC_BASE_URL.');
  const signature = headerOf(request, 'x-twilio-signature');
  const form = new URLSearchParams(rawBodyOf(request).toString('utf8'));
  // What Twilio called, whatever the proxies before us have made of it.
  if (await twilio(signature, `${publicBaseUrl.replace(/\/$/, '')}${request.url}`, form)) return form;
  throw new Problem('webhookRefused', 'The signature does not belong to this webhook.');
}

function checkAge(at: string | null, now: Date): void {
  const age = now.getTime() / 1_000 - Number(at);
  if (at !== null && /^\d{1,12}$/.test(at) && age <= OLDEST_SECONDS && age >= -AHEAD_SECONDS) return;
  throw new Problem('webhookRefused', 'The message of this webhook was sent too long ago, or its address has no time.');
}

/** What becomes of our messages, and messages to us. */
export function twilioRoutes(scope: App, deps: ApiDeps): void {
  keepRawBodies(scope, 'application/x-www-form-urlencoded', FORM_LIMIT_BYTES);
  const options = { config: webhookConfig, bodyLimit: FORM_LIMIT_BYTES };
  const common = { tags: ['webhooks'], security: [] };
  const status = { ...common, summary: "Twilio's status callback", response: webhookAnswer };
  scope.post('/webhooks/twilio/status', { ...options, schema: status }, async (request) => {
    const form = await verifiedForm(deps, request);
    const query = new URL(request.url, 'http://localhost').searchParams;
    checkAge(query.get('at'), deps.clock());
    return acceptEvents(deps, [readOr400(() => readTwilioStatus(form, idOrNull(query.get('contact'))))]);
  });
  const inbound = { ...common, summary: 'Incoming SMS and WhatsApp messages of Twilio' };
  scope.post('/webhooks/twilio/inbound', { ...options, schema: inbound }, async (request, reply) => {
    const form = await verifiedForm(deps, request);
    await acceptEvents(deps, [readOr400(() => readTwilioInbound(form))]);
    // No answer goes back to the sender: an answer of a machine to a machine never ends.
    return reply.type('text/xml').send('<Response/>');
  });
}
