import { z } from 'zod';
import { channels } from '../../domain/channels';
import { caseSorts, findCase, listCases } from '../../services/queries/cases';
import { timelineOf } from '../../services/queries/timeline';
import { caseAnswer, problemAnswer, timelineAnswer } from '../answers';
import { bookOf } from '../auth';
import type { ApiDeps, App } from '../deps';
import { foundOr404, languageOf, pageBody, pageRequestOf } from '../lists';
import { dateSchema, flagSchema, keySchema, pageAnswer, pageFields, text } from '../schemas';

const listQuery = z.strictObject({
  status: text(40).optional(),
  stage: text(60).optional(),
  debtor: text(120).optional().meta({ description: 'number of the debtor' }),
  dueBefore: dateSchema.optional(),
  channel: z.enum(channels, { error: `expected one of ${channels.join(', ')}` }).optional(),
  sample: flagSchema.optional(),
  sort: z.enum(caseSorts, { error: `expected one of ${caseSorts.join(', ')}` }).default('next'),
  order: z.enum(['asc', 'desc'], { error: 'expected asc or desc' }).default('asc'),
  ...pageFields,
});

const params = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });

/** Cases: a filtered and sorted list, one case, and its timeline. */
export function caseRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/cases',
    {
      config: { personalData: true },
      schema: {
        summary: 'Collection cases, by what comes next',
        tags: ['cases'],
        querystring: listQuery,
        response: { 200: pageAnswer(caseAnswer), '4xx': problemAnswer },
      },
    },
    async (request) => {
      const { sort, order, status, stage, debtor, dueBefore, channel, sample } = request.query;
      const list = `cases.${sort}.${order}`;
      const page = await listCases(deps.db, {
        creditorId: bookOf(request),
        filter: { status, stage, debtor, dueBefore, channel, sample },
        sort,
        direction: order,
        page: pageRequestOf(list, request.query),
        language: languageOf(request),
      });
      return pageBody(list, page);
    },
  );
  app.get(
    '/cases/:case',
    {
      config: { personalData: true },
      schema: { summary: 'One case', tags: ['cases'], params, response: { 200: caseAnswer, '4xx': problemAnswer } },
    },
    async (request) => {
      const key = request.params.case;
      const found = await findCase(deps.db, { creditorId: bookOf(request), key, language: languageOf(request) });
      return foundOr404(found, 'case', key);
    },
  );
  app.get(
    '/cases/:case/timeline',
    {
      config: { personalData: true },
      schema: {
        summary: 'What happened to a case and what was decided, in order, in the language of Accept-Language',
        tags: ['cases'],
        params,
        response: { 200: timelineAnswer, '4xx': problemAnswer },
      },
    },
    async (request) => {
      const key = request.params.case;
      const language = languageOf(request);
      const found = foundOr404(await findCase(deps.db, { creditorId: bookOf(request), key, language }), 'case', key);
      return { caseId: found.id, language, entries: await timelineOf(deps.db, found.id, language) };
    },
  );
}
