import { ApplicationFailure } from '@temporalio/activity';
import type { StepCall } from '../domain/case-input';
import { ProviderUnavailableError, sendStep, type SendDeps } from '../services/contact/send-step';
import type { SendActivities } from './interfaces';

async function send(deps: SendDeps, call: StepCall) {
  try {
    return await sendStep(deps, call);
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError)) throw error;
    const { message, retryAfterSeconds } = error;
    throw ApplicationFailure.create({
      type: 'ProviderUnavailable',
      message,
      cause: error,
      // What the provider asked for; else the proxy's own back-off.
      ...(retryAfterSeconds === null ? {} : { nextRetryDelay: retryAfterSeconds * 1000 }),
    });
  }
}

/** Irreversible sends, at most once by reserve, send, record. A failure here means: definitely not accepted, ask again. */
export const createContactActivities = (deps: SendDeps): SendActivities => ({
  sendReminder: (call) => send(deps, call),
  sendLetter: (call) => send(deps, call),
});
