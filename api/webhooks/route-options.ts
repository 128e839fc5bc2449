import { z } from 'zod';
import { problemAnswer } from '../answers';

// Every message of a large book comes back in three or four webhooks, from a handful of addresses of the provider.
const WEBHOOKS_PER_MINUTE = 30_000;

/** Webhooks carry signatures instead of API keys; what they bring is kept in a table of its own instead of the audit rows. */
export const webhookConfig = {
  public: true,
  isWebhook: true,
  rateLimit: { max: WEBHOOKS_PER_MINUTE, timeWindow: '1 minute' },
} as const;

/** The answer of a webhook: how many events came, and how many of them were new. */
export const webhookAnswer = {
  200: z.object({ received: z.number(), new: z.number() }).meta({ id: 'WebhookReceived' }),
  '4xx': problemAnswer,
};
