import { z } from 'zod';
import { confirmIdentity } from '../../services/commands/confirm-identity';
import { createTemplateRenderer } from '../../services/contact/template-renderer';
import { callSheet } from '../../services/queries/call-sheet';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { callSheetAnswer } from '../call-sheet-answer';
import { commandAnswer } from '../command-answers';
import { issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { languageOf } from '../lists';
import { acceptedOr } from '../refusals';
import { commandHeaders, idSchema } from '../schemas';

const tags = ['tasks'];
const params = z.strictObject({ task: idSchema });

/** The sheet of a call, and the word that opens its second half. */
export function callSheetRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/tasks/:task/sheet',
    {
      config: { personalData: true },
      schema: {
        summary: 'Numbers, gaps of the file and, once the identity is confirmed, the debt that an open call is about',
        ...{ tags, params, response: { 200: callSheetAnswer, '4xx': problemAnswer } },
      },
    },
    async (request) => {
      const renderer = createTemplateRenderer(deps.policies, deps.paymentLink ?? null);
      const asked = { creditorId: bookOf(request), taskId: request.params.task, language: languageOf(request) };
      return acceptedOr(await callSheet({ ...deps, renderer }, { ...asked, at: deps.clock() }));
    },
  );
  const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  const summary = 'Say that it was confirmed who is on the phone, before a word of the debt';
  app.post(
    '/tasks/:task/identified',
    { schema: { summary, tags, params, headers: commandHeaders, body: z.strictObject({}), response } },
    async (request, reply) => {
      const given = { creditorId: bookOf(request), taskId: request.params.task };
      return plainCommand(deps, request, reply, null, () =>
        confirmIdentity(deps, { ...given, ...issuedBy(deps, request) }),
      );
    },
  );
}
