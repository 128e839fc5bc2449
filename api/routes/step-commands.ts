import { z } from 'zod';
import { sendNow, skipStep, type StepAccepted, type StepCommand } from '../../services/commands/step-commands';
import type { Refused } from '../../services/problems';
import { locateCase } from '../../services/queries/cases';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { stepCommandAnswer } from '../command-answers';
import { commandOnCase, issuedBy } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404 } from '../lists';
import { codeSchema, commandHeaders as headers, keySchema, reasonSchema } from '../schemas';

const params = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });
const body = z.strictObject({
  step: codeSchema.optional().meta({ description: 'refused when another one has come next since' }),
  reason: reasonSchema,
});

function stepRoute(
  app: App,
  deps: ApiDeps,
  route: {
    readonly path: string;
    readonly summary: string;
    run(command: StepCommand): Promise<StepAccepted | Refused>;
  },
): void {
  const { path, summary } = route;
  const response = { 200: stepCommandAnswer, 202: stepCommandAnswer, '4xx': problemAnswer };
  app.post(
    `/cases/:case/${path}`,
    { schema: { summary, tags: ['commands'], params, headers, body, response } },
    async (request, reply) => {
      const key = request.params.case;
      const { id: caseId } = foundOr404(await locateCase(deps.db, bookOf(request), key), 'case', key);
      const { step, reason } = request.body;
      const guarded = step === undefined ? {} : { step };
      const answer = await commandOnCase(deps, request, reply, {
        caseId,
        answer: stepCommandAnswer,
        repeatable: true,
        run: () => route.run({ caseId, reason, ...guarded, ...issuedBy(deps, request) }),
        body: ({ step: taken }, applied) => ({ caseId, step: taken, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

/** Commands about the next step of a case: now, where the gate permits it, or never. */
export function stepCommandRoutes(app: App, deps: ApiDeps): void {
  stepRoute(app, deps, {
    path: 'send-now',
    summary:
      'Send the next message of a case now; refused with the reason and the instant where the gate does not permit it',
    run: (command) => sendNow(deps, command),
  });
  stepRoute(app, deps, {
    path: 'skip',
    summary: 'Skip the next step of a case: it is recorded as skipped, and the ladder goes on',
    run: (command) => skipStep(deps, command),
  });
}
