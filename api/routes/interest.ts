import { z } from 'zod';
import { formatMoney } from '../../domain/money';
import { interestStanding } from '../../services/interest/interest-standing';
import { makeOffer } from '../../services/interest/make-offer';
import { postInterest } from '../../services/interest/post-interest';
import { locateCase } from '../../services/queries/cases';
import { amountField, dateField, problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { interestPostedAnswer, offerMadeAnswer } from '../command-answers';
import { commandOnCase, issuedBy } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404 } from '../lists';
import { commandHeaders as headers, dateSchema, keySchema, reasonSchema } from '../schemas';

const tags = ['interest'];
const params = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });

const standingAnswer = z
  .object({
    ...{ caseId: z.string(), currency: z.string(), through: dateField },
    ...{ principal: amountField, costs: amountField, disputed: amountField },
    posted: amountField.meta({ description: 'interest that was posted, paid or not' }),
    postedOpen: amountField,
    unposted: amountField.nullable().meta({ description: 'accrued and not posted; null when none may be claimed' }),
    perDay: amountField.nullable(),
    refusals: z.array(z.string()).meta({ description: 'why no interest may be claimed, such as governingLawUnknown' }),
    offer: z.object({ pay: amountField, waived: amountField, lastDay: dateField }).nullable(),
  })
  .meta({ id: 'InterestStanding' });

// An offer that holds longer than this is no reason to pay now (S90: "this week").
const MOST_OFFER_DAYS = 60;

const validity = z.union([
  z.strictObject({ days: z.number().int().min(0).max(MOST_OFFER_DAYS) }),
  z.strictObject({ until: z.enum(['endOfDay', 'endOfWeek', 'nextMonday']) }),
]);

const locate = async (deps: ApiDeps, creditorId: string, key: string) =>
  foundOr404(await locateCase(deps.db, creditorId, key), 'case', key).id;

function standingRoute(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ valueDate: dateSchema.optional() });
  const response = { 200: standingAnswer, '4xx': problemAnswer };
  app.get(
    '/cases/:case/interest',
    {
      schema: { summary: 'What interest has accrued, or why none may be claimed', tags, params, querystring, response },
    },
    async (request) => {
      const caseId = await locate(deps, bookOf(request), request.params.case);
      return interestStanding(deps, { caseId, valueDate: request.query.valueDate, at: deps.clock() });
    },
  );
}

function postingRoute(app: App, deps: ApiDeps): void {
  const body = z.strictObject({
    valueDate: dateSchema.optional().meta({ description: 'today without it' }),
    reason: reasonSchema,
  });
  const response = { 200: interestPostedAnswer, 202: interestPostedAnswer, '4xx': problemAnswer };
  app.post(
    '/cases/:case/interest',
    { schema: { summary: 'Claim accrued interest: post it into the ledger', tags, params, headers, body, response } },
    async (request, reply) => {
      const caseId = await locate(deps, bookOf(request), request.params.case);
      const { valueDate, reason } = request.body;
      const stated = valueDate === undefined ? {} : { valueDate };
      const answer = await commandOnCase(deps, request, reply, {
        caseId,
        answer: interestPostedAnswer,
        repeatable: true,
        run: () => postInterest(deps, { caseId, ...stated, reason, ...issuedBy(deps, request) }),
        body: ({ interestMinor, fixedSumMinor, perDiemMinor, currency, through }, applied) => {
          const shown = (amountMinor: number) => formatMoney({ amountMinor, currency });
          const posted = {
            interest: shown(interestMinor),
            fixedSum: shown(fixedSumMinor),
            perDay: shown(perDiemMinor),
          };
          return { caseId, applied, ...posted, currency, through };
        },
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

function offerRoute(app: App, deps: ApiDeps): void {
  const body = z.strictObject({
    percent: z.number().gt(0).max(100).multipleOf(0.01),
    of: z.enum(['interest', 'principal'], { error: 'expected interest or principal' }).default('interest'),
    validity: validity.default({ until: 'endOfWeek' }),
    reason: reasonSchema,
  });
  const response = { 200: offerMadeAnswer, 202: offerMadeAnswer, '4xx': problemAnswer };
  app.post(
    '/cases/:case/offers',
    { schema: { summary: 'Offer to waive a part if the rest is paid in time', tags, params, headers, body, response } },
    async (request, reply) => {
      const caseId = await locate(deps, bookOf(request), request.params.case);
      const { percent, of, validity: valid, reason } = request.body;
      const answer = await commandOnCase(deps, request, reply, {
        caseId,
        answer: offerMadeAnswer,
        repeatable: false,
        run: () =>
          makeOffer(deps, { caseId, terms: { percent, of }, validity: valid, reason, ...issuedBy(deps, request) }),
        body: ({ offerId, payMinor, waivedMinor, currency, lastDay, endsAt }, applied) => {
          const shown = (amountMinor: number) => formatMoney({ amountMinor, currency });
          const sums = { pay: shown(payMinor), waived: shown(waivedMinor), currency };
          return { caseId, applied, offerId, ...sums, lastDay, endsAt };
        },
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

/** Late interest of a case: what has accrued, posting it, and offers to waive a part of it. */
export function interestRoutes(app: App, deps: ApiDeps): void {
  standingRoute(app, deps);
  postingRoute(app, deps);
  offerRoute(app, deps);
}
