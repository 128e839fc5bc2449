import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { instantOf } from '../../domain/time';
import { previewMessage, type MessagePreview } from '../../services/contact/preview-message';
import { createTemplateRenderer } from '../../services/contact/template-renderer';
import { letterPdf } from '../../services/letters/letter-pdf';
import { readStatement } from '../../services/letters/read-statement';
import { statementLetter } from '../../services/letters/statement';
import { locateCase } from '../../services/queries/cases';
import { findDocument } from '../../services/queries/documents';
import { explain } from '../../services/queries/explain';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import type { ApiDeps, App } from '../deps';
import { fieldProblem, Problem } from '../errors';
import { foundOr404, languageOf } from '../lists';
import { messagePreviewAnswer } from '../message-preview-answer';
import { codeSchema, idSchema, keySchema } from '../schemas';

const tags = ['documents'];
const caseParams = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });
const stepQuery = z.strictObject({ step: codeSchema });
const binary = z.any().meta({ type: 'string', format: 'binary' });

async function preview(
  deps: ApiDeps,
  asked: { readonly creditorId: string; readonly key: string; readonly step: string },
): Promise<MessagePreview> {
  const { creditorId, key, step } = asked;
  const { id: caseId } = foundOr404(await locateCase(deps.db, creditorId, key), 'case', key);
  const renderer = createTemplateRenderer(deps.policies, deps.paymentLink ?? null);
  try {
    return await previewMessage({ db: deps.db, plans: deps.plans, renderer }, { caseId, step, at: deps.clock() });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'stepNotFound' || error.code === 'noMessage') throw fieldProblem('step', step, error.message);
    // A template that does not fit this case, such as a demand for an invoice that is not due.
    if (error.code === 'badTemplate') throw new Problem('conflict', error.message);
    throw error;
  }
}

function previewRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/cases/:case/message',
    {
      config: { personalData: true },
      schema: {
        summary: 'What a step of a case would say if it were taken now, to whom, and whether it may; nothing is sent',
        tags,
        params: caseParams,
        querystring: stepQuery,
        response: { 200: messagePreviewAnswer, '4xx': problemAnswer },
      },
    },
    async (request) => {
      const { step } = request.query;
      const key = request.params.case;
      const shown = await preview(deps, { creditorId: bookOf(request), key, step });
      const { decision, letter, covers, attach, ...rest } = shown;
      const zone = 'UTC';
      return {
        ...rest,
        covers: [...covers],
        attach: [...attach],
        document: letter === null ? null : `/v1/cases/${shown.caseId}/letter.pdf?step=${step}`,
        decision: {
          kind: decision.kind,
          until: decision.kind === 'defer' ? instantOf(decision.until) : null,
          why: decision.kind === 'send' ? null : explain(decision.reason, languageOf(request), zone),
        },
      };
    },
  );
  app.get(
    '/cases/:case/letter.pdf',
    {
      config: { personalData: true },
      schema: {
        summary: 'The letter of a step as it would be posted now',
        tags,
        params: caseParams,
        querystring: stepQuery,
        response: { 200: binary, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const { step } = request.query;
      const { letter } = await preview(deps, { creditorId: bookOf(request), key: request.params.case, step });
      if (letter === null) throw fieldProblem('step', step, 'a step that writes a letter');
      return reply.type('application/pdf').send(await letterPdf(letter));
    },
  );
}

/** What goes or went to debtors, as documents: previews, letters, statements of account, stored documents. */
export function documentRoutes(app: App, deps: ApiDeps): void {
  previewRoutes(app, deps);
  app.get(
    '/debtors/:debtor/statement.pdf',
    {
      config: { personalData: true },
      schema: {
        summary: 'Statement of account: everything that is open now',
        tags,
        params: z.strictObject({ debtor: keySchema.meta({ description: 'debtor id or number' }) }),
        response: { 200: binary, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const key = request.params.debtor;
      const query = { creditorId: bookOf(request), key, now: deps.clock() };
      const { facts, language } = foundOr404(await readStatement(deps.db, query), 'debtor', key);
      return reply.type('application/pdf').send(await letterPdf(statementLetter(facts, language)));
    },
  );
  app.get(
    '/documents/:id',
    {
      config: { personalData: true },
      schema: {
        summary: 'A stored document: a letter, a message as it went out',
        tags,
        params: z.strictObject({ id: idSchema }),
        response: { 200: binary, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { mediaType, content } = foundOr404(await findDocument(deps.db, bookOf(request), id), 'document', id);
      // It is shown as it is and runs nothing, whatever a text may hold.
      void reply.header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'");
      return reply.type(mediaType).send(content);
    },
  );
}
