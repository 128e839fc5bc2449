import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invoiceEvents, isDailyRate, isLawCode, mostTermDays, paymentTermsSchema } from '../../domain/contract';
import { debtorKinds } from '../../domain/law/law';
import { marketRisks } from '../../domain/portfolio/risk';
import { changeDebtorFacts } from '../../services/commands/change-debtor-facts';
import { changeDueDate } from '../../services/commands/change-due-date';
import { confirmReceipt } from '../../services/commands/confirm-receipt';
import { recordTerms } from '../../services/commands/record-terms';
import { fundsSources, reportFunds } from '../../services/commands/report-funds';
import { reversePayment } from '../../services/payment-reversal';
import { findDebtor } from '../../services/queries/debtors';
import { findInvoice } from '../../services/queries/invoices';
import { findPayment } from '../../services/queries/payments';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { commandOnCase, issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404 } from '../lists';
import { codeSchema, commandHeaders as headers, dateSchema, keySchema, reasonSchema, stated, text } from '../schemas';

const tags = ['commands'];
const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
const invoiceParams = z.strictObject({ invoice: keySchema.meta({ description: 'id or number' }) });

/** What every command on an invoice of the caller's book is given, and the case that it concerns. */
async function commandOnInvoice(deps: ApiDeps, request: FastifyRequest, key: string) {
  const creditorId = bookOf(request);
  const { number, caseId } = foundOr404(await findInvoice(deps.db, creditorId, key), 'invoice', key);
  return { caseId, command: { creditorId, invoiceNumber: number, ...issuedBy(deps, request) } };
}

function dueDateRoute(app: App, deps: ApiDeps): void {
  const body = z.strictObject({ effectiveDueDate: dateSchema, reason: reasonSchema });
  const summary = 'Change the effective due date of an invoice';
  app.post(
    '/invoices/:invoice/due-date',
    { schema: { summary, tags, params: invoiceParams, headers, body, response } },
    async (request, reply) => {
      const { caseId, command } = await commandOnInvoice(deps, request, request.params.invoice);
      return plainCommand(deps, request, reply, caseId, () => changeDueDate(deps, { ...command, ...request.body }));
    },
  );
}

function termsRoute(app: App, deps: ApiDeps): void {
  const fact = <T extends z.ZodType>(schema: T) => schema.nullable().optional();
  const contract = z.strictObject({
    number: text(120),
    governingLaw: fact(z.string().refine(isLawCode, { error: 'expected the code of a law such as CN or GB-EAW' })),
    forum: fact(text(200)),
    clause: fact(text(60)),
    interestRate: fact(
      z.string().refine(isDailyRate, { error: 'expected a share of the principal a day such as 0.0005' }),
    ),
    interestStartDay: fact(z.number().int().min(1).max(mostTermDays)),
    lawConnected: fact(z.boolean()),
    creditorIsSmall: fact(z.boolean()),
    debtorIsLarge: fact(z.boolean()),
  });
  const body = z.strictObject({
    terms: paymentTermsSchema.nullable().optional().meta({ description: 'null: the stated due date holds' }),
    events: z.partialRecord(z.enum(invoiceEvents), dateSchema.nullable()).optional(),
    contract: contract.optional(),
    reason: reasonSchema,
  });
  const summary = 'Record terms, events and contract of an invoice';
  app.post(
    '/invoices/:invoice/terms',
    { schema: { summary, tags, params: invoiceParams, headers, body, response } },
    async (request, reply) => {
      const { caseId, command } = await commandOnInvoice(deps, request, request.params.invoice);
      const { terms, events, contract: agreed, reason } = request.body;
      return plainCommand(deps, request, reply, caseId, () =>
        recordTerms(deps, {
          ...command,
          reason,
          ...(terms === undefined ? {} : { terms }),
          ...(events === undefined ? {} : { events: stated(events) }),
          ...(agreed === undefined ? {} : { contract: { ...stated(agreed), number: agreed.number } }),
        }),
      );
    },
  );
}

const receiptAnswer = commandAnswer
  .extend({ resentBy: z.enum(['case', 'finance']).nullable() })
  .meta({ id: 'Receipt' });

