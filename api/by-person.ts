import type { FastifyRequest } from 'fastify';
import { bookOf, callerOf } from './auth';
import { issuedBy } from './command-on-case';
import type { ApiDeps } from './deps';

/** Who commands where two people must look: the person of staff behind the request, null for a machine, and its role. */
export const byPerson = (deps: ApiDeps, request: FastifyRequest) => {
  const { actor, role } = callerOf(request);
  const staffId = actor.startsWith('staff:') ? actor.slice('staff:'.length) : null;
  return { creditorId: bookOf(request), role, staffId, ...issuedBy(deps, request) };
};
