import { z } from 'zod';
import { meanings } from '../../domain/replies/keywords';
import { findReply, listReplies } from '../../services/queries/replies';
import { classifyReply } from '../../services/replies/classify-reply';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404, pageBody, pageRequestOf } from '../lists';
import { replyAnswer, replyTextAnswer } from '../reply-answers';
import { commandHeaders, flagSchema, idSchema, pageAnswer, pageFields, reasonSchema, text } from '../schemas';

const tags = ['replies'];
const params = z.strictObject({ reply: idSchema });

function readRoutes(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ unread: flagSchema.optional(), debtor: text(120).optional(), ...pageFields });
  const list = { summary: 'What debtors answered, newest first', tags, querystring };
  app.get(
    '/replies',
    { schema: { ...list, response: { 200: pageAnswer(replyAnswer), '4xx': problemAnswer } } },
    async (request) => {
      const { unread, debtor } = request.query;
      const page = pageRequestOf('replies', request.query);
      return pageBody('replies', await listReplies(deps.db, { creditorId: bookOf(request), unread, debtor, page }));
    },
  );
  const one = { summary: 'One reply with its words', tags, params };
  app.get(
    '/replies/:reply',
    { config: { personalData: true }, schema: { ...one, response: { 200: replyTextAnswer, '4xx': problemAnswer } } },
    async (request) => {
      const id = request.params.reply;
      return foundOr404(await findReply(deps.db, bookOf(request), id), 'reply', id);
    },
  );
}

/** Replies: list, one, and the command that says what one means. */
export function replyRoutes(app: App, deps: ApiDeps): void {
  readRoutes(app, deps);
  const meaning = z.enum(meanings, { error: `expected one of ${meanings.join(', ')}` });
  const body = z.strictObject({ meaning, note: reasonSchema.optional() });
  const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  const summary = 'Say what a reply means: automatic messages to the debtor go on';
  app.post(
    '/replies/:reply/classify',
    { schema: { summary, tags, params, headers: commandHeaders, body, response } },
    async (request, reply) => {
      const id = request.params.reply;
      const { caseId } = foundOr404(await findReply(deps.db, bookOf(request), id), 'reply', id);
      const { note, meaning: said } = request.body;
      const noted = note === undefined ? {} : { note };
      return plainCommand(deps, request, reply, caseId, () =>
        classifyReply(deps, { replyId: id, meaning: said, ...noted, ...issuedBy(deps, request) }),
      );
    },
  );
}
