import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decideImportant, endImportant, proposeImportant } from '../../services/commands/debtor-flags';
import { flagsOfDebtor } from '../../services/queries/debtor-flags';
import { findDebtor } from '../../services/queries/debtors';
import { instantField as instant, problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { byPerson } from '../by-person';
import { commandAnswer } from '../command-answers';
import { plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404 } from '../lists';
import { commandHeaders as headers, keySchema, reasonSchema } from '../schemas';

const tags = ['debtors'];
const params = z.strictObject({ debtor: keySchema.meta({ description: 'id or number' }) });
const body = z.strictObject({ reason: reasonSchema });
const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };

const flagAnswer = z
  .object({
    flag: z.string(),
    state: z.string(),
    proposedBy: z.string(),
    proposedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'DebtorFlag' });

/** Commands that a debtor is important: proposed by one person, approved or refused by another, ended by a superior (U9). */
export function debtorFlagRoutes(app: App, deps: ApiDeps): void {
  const debtorOf = async (request: FastifyRequest, key: string) =>
    foundOr404(await findDebtor(deps.db, bookOf(request), key), 'debtor', key);
  const list = z.object({ items: z.array(flagAnswer) });
  app.get(
    '/debtors/:debtor/flags',
    {
      schema: { summary: 'What people said of a debtor', tags, params, response: { 200: list, '4xx': problemAnswer } },
    },
    async (request) => {
      const { id } = await debtorOf(request, request.params.debtor);
      return { items: await flagsOfDebtor(deps.db, id) };
    },
  );
  const propose = 'Propose that a debtor is important; it is once another person has approved it';
  app.post(
    '/debtors/:debtor/important',
    { schema: { summary: propose, tags, params, headers, body, response } },
    async (request, reply) => {
      const { number: debtorNumber } = await debtorOf(request, request.params.debtor);
      const { reason } = request.body;
      return plainCommand(deps, request, reply, null, () =>
        proposeImportant(deps, { debtorNumber, reason, ...byPerson(deps, request) }),
      );
    },
  );
  const decision = z.enum(['approved', 'refused'], { error: 'expected approved or refused' });
  const decide = 'Approve or refuse that a debtor is important, which somebody else proposed';
  app.post(
    '/debtors/:debtor/important/decision',
    { schema: { summary: decide, tags, params, headers, body: body.extend({ decision }), response } },
    async (request, reply) => {
      const { number: debtorNumber } = await debtorOf(request, request.params.debtor);
      return plainCommand(deps, request, reply, null, () =>
        decideImportant(deps, { debtorNumber, ...request.body, ...byPerson(deps, request) }),
      );
    },
  );
  app.post(
    '/debtors/:debtor/important/end',
    { schema: { summary: 'End that a debtor is important', tags, params, headers, body, response } },
    async (request, reply) => {
      const { number: debtorNumber } = await debtorOf(request, request.params.debtor);
      const { reason } = request.body;
      return plainCommand(deps, request, reply, null, () =>
        endImportant(deps, { debtorNumber, reason, ...byPerson(deps, request) }),
      );
    },
  );
}
