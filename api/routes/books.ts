import { z } from 'zod';
import { findDebtor, listDebtors } from '../../services/queries/debtors';
import { findInvoice, listInvoices } from '../../services/queries/invoices';
import { listOutbox } from '../../services/queries/outbox';
import { invoiceAnswer, outboxAnswer, problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { debtorAnswer, debtorDetailAnswer } from '../debtor-answers';
import type { ApiDeps, App } from '../deps';
import { foundOr404, pageBody, pageRequestOf } from '../lists';
import { flagSchema, keySchema, pageAnswer, pageFields, text } from '../schemas';

const ofDebtor = z.strictObject({
  debtor: text(120).optional().meta({ description: 'number of the debtor' }),
  ...pageFields,
});

function debtorRoutes(app: App, deps: ApiDeps): void {
  const config = { personalData: true };
  const query = z.strictObject({ sample: flagSchema.optional(), ...pageFields });
  const response = { 200: pageAnswer(debtorAnswer), '4xx': problemAnswer };
  app.get(
    '/debtors',
    { config, schema: { summary: 'Debtors, newest first', tags: ['debtors'], querystring: query, response } },
    async (request) => {
      const page = pageRequestOf('debtors', request.query);
      const { sample } = request.query;
      return pageBody('debtors', await listDebtors(deps.db, { creditorId: bookOf(request), sample, page }));
    },
  );
  const params = z.strictObject({ debtor: keySchema.meta({ description: 'id or number' }) });
  const one = { 200: debtorDetailAnswer, '4xx': problemAnswer };
  app.get(
    '/debtors/:debtor',
    { config, schema: { summary: 'One debtor with contacts and balances', tags: ['debtors'], params, response: one } },
    async (request) => {
      const key = request.params.debtor;
      return foundOr404(await findDebtor(deps.db, bookOf(request), key), 'debtor', key);
    },
  );
}

function invoiceRoutes(app: App, deps: ApiDeps): void {
  const response = { 200: pageAnswer(invoiceAnswer), '4xx': problemAnswer };
  app.get(
    '/invoices',
    { schema: { summary: 'Invoices, newest first', tags: ['invoices'], querystring: ofDebtor, response } },
    async (request) => {
      const page = pageRequestOf('invoices', request.query);
      const { debtor } = request.query;
      return pageBody('invoices', await listInvoices(deps.db, { creditorId: bookOf(request), debtor, page }));
    },
  );
  const params = z.strictObject({ invoice: keySchema.meta({ description: 'id or number' }) });
  const one = { 200: invoiceAnswer, '4xx': problemAnswer };
  app.get(
    '/invoices/:invoice',
    { schema: { summary: 'One invoice', tags: ['invoices'], params, response: one } },
    async (request) => {
      const key = request.params.invoice;
      return foundOr404(await findInvoice(deps.db, bookOf(request), key), 'invoice', key);
    },
  );
}

function outboxRoutes(app: App, deps: ApiDeps): void {
  const query = ofDebtor.extend({ channel: text(40).optional() });
  const response = { 200: pageAnswer(outboxAnswer), '4xx': problemAnswer };
  app.get(
    '/outbox',
    {
      config: { personalData: true },
      schema: {
        summary: 'Messages that did not leave the machine, newest first',
        tags: ['outbox'],
        querystring: query,
        response,
      },
    },
    async (request) => {
      const page = pageRequestOf('outbox', request.query);
      const { channel, debtor } = request.query;
      return pageBody('outbox', await listOutbox(deps.db, { creditorId: bookOf(request), channel, debtor, page }));
    },
  );
}

/** Read-only lists of the book: debtors, invoices, and the outbox. */
export function bookRoutes(app: App, deps: ApiDeps): void {
  debtorRoutes(app, deps);
  invoiceRoutes(app, deps);
  outboxRoutes(app, deps);
}