function receiptRoute(app: App, deps: ApiDeps): void {
  const body = z.strictObject({ received: z.boolean(), reason: reasonSchema });
  const answers = { 200: receiptAnswer, 202: receiptAnswer, '4xx': problemAnswer };
  const summary = 'Record whether the debtor has the invoice; one that it has not is sent again';
  app.post(
    '/invoices/:invoice/receipt',
    { schema: { summary, tags, params: invoiceParams, headers, body, response: answers } },
    async (request, reply) => {
      const { caseId, command } = await commandOnInvoice(deps, request, request.params.invoice);
      const answer = await commandOnCase(deps, request, reply, {
        caseId,
        answer: receiptAnswer,
        repeatable: true,
        run: () => confirmReceipt(deps, { ...command, ...request.body }),
        body: ({ resentBy }, applied) => ({ caseId, resentBy, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

const payDay = z.number().int().min(1).max(31);

/** When a debtor has money, and what the market says of it. */
const moneyFacts = {
  paymentRunDays: z.array(payDay).max(31).optional().meta({ description: 'days of the month, 31: the last' }),
  cashDates: z.array(dateSchema).max(60).optional().meta({ description: 'its own customers pay then' }),
  marketRisk: z
    .enum(marketRisks, { error: `expected one of ${marketRisks.join(', ')}` })
    .nullable()
    .optional(),
};

function factsRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ debtor: keySchema.meta({ description: 'id or number' }) });
  const fact = codeSchema.nullable().optional().meta({ description: 'null: unclassified; absent: as it is' });
  const contactHours = z
    .string()
    .max(100)
    .nullable()
    .optional()
    .meta({ description: 'own routine, such as 10:00-11:30,14:00-15:00; null: none' });
  const language = z.enum(['en', 'zh-CN'], { error: 'expected en or zh-CN' }).optional();
  const body = z.strictObject({
    kind: z
      .enum(debtorKinds, { error: `expected one of ${debtorKinds.join(', ')}` })
      .nullable()
      .optional(),
    ...{ grade: fact, motive: fact, relationship: fact, language, contactHours },
    ...moneyFacts,
    reason: reasonSchema,
  });
  app.post(
    '/debtors/:debtor/facts',
    {
      schema: {
        summary: 'Classify a debtor: kind, grade, motive, relationship, language, own hours, payment days, market risk',
        tags,
        params,
        headers,
        body,
        response,
      },
    },
    async (request, reply) => {
      const creditorId = bookOf(request);
      const key = request.params.debtor;
      const { number } = foundOr404(await findDebtor(deps.db, creditorId, key), 'debtor', key);
      const { reason, ...facts } = request.body;
      return plainCommand(deps, request, reply, null, () =>
        changeDebtorFacts(deps, {
          creditorId,
          debtorNumber: number,
          ...stated(facts),
          reason,
          ...issuedBy(deps, request),
        }),
      );
    },
  );
}

function fundsRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ debtor: keySchema.meta({ description: 'id or number' }) });
  const source = z.enum(fundsSources, { error: `expected one of ${fundsSources.join(', ')}` });
  const body = z.strictObject({ source, reason: reasonSchema });
  const summary = 'Say that a debtor has received money, as lawfully known: somebody calls on the same day';
  app.post(
    '/debtors/:debtor/funds-received',
    { schema: { summary, tags, params, headers, body, response } },
    async (request, reply) => {
      const creditorId = bookOf(request);
      const key = request.params.debtor;
      const { number } = foundOr404(await findDebtor(deps.db, creditorId, key), 'debtor', key);
      return plainCommand(deps, request, reply, null, () =>
        reportFunds(deps, { creditorId, debtorNumber: number, ...request.body, ...issuedBy(deps, request) }),
      );
    },
  );
}

function reversalRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ payment: keySchema.meta({ description: 'id or reference' }) });
  const body = z.strictObject({ valueDate: dateSchema, reason: codeSchema.meta({ description: 'such as bounced' }) });
  app.post(
    '/payments/:payment/reversal',
    { schema: { summary: 'Take a payment back that did not stay', tags, params, headers, body, response } },
    async (request, reply) => {
      const creditorId = bookOf(request);
      const key = request.params.payment;
      const { reference } = foundOr404(await findPayment(deps.db, creditorId, key), 'payment', key);
      return plainCommand(deps, request, reply, null, () =>
        reversePayment(deps, { creditorId, reference, ...request.body, ...issuedBy(deps, request) }),
      );
    },
  );
}

/** Commands about records of the book: due date and terms of an invoice, facts of a debtor, a payment that went back. */
export function bookCommandRoutes(app: App, deps: ApiDeps): void {
  dueDateRoute(app, deps);
  termsRoute(app, deps);
  receiptRoute(app, deps);
  factsRoute(app, deps);
  fundsRoute(app, deps);
  reversalRoute(app, deps);
}
