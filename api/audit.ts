import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiDeps } from './deps';
import { pathOf } from './problem-handler';

// Requests beyond the rate limit are not recorded one by one: the limit exists to keep floods away from the database.
function isRecorded(request: FastifyRequest, status: number): boolean {
  if (status === 429 && request.caller === null) return false;
  if (request.routeOptions.config.isWebhook === true && status < 400) return false;
  const isCommand = request.method !== 'GET' && request.method !== 'HEAD';
  return isCommand || status >= 400 || request.routeOptions.config.personalData === true;
}

/**
 * One ApiAudit row for every command, every refusal and every look at personal data, written before the answer leaves. Accepted
 * webhooks have rows of their own.
 */
export function installAudit(app: FastifyInstance, deps: ApiDeps): void {
  app.addHook('onSend', async (request, reply) => {
    if (!isRecorded(request, reply.statusCode)) return;
    const row = {
      actor: request.caller?.actor ?? 'unauthenticated',
      method: request.method,
      path: pathOf(request.url),
      status: reply.statusCode,
      requestId: request.id,
    };
    try {
      await deps.db.apiAudit.create({ data: row });
    } catch (error) {
      // The answer is decided and, for a command, committed: the row goes to the log instead.
      request.log.error({ err: error, audit: row }, 'audit row not stored');
    }
  });
}
