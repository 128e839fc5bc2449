import { z } from 'zod';
import { findTask, listTasks } from '../../services/queries/tasks';
import { problemAnswer, taskAnswer } from '../answers';
import { bookOf } from '../auth';
import type { ApiDeps, App } from '../deps';
import { foundOr404, languageOf, pageBody, pageRequestOf } from '../lists';
import { idSchema, pageAnswer, pageFields, text } from '../schemas';

const listQuery = z.strictObject({
  status: z.enum(['open', 'closed'], { error: 'expected open or closed' }).optional(),
  kind: text(40).optional(),
  debtor: text(120).optional(),
  ...pageFields,
});

/** Tasks for people: list and one. */
export function taskRoutes(app: App, deps: ApiDeps): void {
  const tags = ['tasks'];
  const response = { 200: pageAnswer(taskAnswer), '4xx': problemAnswer };
  app.get(
    '/tasks',
    { schema: { summary: 'Tasks, newest first', tags, querystring: listQuery, response } },
    async (request) => {
      const { status, kind, debtor } = request.query;
      const page = pageRequestOf('tasks', request.query);
      const language = languageOf(request);
      const query = { creditorId: bookOf(request), status, kind, debtor, page, language };
      return pageBody('tasks', await listTasks(deps.db, query));
    },
  );
  const params = z.strictObject({ task: idSchema });
  app.get(
    '/tasks/:task',
    { schema: { summary: 'One task', tags, params, response: { 200: taskAnswer, '4xx': problemAnswer } } },
    async (request) => {
      const id = request.params.task;
      const found = await findTask(deps.db, { creditorId: bookOf(request), id, language: languageOf(request) });
      return foundOr404(found, 'task', id);
    },
  );
}
