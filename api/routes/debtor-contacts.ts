import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contactRoles } from '../../domain/contact/matrix';
import { addressLabels, keepAddress } from '../../services/commands/keep-address';
import { setContactPerson, setContactRules } from '../../services/commands/debtor-contacts';
import type { Accepted } from '../../services/commands/command';
import type { Refused } from '../../services/problems';
import { findDebtor } from '../../services/queries/debtors';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { foundOr404 } from '../lists';
import { commandHeaders as headers, dateSchema, keySchema, reasonSchema, stated, text } from '../schemas';

const tags = ['commands'];
const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };
const debtorKey = keySchema.meta({ description: 'id or number' });
const noContactUntil = dateSchema
  .nullable()
  .optional()
  .meta({ description: 'first day on which messages may go out again; null ends the flag; formal notices pass it' });

interface CommandOnDebtor {
  readonly creditorId: string;
  readonly debtorNumber: string;
  readonly actor: string;
  readonly at: Date;
}

/** Carries out a command on a debtor of the caller's book. */
async function onDebtor(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  run: (command: CommandOnDebtor) => Promise<Accepted | Refused>,
) {
  const creditorId = bookOf(request);
  const { number: debtorNumber } = foundOr404(await findDebtor(deps.db, creditorId, key), 'debtor', key);
  return plainCommand(deps, request, reply, null, () => run({ creditorId, debtorNumber, ...issuedBy(deps, request) }));
}

function rulesRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ debtor: debtorKey });
  const reviewMessages = z
    .boolean({ error: 'expected true or false' })
    .optional()
    .meta({ description: 'whether every message waits for a person to release it' });
  const body = z.strictObject({ noContactUntil, reviewMessages, reason: reasonSchema });
  const summary = 'Leave a debtor alone until a day, or read its messages before they go out';
  app.post(
    '/debtors/:debtor/contact-rules',
    { schema: { summary, tags, params, headers, body, response } },
    async (request, reply) => {
      const { noContactUntil: until, reviewMessages: reviewed, reason } = request.body;
      const rules = {
        ...(until === undefined ? {} : { noContactUntil: until }),
        ...(reviewed === undefined ? {} : { reviewMessages: reviewed }),
        reason,
      };
      return onDebtor(deps, request, reply, request.params.debtor, (command) =>
        setContactRules(deps, { ...command, ...rules }),
      );
    },
  );
}

const email = z.email({ error: 'expected an e-mail address' }).max(254, { error: 'expected an e-mail address' });
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, { error: 'expected a number such as +8613912345678' });

function addressRoute(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ debtor: debtorKey });
  const common = {
    role: z.enum(contactRoles, { error: `expected one of ${contactRoles.join(', ')}` }).optional(),
    label: z.enum(addressLabels, { error: `expected one of ${addressLabels.join(', ')}` }).optional(),
    verified: z
      .boolean({ error: 'expected true or false' })
      .default(false)
      .meta({ description: 'somebody made sure today; a wrong or bounced address is used again' }),
    reason: reasonSchema,
  };
  const body = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('email'), address: email, ...common }),
    z.strictObject({ kind: z.literal('phone'), address: phone, ...common }),
    z.strictObject({ kind: z.literal('post'), address: text(500), ...common }),
  ]);
  const summary = 'Keep a further address of a debtor, or that one was found right';
  app.post(
    '/debtors/:debtor/addresses',
    { config: { personalData: true }, schema: { summary, tags, params, headers, body, response } },
    async (request, reply) => {
      const { kind, address, verified: isVerified, reason, ...rest } = request.body;
      const given = { kind, address, isVerified, reason, ...stated(rest) };
      return onDebtor(deps, request, reply, request.params.debtor, (command) =>
        keepAddress(deps, { ...command, ...given }),
      );
    },
  );
}

function personRoute(app: App, deps: ApiDeps): void {
  const role = z.enum(contactRoles, { error: `expected one of ${contactRoles.join(', ')}` });
  const params = z.strictObject({ debtor: debtorKey, role });
  const gone = { description: 'null: this person has none any more; absent: as it is' };
  const body = z.strictObject({
    name: text(200),
    language: z.enum(['en', 'zh-CN'], { error: 'expected en or zh-CN' }).nullable().optional(),
    email: email.nullable().optional().meta(gone),
    phone: phone.nullable().optional().meta(gone),
    post: text(500).nullable().optional().meta(gone),
    noContactUntil,
    reason: reasonSchema,
  });
  const summary = "Put a person with addresses into a role of a debtor's contact matrix, or change one";
  app.post(
    '/debtors/:debtor/people/:role',
    { schema: { summary, tags, params, headers, body, response } },
    async (request, reply) => {
      const { debtor, role: wanted } = request.params;
      const { name, reason, ...rest } = request.body;
      const person = {
        ...(rest.language === undefined ? {} : { language: rest.language }),
        ...(rest.email === undefined ? {} : { email: rest.email }),
        ...(rest.phone === undefined ? {} : { phone: rest.phone }),
        ...(rest.post === undefined ? {} : { post: rest.post }),
        ...(rest.noContactUntil === undefined ? {} : { noContactUntil: rest.noContactUntil }),
      };
      return onDebtor(deps, request, reply, debtor, (command) =>
        setContactPerson(deps, { ...command, role: wanted, name, reason, ...person }),
      );
    },
  );
}

/** How a debtor is contacted: flags with an end, review, and whom (decisions 4.7). */
export function debtorContactRoutes(app: App, deps: ApiDeps): void {
  rulesRoute(app, deps);
  personRoute(app, deps);
  addressRoute(app, deps);
}
