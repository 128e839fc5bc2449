import { ApplicationFailure, Context } from '@temporalio/activity';
import type { EffectResult } from '../domain/actions';
import type { StepCall } from '../domain/case-input';
import type { SendAnswer } from '../services/contact/send-step';
import type { SendActivities } from './interfaces';

/** Reserve, send, record; `workers/` supplies it. */
export interface ContactServices {
  sendStep(call: StepCall): Promise<SendAnswer>;
}

// Three reports fit into the time-out of 15 s (workflows/proxies.ts), and nearly all sends have ended before the first.
const REPORT_EVERY_MS = 4_000;

/** Does some work and tells the server that it goes on: a provider or the database may keep it waiting for long. */
async function reporting<T>(work: Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), REPORT_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

async function send(services: ContactServices, call: StepCall): Promise<EffectResult> {
  const answer = await reporting(services.sendStep(call));
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
