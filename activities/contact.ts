import { ApplicationFailure } from '@temporalio/activity';
import type { EffectResult } from '../domain/actions';
import type { StepCall } from '../domain/case-input';
import type { SendAnswer } from '../services/contact/send-step';
import type { SendActivities } from './interfaces';

/** Reserve, send, record; `workers/` supplies it. */
export interface ContactServices {
  sendStep(call: StepCall): Promise<SendAnswer>;
}

async function send(services: ContactServices, call: StepCall): Promise<EffectResult> {
  const answer = await services.sendStep(call);
  if (answer.kind !== 'notAccepted') return answer;
  const { problem, retryAfterSeconds } = answer;
  throw ApplicationFailure.create({
    type: 'ProviderUnavailable',
    message: problem,
    // What the provider asked for; else the proxy's own back-off.
    ...(retryAfterSeconds === null ? {} : { nextRetryDelay: retryAfterSeconds * 1000 }),
  });
}

/** Effect class: irreversible, at most once by reserve, send, record. A failure here means: definitely not accepted, ask again. */
export const createContactActivities = (services: ContactServices): SendActivities => ({
  sendReminder: (call) => send(services, call),
  sendLetter: (call) => send(services, call),
});
