import { z } from 'zod';
import { rejectProposal, releaseProposal } from '../../services/commands/decide-proposal';
import { editProposal } from '../../services/commands/edit-proposal';
import type { Refused } from '../../services/problems';
import { explain } from '../../services/queries/explain';
import { findProposal, listProposals } from '../../services/queries/proposals';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { commandOnCase, issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404, languageOf, pageBody, pageRequestOf } from '../lists';
import { bulkAnswer, proposalAnswer, releasedAnswer } from '../proposal-answers';
import { commandHeaders as headers, idSchema, pageAnswer, pageFields, reasonSchema, text } from '../schemas';

const tags = ['proposals'];
const params = z.strictObject({ proposal: idSchema });

// A screenful; each is a transaction of its own.
const MOST_AT_ONCE = 100;
const ids = z
  .array(idSchema)
  .min(1, { error: `expected 1 to ${MOST_AT_ONCE} ids` })
  .max(MOST_AT_ONCE, { error: `expected 1 to ${MOST_AT_ONCE} ids` });

const proposalOf = async (deps: ApiDeps, creditorId: string, id: string) =>
  foundOr404(await findProposal(deps.db, creditorId, id), 'proposal', id);

function readRoutes(app: App, deps: ApiDeps): void {
  const state = z
    .enum(['waiting', 'released', 'rejected', 'withdrawn'], {
      error: 'expected waiting, released, rejected or withdrawn',
    })
    .optional();
  const querystring = z.strictObject({ state, debtor: text(120).optional(), ...pageFields });
  const list = { summary: 'Messages that wait for a person, newest first', tags, querystring };
  app.get(
    '/proposals',
    {
      config: { personalData: true },
      schema: { ...list, response: { 200: pageAnswer(proposalAnswer), '4xx': problemAnswer } },
    },
    async (request) => {
      const { state: wanted, debtor } = request.query;
      const page = pageRequestOf('proposals', request.query);
      const query = { creditorId: bookOf(request), state: wanted, debtor, page };
      return pageBody('proposals', await listProposals(deps.db, query));
    },
  );
  app.get(
    '/proposals/:proposal',
    {
      config: { personalData: true },
      schema: { summary: 'One of them', tags, params, response: { 200: proposalAnswer, '4xx': problemAnswer } },
    },
    async (request) => {
      const id = request.params.proposal;
      return proposalOf(deps, bookOf(request), id);
    },
  );
}

function editRoute(app: App, deps: ApiDeps): void {
  // Longer than any letter; an SMS of that length would be refused by its carrier.
  const words = z.string().trim().min(1, { error: 'expected 1 to 10000 characters' }).max(10_000, {
    error: 'expected 1 to 10000 characters',
  });
  const printable = (value: string) => !/[\p{Cc}\p{Surrogate}]/u.test(value.replace(/[\r\n\t]/g, ' '));
  const body = z.strictObject({
    subject: text(300).optional(),
    text: words.refine(printable, { error: 'expected text without control characters' }),
  });
  const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  const summary = 'Put your own words in place of the proposed ones; the wording lists are asked first';
  app.post(
    '/proposals/:proposal/edit',
    { schema: { summary, tags, params, headers, body, response } },
    async (request, reply) => {
      const creditorId = bookOf(request);
      const id = request.params.proposal;
      const { caseId } = await proposalOf(deps, creditorId, id);
      const { subject, text: edited } = request.body;
      const given = { creditorId, proposalId: id, text: edited, ...(subject === undefined ? {} : { subject }) };
      return plainCommand(deps, request, reply, caseId, () =>
        editProposal(deps, { ...given, ...issuedBy(deps, request) }),
      );
    },
  );
}

