import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callCauses } from '../../domain/call-causes';
import { reconcilers, taskOutcomes } from '../../domain/conversations/outcome';
import { checkAmounts } from '../../services/commands/check-amounts';
import { objectToStep } from '../../services/commands/object-to-step';
import { recordCall } from '../../services/commands/record-call';
import { resolveUnknown } from '../../services/commands/resolve-unknown';
import { localDateIn } from '../../services/local-day';
import { zoneOfCreditor } from '../../services/queries/creditors';
import { withRecommended } from '../../services/queries/recommended-channel';
import { findTask, listTasks } from '../../services/queries/tasks';
import { worklistOf } from '../../services/queries/worklist';
import { productPrices } from '../../services/what-if/price-table';
import { problemAnswer, taskAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer, holdCommandAnswer, worklistAnswer } from '../command-answers';
import { commandOnCase, issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404, languageOf, pageBody, pageRequestOf } from '../lists';
import {
  codeSchema,
  commandHeaders,
  dateSchema,
  idSchema,
  pageAnswer,
  pageFields,
  reasonSchema,
  stated,
  text,
} from '../schemas';

const tags = ['tasks'];

const listQuery = z.strictObject({
  status: z.enum(['open', 'closed'], { error: 'expected open or closed' }).optional(),
  kind: text(40).optional(),
  debtor: text(120).optional(),
  ...pageFields,
});

/** The case of a task in the caller's book; null for work that belongs to none. */
async function caseOfTask(deps: ApiDeps, request: FastifyRequest, id: string): Promise<string | null> {
  const query = { creditorId: bookOf(request), id, language: languageOf(request) };
  return foundOr404(await findTask(deps.db, query), 'task', id).caseId;
}

function outcomeRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ task: idSchema });
  const outcome = z.enum(taskOutcomes, { error: `expected one of ${taskOutcomes.join(', ')}` });
  const cause = z.enum(callCauses, { error: `expected one of ${callCauses.join(', ')}` }).optional();
  const body = z.strictObject({
    outcome,
    note: reasonSchema.optional().meta({ description: 'the key points of what was said; a call or visit needs them' }),
    identified: z
      .boolean({ error: 'expected true or false' })
      .optional()
      .meta({ description: 'whether it was confirmed who is on the phone; nobody else may hear of the debt' }),
    endedAt: z.iso
      .datetime({ error: 'expected an instant such as 2026-03-02T02:00:00Z' })
      .optional()
      .meta({ description: 'when the conversation ended; without it, now' }),
    address: text(40)
      .optional()
      .meta({ description: 'the number that was called; needed where the debtor has several' }),
    cause: cause.meta({ description: 'what stands in the way of the payment; opens work of the same day' }),
  });
  const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  app.post(
    '/tasks/:task/outcome',
    { schema: { summary: 'Close a task with what came of it', tags, params, headers: commandHeaders, body, response } },
    async (request, reply) => {
      const { outcome: result, cause: found, endedAt, ...rest } = request.body;
      const id = request.params.task;
      const caseId = await caseOfTask(deps, request, id);
      const said = stated({ ...rest, cause: found, endedAt: endedAt === undefined ? undefined : new Date(endedAt) });
      return plainCommand(deps, request, reply, caseId, () =>
        recordCall(deps, { taskId: id, outcome: result, ...said, ...issuedBy(deps, request) }),
      );
    },
  );
}

function resolveRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ task: idSchema });
  const outcome = z
    .enum(['sent', 'failed'], { error: 'expected sent or failed' })
    .meta({ description: 'failed: it definitely did not leave; the step takes its next way' });
  const body = z.strictObject({ outcome });
  const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  const summary = 'Say whether a message left of which the machine does not know it';
  app.post(
    '/tasks/:task/resolve',
    { schema: { summary, tags, params, headers: commandHeaders, body, response } },
    async (request, reply) => {
      const id = request.params.task;
      const caseId = await caseOfTask(deps, request, id);
      return plainCommand(deps, request, reply, caseId, () =>
        resolveUnknown(deps, { taskId: id, outcome: request.body.outcome, ...issuedBy(deps, request) }),
      );
    },
  );
}

function objectRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ task: idSchema });
  const until = dateSchema
    .optional()
    .meta({ description: 'first day that is free again; two weeks from today without it' });
  const body = z.strictObject({ reason: reasonSchema, until });
  const response = { 200: holdCommandAnswer, 202: holdCommandAnswer, '4xx': problemAnswer };
  const summary = 'Object to a letter or lawyer step of which sales were told: hold the invoice, because …';
  app.post(
    '/tasks/:task/hold',
    { schema: { summary, tags, params, headers: commandHeaders, body, response } },
    async (request, reply) => {
      const creditorId = bookOf(request);
      const { task: taskId } = request.params;
      const caseId = await caseOfTask(deps, request, taskId);
      const { reason, until: end } = request.body;
      const given = { creditorId, taskId, reason, ...(end === undefined ? {} : { until: end }) };
      const answer = await commandOnCase(deps, request, reply, {
        caseId,
        answer: holdCommandAnswer,
        repeatable: true,
        run: () => objectToStep(deps, { ...given, ...issuedBy(deps, request) }),
        body: ({ holdId }, applied) => ({ caseId, holdId, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

function checkRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ task: idSchema });
  const department = z.enum(reconcilers, { error: `expected one of ${reconcilers.join(', ')}` });
  const note = reasonSchema.meta({ description: 'what was compared: shipments, returns, invoices' });
  const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  const summary = 'Say that the amounts of a debtor agree, before somebody visits it';
  app.post(
    '/tasks/:task/checks',
    {
      schema: { summary, tags, params, headers: commandHeaders, body: z.strictObject({ department, note }), response },
    },
    async (request, reply) => {
      const given = { creditorId: bookOf(request), taskId: request.params.task, ...request.body };
      return plainCommand(deps, request, reply, null, () =>
        checkAmounts(deps, { ...given, ...issuedBy(deps, request) }),
      );
    },
  );
}

function worklistRoute(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({
    role: codeSchema.optional(),
    capacity: z.coerce.number().int().min(1).max(500).default(50).meta({ description: 'calls there is time for' }),
  });
  const response = { 200: worklistAnswer, '4xx': problemAnswer };
  const summary = 'Open calls and visits in the order of their worth: large customers first, then by priority';
  app.get('/worklist', { schema: { summary, tags, querystring, response } }, async (request) => {
    const creditorId = bookOf(request);
    const at = deps.clock();
    const asOf = localDateIn(await zoneOfCreditor(deps.db, creditorId), at);
    const { tasks, currency } = productPrices();
    const callCost = { amountMinor: tasks['call'] ?? 0, currency };
    const { role, capacity } = request.query;
    const items = await worklistOf({ ...deps, callCost }, { creditorId, role, capacity, asOf, at });
    return { items: [...items] };
  });
}

/** Tasks for people: list, one, its outcome, the objection of sales, and what became of an unknown send. */
export function taskRoutes(app: App, deps: ApiDeps): void {
  worklistRoute(app, deps);
  const response = { 200: pageAnswer(taskAnswer), '4xx': problemAnswer };
  app.get(
    '/tasks',
    { schema: { summary: 'Tasks, newest first', tags, querystring: listQuery, response } },
    async (request) => {
      const { status, kind, debtor } = request.query;
      const page = pageRequestOf('tasks', request.query);
      const language = languageOf(request);
      const query = { creditorId: bookOf(request), status, kind, debtor, page, language };
      const found = await listTasks(deps.db, query);
      const items = await withRecommended(deps, found.items, deps.clock());
      return pageBody('tasks', { ...found, items });
    },
  );
  const params = z.strictObject({ task: idSchema });
  app.get(
    '/tasks/:task',
    { schema: { summary: 'One task', tags, params, response: { 200: taskAnswer, '4xx': problemAnswer } } },
    async (request) => {
      const id = request.params.task;
      const found = await findTask(deps.db, { creditorId: bookOf(request), id, language: languageOf(request) });
      const [task] = await withRecommended(deps, [foundOr404(found, 'task', id)], deps.clock());
      return foundOr404(task ?? null, 'task', id);
    },
  );
  outcomeRoute(app, deps);
  resolveRoute(app, deps);
  objectRoute(app, deps);
  checkRoute(app, deps);
}
