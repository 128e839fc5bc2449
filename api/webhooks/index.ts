import type { ApiDeps, App } from '../deps';
import { sendGridEventRoute, sendGridMailRoute } from './sendgrid';
import { twilioRoutes } from './twilio';

/** Webhooks of providers, each in a scope of its own: none parses a body before its signature is checked. */
export async function webhookRoutes(scope: App, deps: ApiDeps): Promise<void> {
  await scope.register(async (own: App) => sendGridEventRoute(own, deps));
  await scope.register(async (own: App) => sendGridMailRoute(own, deps));
  await scope.register(async (own: App) => twilioRoutes(own, deps));
}
