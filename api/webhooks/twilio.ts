import { readTwilioInbound, readTwilioStatus } from '../../services/webhooks/twilio-events';
import { idOrNull } from '../../services/webhooks/events';
import type { ApiDeps, App } from '../deps';
import { acceptEvents, readOr400 } from './accept';
import { keepRawBodies } from './raw-body';
import { webhookAnswer } from './route-options';
import { callRoutes } from './twilio-calls';
import { checkAge, FORM_LIMIT_BYTES, formOptions, verifiedForm } from './twilio-form';

/** What becomes of our messages, and messages to us. */
export function twilioRoutes(scope: App, deps: ApiDeps): void {
  keepRawBodies(scope, 'application/x-www-form-urlencoded', FORM_LIMIT_BYTES);
  const common = { tags: ['webhooks'], security: [] };
  const status = { ...common, summary: "Twilio's status callback", response: webhookAnswer };
  scope.post('/webhooks/twilio/status', { ...formOptions, schema: status }, async (request) => {
    const form = await verifiedForm(deps, request);
    const query = new URL(request.url, 'http://localhost').searchParams;
    checkAge(query.get('at'), deps.clock());
    return acceptEvents(deps, [readOr400(() => readTwilioStatus(form, idOrNull(query.get('contact'))))]);
  });
  const inbound = { ...common, summary: 'Incoming SMS and WhatsApp messages of Twilio' };
  scope.post('/webhooks/twilio/inbound', { ...formOptions, schema: inbound }, async (request, reply) => {
    const form = await verifiedForm(deps, request);
    await acceptEvents(deps, [readOr400(() => readTwilioInbound(form))]);
    // No answer goes back to the sender: an answer of a machine to a machine never ends.
    return reply.type('text/xml').send('<Response/>');
  });
  callRoutes(scope, deps);
}