function decideRoutes(app: App, deps: ApiDeps): void {
  const releaseResponse = { 200: releasedAnswer, 202: releasedAnswer, '4xx': problemAnswer };
  app.post(
    '/proposals/:proposal/release',
    {
      schema: {
        summary: 'Release a message: it passes the gate again at its own instant',
        ...{ tags, params, headers, body: z.strictObject({}), response: releaseResponse },
      },
    },
    async (request, reply) => {
      const creditorId = bookOf(request);
      const id = request.params.proposal;
      const { caseId, zone } = await proposalOf(deps, creditorId, id);
      const answer = await commandOnCase(deps, request, reply, {
        caseId,
        answer: releasedAnswer,
        repeatable: true,
        run: () => releaseProposal(deps, { creditorId, proposalId: id, ...issuedBy(deps, request) }),
        body: ({ notBefore, why }, applied) => {
          return { caseId, applied, notBefore, why: why === null ? null : explain(why, languageOf(request), zone) };
        },
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
  const rejectResponse = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  app.post(
    '/proposals/:proposal/reject',
    {
      schema: {
        summary: 'Reject a message: its step counts as refused, and the ladder goes on',
        ...{ tags, params, headers, body: z.strictObject({ reason: reasonSchema }), response: rejectResponse },
      },
    },
    async (request, reply) => {
      const creditorId = bookOf(request);
      const id = request.params.proposal;
      const { caseId } = await proposalOf(deps, creditorId, id);
      const { reason } = request.body;
      return plainCommand(deps, request, reply, caseId, () =>
        rejectProposal(deps, { creditorId, proposalId: id, reason, ...issuedBy(deps, request) }),
      );
    },
  );
}

interface Outcome {
  readonly id: string;
  readonly ok: boolean;
  readonly problem: string | null;
  readonly notBefore: string | null;
}

type Decided = { readonly ok: true; readonly messageIds: readonly string[]; readonly notBefore?: string | null };

/** Decides on each of many proposals in a transaction of its own, one after the other: a refusal stops nothing. */
async function decideEach(proposalIds: readonly string[], decide: (id: string) => Promise<Decided | Refused>) {
  const results: Outcome[] = [];
  const messageIds: string[] = [];
  for (const id of new Set(proposalIds)) {
    const decided = await decide(id);
    const problem = decided.ok ? null : decided.problem.message;
    results.push({ id, ok: decided.ok, problem, notBefore: decided.ok ? (decided.notBefore ?? null) : null });
    if (decided.ok) messageIds.push(...decided.messageIds);
  }
  return { ok: true as const, messageIds, results };
}

function bulkRoutes(app: App, deps: ApiDeps): void {
  const response = { 200: bulkAnswer, 202: bulkAnswer, '4xx': problemAnswer };
  const command = { answer: bulkAnswer, caseId: null, repeatable: true } as const;
  app.post(
    '/proposals/release',
    { schema: { summary: 'Release many messages', tags, headers, body: z.strictObject({ ids }), response } },
    async (request, reply) => {
      const common = { creditorId: bookOf(request), ...issuedBy(deps, request) };
      const answer = await commandOnCase(deps, request, reply, {
        ...command,
        run: () => decideEach(request.body.ids, (proposalId) => releaseProposal(deps, { ...common, proposalId })),
        body: ({ results }, applied) => ({ results: [...results], applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
  const body = z.strictObject({ ids, reason: reasonSchema });
  app.post(
    '/proposals/reject',
    { schema: { summary: 'Reject many messages for one reason', tags, headers, body, response } },
    async (request, reply) => {
      const { reason } = request.body;
      const common = { creditorId: bookOf(request), reason, ...issuedBy(deps, request) };
      const answer = await commandOnCase(deps, request, reply, {
        ...command,
        run: () => decideEach(request.body.ids, (proposalId) => rejectProposal(deps, { ...common, proposalId })),
        body: ({ results }, applied) => ({ results: [...results], applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

/** Review mode: messages that wait for a person, their words, and what the person decides; one at a time or many. */
export function proposalRoutes(app: App, deps: ApiDeps): void {
  readRoutes(app, deps);
  editRoute(app, deps);
  decideRoutes(app, deps);
  bulkRoutes(app, deps);
}
