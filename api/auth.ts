import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hashApiKey } from '../services/first-start';
import { findCaller, type Caller } from '../services/queries/callers';
import type { ApiDeps } from './deps';
import { Problem } from './errors';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by the authentication hook, absent on public routes and refused requests. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Answers without an API key: health, the description of the API, and webhooks, which are signed; never data. */
    public?: boolean;
    /** Keeps what it is told in a table of its own. */
    isWebhook?: boolean;
    /** Shows personal data: every look is recorded (design 8). */
    personalData?: boolean;
  }
}

const keyFormat = /^Bearer (dw_[A-Za-z0-9_-]{20,200})$/;

async function authenticate(deps: ApiDeps, request: FastifyRequest): Promise<Caller> {
  const header = request.headers.authorization;
  if (header === undefined) {
    throw new Problem('unauthenticated', 'The header Authorization is missing; expected "Bearer dw_…".');
  }
  const key = keyFormat.exec(header)?.[1];
  if (key === undefined) {
    throw new Problem('unauthenticated', 'The header Authorization is not usable; expected "Bearer dw_…".');
  }
  const caller = await findCaller(deps.db, hashApiKey(key));
  if (caller === null) throw new Problem('unauthenticated', 'This API key is unknown or no longer valid.');
  return caller;
}

/** Every route needs a key unless its config says `public`; an unknown route is answered 404 without one. */
export function installAuthentication(app: FastifyInstance, deps: ApiDeps): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || request.routeOptions.config.public === true) return;
    void reply.header('cache-control', 'no-store');
    request.caller = await authenticate(deps, request);
  });
}

/** The caller of an authenticated route. @throws Problem when the route was left out of authentication. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Problem('unauthenticated', 'This route needs an API key.');
  return request.caller;
}

/** The creditor whose book the caller works in. @throws Problem while there is none. */
export function bookOf(request: FastifyRequest): string {
  const { creditorId } = callerOf(request);
  if (creditorId === null)
    throw new Problem('conflict', 'There is no creditor yet; start the product once or create one.');
  return creditorId;
}
