import { z } from 'zod';
import { listParked } from '../../services/queries/webhooks';
import { redriveParked } from '../../services/webhooks/drive-events';
import { problemAnswer } from '../answers';
import type { ApiDeps, App } from '../deps';
import { once } from '../idempotency';
import { pageBody, pageRequestOf } from '../lists';
import { parkedAnswer, redriveAnswer } from '../reply-answers';
import { commandHeaders, pageAnswer, pageFields } from '../schemas';

const tags = ['webhooks'];

/** Webhooks that fit nothing: the list, and the command that tries them again. */
export function parkedWebhookRoutes(app: App, deps: ApiDeps): void {
  const list = { summary: 'Webhooks that fit nothing, newest first', tags, querystring: z.strictObject(pageFields) };
  app.get(
    '/webhooks/parked',
    { schema: { ...list, response: { 200: pageAnswer(parkedAnswer), '4xx': problemAnswer } } },
    async (request) => {
      const page = pageRequestOf('parked', request.query);
      return pageBody('parked', await listParked(deps.db, page));
    },
  );
  const redrive = { summary: 'Try every parked webhook again', tags, headers: commandHeaders };
  app.post(
    '/webhooks/redrive',
    { schema: { ...redrive, body: z.strictObject({}), response: { 200: redriveAnswer, '4xx': problemAnswer } } },
    async (request, reply) => {
      const options = { answer: redriveAnswer, fingerprint: request.body };
      const answer = await once(deps, request, reply, options, async () => ({
        status: 200,
        body: await redriveParked({ db: deps.db, messenger: deps.messenger, now: deps.clock() }),
      }));
      return reply.code(200).send(answer.body);
    },
  );
}
