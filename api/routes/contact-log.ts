import { z } from 'zod';
import { contactLogCsv, contactLogOfCase, contactLogOfDebtor } from '../../services/queries/contact-log';
import { locateCase } from '../../services/queries/cases';
import { findDebtor } from '../../services/queries/debtors';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { contactLogAnswer } from '../contact-log-answer';
import type { ApiDeps, App } from '../deps';
import { foundOr404 } from '../lists';
import { keySchema } from '../schemas';

const tags = ['contact log'];
const csvAnswer = z.unknown().meta({ type: 'string', format: 'binary' });
const csv = (rows: Parameters<typeof contactLogCsv>[0]) => Buffer.from(contactLogCsv(rows), 'utf8');

function ofCase(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });
  const read = async (creditorId: string, key: string) => {
    const { id } = foundOr404(await locateCase(deps.db, creditorId, key), 'case', key);
    return contactLogOfCase(deps.db, id);
  };
  const common = { summary: 'Every communication about a case, with its evidence', tags, params };
  app.get(
    '/cases/:case/contact-log',
    {
      config: { personalData: true },
      schema: { ...common, response: { 200: contactLogAnswer, '4xx': problemAnswer } },
    },
    async (request) => ({ items: await read(bookOf(request), request.params.case) }),
  );
  app.get(
    '/cases/:case/contact-log.csv',
    { config: { personalData: true }, schema: { ...common, response: { 200: csvAnswer, '4xx': problemAnswer } } },
    async (request, reply) =>
      reply.type('text/csv; charset=utf-8').send(csv(await read(bookOf(request), request.params.case))),
  );
}

function ofDebtor(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ debtor: keySchema.meta({ description: 'debtor id or number' }) });
  const read = async (creditorId: string, key: string) => {
    const { id } = foundOr404(await findDebtor(deps.db, creditorId, key), 'debtor', key);
    return contactLogOfDebtor(deps.db, id);
  };
  const common = { summary: 'Every communication with a debtor, with its evidence', tags, params };
  app.get(
    '/debtors/:debtor/contact-log',
    {
      config: { personalData: true },
      schema: { ...common, response: { 200: contactLogAnswer, '4xx': problemAnswer } },
    },
    async (request) => ({ items: await read(bookOf(request), request.params.debtor) }),
  );
  app.get(
    '/debtors/:debtor/contact-log.csv',
    { config: { personalData: true }, schema: { ...common, response: { 200: csvAnswer, '4xx': problemAnswer } } },
    async (request, reply) =>
      reply.type('text/csv; charset=utf-8').send(csv(await read(bookOf(request), request.params.debtor))),
  );
}

/** The contact log of a case (S210, S233) and of a debtor (S205), as JSON and as CSV. */
export function contactLogRoutes(app: App, deps: ApiDeps): void {
  ofCase(app, deps);
  ofDebtor(app, deps);
}
