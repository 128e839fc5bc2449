import type { FastifyRequest } from 'fastify';
import type { ApiDeps } from '../deps';
import { Problem } from '../errors';
import { headerOf, rawBodyOf } from './raw-body';
import { webhookConfig } from './route-options';

// A message has at most 1,600 characters; each may take nine in a form.
export const FORM_LIMIT_BYTES = 64 * 1024;
// Twilio keeps a message for at most ten hours and carriers report within three days; what comes later is a replay. Twilio signs
// no time, but the address of the callback, which holds the one at which we gave it away.
const OLDEST_SECONDS = 8 * 24 * 60 * 60;
// The clocks of API and worker may differ.
const AHEAD_SECONDS = 5 * 60;

/** The signed form. @throws Problem 403 unless Twilio signed it for our address */
export async function verifiedForm(deps: ApiDeps, request: FastifyRequest): Promise<URLSearchParams> {
  const { twilio, publicBaseUrl } = deps.webhooks;
  if (twilio === null || publicBaseUrl === null)
    throw new Problem('webhookRefused', 'This webhook needs TWILIO_AUTH_TOKEN and PUBLIC_BASE_URL.');
  const signature = headerOf(request, 'x-twilio-signature');
  const form = new URLSearchParams(rawBodyOf(request).toString('utf8'));
  // What Twilio called, whatever the proxies before us have made of it.
  if (await twilio(signature, `${publicBaseUrl.replace(/\/$/, '')}${request.url}`, form)) return form;
  throw new Problem('webhookRefused', 'The signature does not belong to this webhook.');
}

/** The address of a callback holds the time at which we gave it away. @throws Problem 403 when that is too long ago */
export function checkAge(at: string | null, now: Date): void {
  const age = now.getTime() / 1_000 - Number(at);
  if (at !== null && /^\d{1,12}$/.test(at) && age <= OLDEST_SECONDS && age >= -AHEAD_SECONDS) return;
  throw new Problem('webhookRefused', 'The message of this webhook was sent too long ago, or its address has no time.');
}

/** How every route for Twilio is registered. */
export const formOptions = { config: webhookConfig, bodyLimit: FORM_LIMIT_BYTES };
