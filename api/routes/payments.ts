import { z } from 'zod';
import { formatMoney } from '../../domain/money';
import { recordPayment } from '../../services/payments';
import { findPayment, listPayments } from '../../services/queries/payments';
import { paymentAnswer, problemAnswer } from '../answers';
import { bookOf, callerOf } from '../auth';
import { recordedPaymentAnswer } from '../command-answers';
import { afterCommit } from '../commit-first';
import type { ApiDeps, App } from '../deps';
import { once } from '../idempotency';
import { foundOr404, pageBody, pageRequestOf } from '../lists';
import { acceptedOr } from '../refusals';
import {
  amountSchema,
  checkMoney,
  commandHeaders,
  currencySchema,
  dateSchema,
  keySchema,
  moneyOf,
  pageAnswer,
  pageFields,
  text,
} from '../schemas';

const tags = ['payments'];

// One remittance names at most some hundred invoices; more is a file for the import.
const MAX_INVOICES = 500;

const paymentBody = z
  .strictObject({
    debtor: text(120).optional().meta({ description: 'number of the debtor; may be left out when invoices are named' }),
    invoices: z
      .array(text(120))
      .max(MAX_INVOICES)
      .default([])
      .meta({ description: 'numbers that the payer designated' }),
    amount: amountSchema,
    currency: currencySchema,
    valueDate: dateSchema,
    reference: text(120).meta({ description: 'your name for this payment; the same one is booked once' }),
    payer: text(200).optional(),
  })
  .superRefine(checkMoney);

function readRoutes(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ debtor: text(120).optional(), ...pageFields });
  const response = { 200: pageAnswer(paymentAnswer), '4xx': problemAnswer };
  app.get(
    '/payments',
    { schema: { summary: 'Payments, newest first', tags, querystring, response } },
    async (request) => {
      const page = pageRequestOf('payments', request.query);
      const { debtor } = request.query;
      return pageBody('payments', await listPayments(deps.db, { creditorId: bookOf(request), debtor, page }));
    },
  );
  const params = z.strictObject({ payment: keySchema.meta({ description: 'id or reference' }) });
  app.get(
    '/payments/:payment',
    { schema: { summary: 'One payment', tags, params, response: { 200: paymentAnswer, '4xx': problemAnswer } } },
    async (request) => {
      const key = request.params.payment;
      return foundOr404(await findPayment(deps.db, bookOf(request), key), 'payment', key);
    },
  );
}

/** Payments: list, one, and the command that records one. */
export function paymentRoutes(app: App, deps: ApiDeps): void {
  readRoutes(app, deps);
  app.post(
    '/payments',
    {
      schema: {
        summary: 'Record a payment: designated invoices first, then what is due longest, the rest on account',
        tags,
        headers: commandHeaders,
        body: paymentBody,
        response: { 200: recordedPaymentAnswer, 202: recordedPaymentAnswer, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const { debtor, invoices, amount, currency, valueDate, reference, payer } = request.body;
      const answer = await once(
        deps,
        request,
        reply,
        { answer: recordedPaymentAnswer, fingerprint: request.body },
        async () => {
          const recorded = acceptedOr(
            await recordPayment(deps, {
              creditorId: bookOf(request),
              ...(debtor === undefined ? {} : { debtorNumber: debtor }),
              invoiceNumbers: invoices,
              amount: moneyOf(amount, currency),
              valueDate,
              reference,
              ...(payer === undefined ? {} : { payer }),
              source: 'api',
              actor: callerOf(request).actor,
              at: deps.clock(),
            }),
          );
          const { status, applied } = await afterCommit(deps, recorded.messageIds);
          const shown = (amountMinor: number) => formatMoney({ amountMinor, currency });
          const allocations = recorded.allocations.map((part) => ({
            invoice: part.invoiceNumber,
            amount: shown(part.amountMinor),
          }));
          const { paymentId, created, onAccountMinor } = recorded;
          return {
            status,
            body: { paymentId, created, currency, allocations, onAccount: shown(onAccountMinor), applied },
          };
        },
      );
      return reply.code(answer.status).send(answer.body);
    },
  );
}
