import { z } from 'zod';
import { problemAnswer } from '../answers';
import type { ApiDeps, App } from '../deps';
import { once } from '../idempotency';
import { commandHeaders } from '../schemas';

const startedAnswer = z.object({
  id: z.string(),
  started: z.boolean().meta({ description: 'false: a sweep was running already, and this is the one' }),
});

const progressAnswer = z.object({
  id: z.string().nullable(),
  status: z.enum(['never', 'running', 'done', 'failed']),
  considered: z.number(),
  enrolled: z.number(),
  failure: z.string().nullable(),
});

/** The enrolment sweep: start one, and see how far it is. */
export function enrolmentRoutes(app: App, deps: ApiDeps): void {
  const tags = ['enrolments'];
  app.post(
    '/enrolments',
    {
      schema: {
        summary: 'Enrol every open invoice that is overdue or whose first step is due; also runs on a schedule',
        tags,
        headers: commandHeaders,
        body: z.strictObject({}).nullish(),
        response: { 200: startedAnswer, 202: startedAnswer, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const answer = await once(deps, request, reply, { answer: startedAnswer, fingerprint: null }, async () => {
        const { id, started } = await deps.enrolment.trigger();
        return { status: 202, body: { id, started } };
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
  app.get(
    '/enrolments',
    { schema: { summary: 'The running or last sweep', tags, response: { 200: progressAnswer, '4xx': problemAnswer } } },
    async () => {
      const progress = await deps.enrolment.progress();
      return progress ?? { id: null, status: 'never' as const, considered: 0, enrolled: 0, failure: null };
    },
  );
}
