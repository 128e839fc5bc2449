import { z } from 'zod';
import { cancelCase, escalateCase } from '../../services/commands/case-commands';
import { recordPromise } from '../../services/commands/record-promise';
import { locateCase } from '../../services/queries/cases';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer, promiseCommandAnswer } from '../command-answers';
import { commandOnCase, issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404 } from '../lists';
import {
  amountSchema,
  checkMoney,
  codeSchema,
  commandHeaders as headers,
  currencySchema,
  dateSchema,
  keySchema,
  moneyOf,
  reasonSchema,
  text,
} from '../schemas';

const tags = ['commands'];
const params = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });
const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };

const promiseBody = z
  .strictObject({
    promisedFor: dateSchema,
    amount: amountSchema.optional().meta({ description: 'without it the whole balance is promised' }),
    currency: currencySchema.optional(),
    method: codeSchema.default('phone').meta({ description: 'how it was given: phone, email, letter …' }),
    saidBy: text(200).optional(),
    reason: reasonSchema,
  })
  .superRefine((value, context) => {
    checkMoney(value, context);
    if ((value.amount === undefined) === (value.currency === undefined)) return;
    const missing = value.amount === undefined ? 'amount' : 'currency';
    context.addIssue({ code: 'custom', path: [missing], message: 'expected amount and currency together' });
  });

function promiseRoute(app: App, deps: ApiDeps): void {
  const answers = { 200: promiseCommandAnswer, 202: promiseCommandAnswer, '4xx': problemAnswer };
  app.post(
    '/cases/:case/promises',
    { schema: { summary: 'Record a promise to pay', tags, params, headers, body: promiseBody, response: answers } },
    async (request, reply) => {
      const { promisedFor, amount, currency, method, saidBy, reason } = request.body;
      const found = foundOr404(
        await locateCase(deps.db, bookOf(request), request.params.case),
        'case',
        request.params.case,
      );
      const money = amount === undefined || currency === undefined ? {} : { amount: moneyOf(amount, currency) };
      const said = saidBy === undefined ? {} : { saidBy };
      const answer = await commandOnCase(deps, request, reply, {
        caseId: found.id,
        answer: promiseCommandAnswer,
        repeatable: true,
        run: () =>
          recordPromise(deps, {
            caseId: found.id,
            promisedFor,
            ...money,
            method,
            ...said,
            reason,
            ...issuedBy(deps, request),
          }),
        body: ({ promiseId, holdUntil }, applied) => ({ caseId: found.id, promiseId, holdUntil, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

function escalationRoute(app: App, deps: ApiDeps): void {
  const body = z.strictObject({ role: codeSchema.default('manager'), reason: reasonSchema });
  app.post(
    '/cases/:case/escalation',
    { schema: { summary: 'Hand a case to a role above', tags, params, headers, body, response } },
    async (request, reply) => {
      const { role, reason } = request.body;
      const found = foundOr404(
        await locateCase(deps.db, bookOf(request), request.params.case),
        'case',
        request.params.case,
      );
      const answer = await commandOnCase(deps, request, reply, {
        caseId: found.id,
        answer: commandAnswer,
        repeatable: false,
        run: () => escalateCase(deps, { caseId: found.id, role, reason, ...issuedBy(deps, request) }),
        body: (_result, applied) => ({ caseId: found.id, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

function cancellationRoute(app: App, deps: ApiDeps): void {
  const body = z.strictObject({ reason: reasonSchema });
  app.post(
    '/cases/:case/cancellation',
    {
      schema: {
        summary: 'End a case for good: nobody collects the invoice any more',
        tags,
        params,
        headers,
        body,
        response,
      },
    },
    async (request, reply) => {
      const found = foundOr404(
        await locateCase(deps.db, bookOf(request), request.params.case),
        'case',
        request.params.case,
      );
      return plainCommand(deps, request, reply, found.id, () =>
        cancelCase(deps, { caseId: found.id, reason: request.body.reason, ...issuedBy(deps, request) }),
      );
    },
  );
}

/** Commands about one case: promise, escalation, cancellation. */
export function caseCommandRoutes(app: App, deps: ApiDeps): void {
  promiseRoute(app, deps);
  escalationRoute(app, deps);
  cancellationRoute(app, deps);
}
