import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { holdKinds } from '../../domain/case-state';
import { placeHold } from '../../services/commands/place-hold';
import { releaseHold } from '../../services/commands/release-hold';
import { locateCase } from '../../services/queries/cases';
import { listHolds, locateHold } from '../../services/queries/holds';
import { holdAnswer, problemAnswer } from '../answers';
import { bookOf, callerOf } from '../auth';
import { holdCommandAnswer, releaseCommandAnswer } from '../command-answers';
import { commandOnCase, issuedBy } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { Problem } from '../errors';
import { foundOr404, pageBody, pageRequestOf } from '../lists';
import {
  amountSchema,
  checkMoney,
  commandHeaders as headers,
  currencySchema,
  dateSchema,
  flagSchema,
  idSchema,
  keySchema,
  moneyOf,
  pageAnswer,
  pageFields,
  reasonSchema,
} from '../schemas';

const tags = ['holds'];
const caseParams = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });

// Promises and plans pause a case by their own commands and rules.
const placeable = holdKinds.filter((kind) => kind !== 'promise' && kind !== 'plan');

const placeBody = z
  .strictObject({
    scope: z.enum(['invoice', 'debtor'], { error: 'expected invoice or debtor' }).default('invoice'),
    kind: z.enum(placeable, { error: `expected one of ${placeable.join(', ')}` }).default('manual'),
    from: dateSchema,
    until: dateSchema
      .nullable()
      .default(null)
      .meta({ description: 'first day that is free again; null: until released' }),
    amount: amountSchema.optional().meta({ description: 'holds only this part of the invoice' }),
    currency: currencySchema.optional(),
    reason: reasonSchema,
  })
  .superRefine((value, context) => {
    checkMoney(value, context);
    if ((value.amount === undefined) === (value.currency === undefined)) return;
    const missing = value.amount === undefined ? 'amount' : 'currency';
    context.addIssue({ code: 'custom', path: [missing], message: 'expected amount and currency together' });
  });

function placeRoute(app: App, deps: ApiDeps): void {
  const response = { 200: holdCommandAnswer, 202: holdCommandAnswer, '4xx': problemAnswer };
  app.post(
    '/cases/:case/holds',
    {
      schema: {
        summary: 'Pause an invoice, a part of it, or its debtor',
        tags,
        params: caseParams,
        headers,
        body: placeBody,
        response,
      },
    },
    async (request, reply) => {
      const { scope, kind, from, until, amount, currency, reason } = request.body;
      const found = foundOr404(
        await locateCase(deps.db, bookOf(request), request.params.case),
        'case',
        request.params.case,
      );
      if (currency !== undefined && currency !== found.currency) {
        throw new Problem('conflict', `The case is in ${found.currency}; the held part is in ${currency}.`);
      }
      const part = amount === undefined ? {} : { partMinor: moneyOf(amount, found.currency).amountMinor };
      const answer = await commandOnCase(deps, request, reply, {
        caseId: found.id,
        answer: holdCommandAnswer,
        repeatable: false,
        run: () =>
          placeHold(deps, { caseId: found.id, scope, kind, from, until, ...part, reason, ...issuedBy(deps, request) }),
        body: ({ holdId }, applied) => ({ caseId: found.id, holdId, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

/** Who releases, with the role: holds for fraud and sanctions are compliance's alone. */
const asReleaser = (deps: ApiDeps, request: FastifyRequest, { reason }: { readonly reason: string }) => ({
  reason,
  role: callerOf(request).role,
  ...issuedBy(deps, request),
});

function releaseRoutes(app: App, deps: ApiDeps): void {
  const body = z.strictObject({ reason: reasonSchema });
  const response = { 200: releaseCommandAnswer, 202: releaseCommandAnswer, '4xx': problemAnswer };
  app.post(
    '/cases/:case/release',
    {
      schema: {
        summary: 'Release every hold on a case that a person placed',
        tags,
        params: caseParams,
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
      const answer = await commandOnCase(deps, request, reply, {
        caseId: found.id,
        answer: releaseCommandAnswer,
        repeatable: true,
        run: () => releaseHold(deps, { caseId: found.id, ...asReleaser(deps, request, request.body) }),
        body: ({ releasedHoldIds }, applied) => ({ caseId: found.id, releasedHoldIds: [...releasedHoldIds], applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
  const holdParams = z.strictObject({ hold: idSchema });
  app.post(
    '/holds/:hold/release',
    { schema: { summary: 'Release one hold', tags, params: holdParams, headers, body, response } },
    async (request, reply) => {
      const { id: holdId, caseId } = foundOr404(
        await locateHold(deps.db, bookOf(request), request.params.hold),
        'hold',
        request.params.hold,
      );
      if (caseId === null)
        throw new Problem('conflict', `Hold ${holdId} concerns no open case; there is nothing to release.`);
      const answer = await commandOnCase(deps, request, reply, {
        caseId,
        answer: releaseCommandAnswer,
        repeatable: true,
        run: () => releaseHold(deps, { caseId, holdId, ...asReleaser(deps, request, request.body) }),
        body: ({ releasedHoldIds }, applied) => ({ caseId, releasedHoldIds: [...releasedHoldIds], applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

/** Holds: list, place, release. */
export function holdRoutes(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ active: flagSchema.optional(), ...pageFields });
  const response = { 200: pageAnswer(holdAnswer), '4xx': problemAnswer };
  app.get('/holds', { schema: { summary: 'Holds, newest first', tags, querystring, response } }, async (request) => {
    const page = pageRequestOf('holds', request.query);
    const { active } = request.query;
    return pageBody('holds', await listHolds(deps.db, { creditorId: bookOf(request), active, page }));
  });
  placeRoute(app, deps);
  releaseRoutes(app, deps);
}
