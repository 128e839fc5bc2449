import type { FastifyReply, FastifyRequest } from 'fastify';
import { callbackFor } from '../../clients/twilio';
import { askForAnswer, lastWords } from '../../clients/channels/spoken';
import { callScript, type CallScript } from '../../services/webhooks/call-script';
import { idOrNull } from '../../services/webhooks/events';
import { readTwilioKey, readTwilioRecording } from '../../services/webhooks/twilio-events';
import type { ApiDeps, App } from '../deps';
import { Problem } from '../errors';
import { acceptEvents, readOr400 } from './accept';
import { webhookAnswer } from './route-options';
import { checkAge, formOptions, verifiedForm } from './twilio-form';

const WRONG_NUMBER = '9';
const RIGHT_PERSON = '1';

/** The call that Twilio asks about: it is in the address that we gave away, and signed. */
function contactOf(request: FastifyRequest, now: Date): { readonly contactId: string; readonly asked: string | null } {
  const query = new URL(request.url, 'http://localhost').searchParams;
  checkAge(query.get('at'), now);
  const contactId = idOrNull(query.get('contact'));
  if (contactId === null) throw new Problem('invalidRequest', 'The address of this webhook names no contact.');
  return { contactId, asked: query.get('ask') };
}

/** A key that says something is stored as the debtor's answer, once, before anything is said to it. */
async function keepKey(deps: ApiDeps, form: URLSearchParams, contactId: string): Promise<void> {
  await acceptEvents(deps, [readOr400(() => readTwilioKey(form, contactId))]);
}

async function nextWords(
  deps: ApiDeps,
  form: URLSearchParams,
  script: CallScript,
  { contactId, asked }: { readonly contactId: string; readonly asked: string | null },
): Promise<string> {
  const digit = form.get('Digits') ?? '';
  const { text, language } = script;
  if (asked === 'person' && digit === RIGHT_PERSON) {
    const action = `${callbackFor('voice', contactId, deps.webhooks.publicBaseUrl ?? '', deps.clock())}&ask=answer`;
    return askForAnswer(text, language, action);
  }
  if (asked === 'person' && digit === WRONG_NUMBER) {
    await keepKey(deps, form, contactId);
    return lastWords(language, 'wrongNumber');
  }
  if (asked !== 'answer' || !/^[1-4]$/.test(digit)) return lastWords(language, 'goodbye');
  await keepKey(deps, form, contactId);
  return lastWords(language, 'thanks');
}

const sendTwiml = (reply: FastifyReply, twiml: string) => reply.type('text/xml; charset=utf-8').send(twiml);

/** What Twilio asks while we call somebody, and where the recording lies. The scope keeps raw bodies. */
export function callRoutes(scope: App, deps: ApiDeps): void {
  const common = { tags: ['webhooks'], security: [] };
  const spoken = { ...common, summary: 'What is said next in a call, by the key that was pressed' };
  scope.post('/webhooks/twilio/voice', { ...formOptions, schema: spoken }, async (request, reply) => {
    const form = await verifiedForm(deps, request);
    const about = contactOf(request, deps.clock());
    const script = await callScript(deps.db, about.contactId);
    if (script === null) throw new Problem('notFound', `There is no call ${about.contactId}.`);
    return sendTwiml(reply, await nextWords(deps, form, script, about));
  });
  const recorded = { ...common, summary: 'Where the recording of a call lies', response: webhookAnswer };
  scope.post('/webhooks/twilio/recording', { ...formOptions, schema: recorded }, async (request) => {
    const form = await verifiedForm(deps, request);
    const { contactId } = contactOf(request, deps.clock());
    return acceptEvents(deps, [readOr400(() => readTwilioRecording(form, contactId))]);
  });
}
