import { z } from 'zod';
import { decideApproval } from '../../services/commands/case-commands';
import { caseOfApproval, listApprovals } from '../../services/queries/approvals';
import { approvalAnswer, problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404, pageBody, pageRequestOf } from '../lists';
import { commandHeaders as headers, idSchema, pageAnswer, pageFields, reasonSchema, text } from '../schemas';

const tags = ['approvals'];

/** Approvals: list, and the decision about one. */
export function approvalRoutes(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ status: text(40).optional(), ...pageFields });
  const list = { 200: pageAnswer(approvalAnswer), '4xx': problemAnswer };
  app.get(
    '/approvals',
    { schema: { summary: 'Approvals, newest first', tags, querystring, response: list } },
    async (request) => {
      const page = pageRequestOf('approvals', request.query);
      const { status } = request.query;
      return pageBody('approvals', await listApprovals(deps.db, { creditorId: bookOf(request), status, page }));
    },
  );
  const params = z.strictObject({ approval: idSchema });
  const decision = z.enum(['approved', 'refused'], { error: 'expected approved or refused' });
  const body = z.strictObject({ decision, reason: reasonSchema });
  const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
  app.post(
    '/approvals/:approval/decision',
    { schema: { summary: 'Decide an approval, once', tags, params, headers, body, response } },
    async (request, reply) => {
      const approvalId = request.params.approval;
      const caseId = foundOr404(await caseOfApproval(deps.db, bookOf(request), approvalId), 'approval', approvalId);
      return plainCommand(deps, request, reply, caseId, () =>
        decideApproval(deps, { caseId, approvalId, ...request.body, ...issuedBy(deps, request) }),
      );
    },
  );
}
