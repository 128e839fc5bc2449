import { z } from 'zod';
import { approveBankAccount, enterBankAccount } from '../../services/commands/bank-accounts';
import { listBankAccounts } from '../../services/queries/bank-accounts';
import { dateField, problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { byPerson } from '../by-person';
import { commandOnCase } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { commandHeaders as headers, currencySchema, dateSchema, idSchema, reasonSchema, text } from '../schemas';

const tags = ['creditor'];

const accountAnswer = z
  .object({
    id: z.string(),
    holder: z.string(),
    bankName: z.string(),
    accountNo: z.string(),
    currency: z.string(),
    validFrom: dateField,
    validUntil: dateField.nullable(),
    approved: z.boolean(),
    enteredBy: z.string().nullable(),
    approvedBy: z.string().nullable(),
  })
  .meta({ id: 'BankAccount' });
const commanded = z.object({ accountId: z.string(), applied: z.boolean() }).meta({ id: 'BankAccountCommanded' });
const response = { 200: commanded, 202: commanded, '4xx': problemAnswer };

const common = { caseId: null, answer: commanded, repeatable: true } as const;

/** Where debtors pay: a record that one person enters and another approves, and nothing else changes (decisions 4.6). */
export function bankAccountRoutes(app: App, deps: ApiDeps): void {
  const list = z.object({ items: z.array(accountAnswer) });
  app.get(
    '/bank-accounts',
    { schema: { summary: 'Accounts to which debtors pay', tags, response: { 200: list, '4xx': problemAnswer } } },
    async (request) => ({ items: await listBankAccounts(deps.db, bookOf(request)) }),
  );
  const body = z.strictObject({
    holder: text(200),
    bankName: text(200),
    accountNo: text(50),
    currency: currencySchema,
    validFrom: dateSchema,
    reason: reasonSchema,
  });
  app.post(
    '/bank-accounts',
    {
      schema: {
        summary: 'Enter an account; it holds once another person has approved it',
        tags,
        headers,
        body,
        response,
      },
    },
    async (request, reply) => {
      const answer = await commandOnCase(deps, request, reply, {
        ...common,
        repeatable: false,
        run: () => enterBankAccount(deps, { ...request.body, ...byPerson(deps, request) }),
        body: ({ accountId }, applied) => ({ accountId, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
  const params = z.strictObject({ account: idSchema });
  const approval = z.strictObject({ reason: reasonSchema });
  const summary = 'Approve an account that somebody else entered';
  app.post(
    '/bank-accounts/:account/approve',
    { schema: { summary, tags, params, headers, body: approval, response } },
    async (request, reply) => {
      const { account: accountId } = request.params;
      const answer = await commandOnCase(deps, request, reply, {
        ...common,
        run: () => approveBankAccount(deps, { accountId, ...request.body, ...byPerson(deps, request) }),
        body: ({ accountId: id }, applied) => ({ accountId: id, applied }),
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}
