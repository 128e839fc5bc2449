import { z } from 'zod';
import { assignPolicy } from '../../services/commands/assign-policy';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { commandHeaders as headers, keySchema, reasonSchema, text } from '../schemas';

const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('invoice'), number: keySchema }),
  z.strictObject({ kind: z.literal('debtor'), number: keySchema }),
  z.strictObject({ kind: z.literal('segment'), segment: text(60) }),
  z.strictObject({ kind: z.literal('book') }),
]);

/** Which policy invoices get when they are enrolled (decisions 2.7). */
export function policyAssignmentRoutes(app: App, deps: ApiDeps): void {
  const policy = text(40).nullable().meta({ description: 'name of a stored policy; null takes the assignment back' });
  app.post(
    '/policy-assignments',
    {
      schema: {
        summary: 'Say which policy an invoice, a debtor, a segment or the book gets; running cases keep theirs',
        tags: ['policies'],
        headers,
        body: z.strictObject({ scope, policy, reason: reasonSchema }),
        response: { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const creditorId = bookOf(request);
      return plainCommand(deps, request, reply, null, () =>
        assignPolicy(deps, { creditorId, ...request.body, ...issuedBy(deps, request) }),
      );
    },
  );
}
