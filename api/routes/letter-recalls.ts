import { z } from 'zod';
import { recallLetter } from '../../services/commands/recall-letter';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { commandHeaders as headers, idSchema, reasonSchema } from '../schemas';

const tags = ['letters and calls'];
const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };

/** Letters that are to be fetched back because money arrived (R9). */
export function letterRecallRoutes(app: App, deps: ApiDeps): void {
  const outcome = z.enum(['recalled', 'unstoppable'], { error: 'expected recalled or unstoppable' });
  const body = z.strictObject({ outcome, reason: reasonSchema });
  const params = z.strictObject({ letter: idSchema });
  app.post(
    '/letters/:letter/recall',
    { schema: { summary: 'A letter was fetched back, or had left already', tags, params, headers, body, response } },
    async (request, reply) => {
      const command = { creditorId: bookOf(request), contactId: request.params.letter, ...request.body };
      return plainCommand(deps, request, reply, null, () =>
        recallLetter(deps.db, { ...command, ...issuedBy(deps, request) }),
      );
    },
  );
}
