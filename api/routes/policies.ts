import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { previewCase } from '../../services/case-preview';
import {
  type MigratedCase,
  type Migration,
  casesToMigrate,
  migrateCases,
  previewMigration,
} from '../../services/policy-migration';
import { explain, type Language } from '../../services/queries/explain';
import { locateCase } from '../../services/queries/cases';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { issuedBy } from '../command-on-case';
import { afterCommit } from '../commit-first';
import type { ApiDeps, App } from '../deps';
import { Problem } from '../errors';
import { once } from '../idempotency';
import { foundOr404, languageOf, pageBody, pageRequestOf } from '../lists';
import { casePreviewAnswer, migrationAnswer, migrationPreviewAnswer } from '../policy-answers';
import { commandHeaders as headers, keySchema, pageFields, reasonSchema, text } from '../schemas';

const tags = ['policies'];
const params = z.strictObject({ policy: text(40).meta({ description: 'name of a policy' }) });
const version = z.coerce
  .number({ error: 'expected a version number' })
  .int({ error: 'expected a whole version number' })
  .min(1, { error: 'expected a version number above 0' })
  .max(1_000_000, { error: 'expected a version number up to 1000000' });

// Each case is asked by a query and moved in a transaction of its own: so many take about a second.
const CASES_AT_ONCE = 50;

async function migrationOf(deps: ApiDeps, request: FastifyRequest, policy: string, to: number): Promise<Migration> {
  const target = await deps.policies.planFor(policy, to).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'unknownPolicy') throw new Problem('notFound', error.message);
    throw error;
  });
  return { creditorId: bookOf(request), target, at: deps.clock() };
}

const targetOf = ({ target: { plan, hash } }: Migration) => ({ policy: plan.policy, version: plan.version, hash });

/** A case as people read it: with its reasons as texts. */
function shown({ before, after, ...found }: MigratedCase, language: Language) {
  const withText = (next: MigratedCase['before']) =>
    next === null ? null : { ...next, why: explain(next.reason, language, found.zone) };
  return { ...found, before: withText(before), after: withText(after) };
}

function migrationPreviewRoute(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ to: version, ...pageFields });
  app.get(
    '/policies/:policy/migration',
    {
      schema: {
        summary: 'What would move to another version: the old and new next step of each running case; changes nothing',
        tags,
        params,
        querystring,
        response: { 200: migrationPreviewAnswer, '4xx': problemAnswer },
      },
    },
    async (request) => {
      const { to } = request.query;
      const migration = await migrationOf(deps, request, request.params.policy, to);
      const list = `migration.${request.params.policy}.${to}`;
      const { limit, after } = pageRequestOf(list, request.query);
      const page = await previewMigration({ db: deps.db, reader: deps.caseReader }, migration, {
        limit: Math.min(limit, CASES_AT_ONCE),
        after: after?.id ?? null,
      });
      const body = pageBody(list, page);
      const language = languageOf(request);
      const items = body.items.map((item) => shown(item, language));
      return { target: targetOf(migration), total: await casesToMigrate(deps.db, migration), items, next: body.next };
    },
  );
}

function migrationRoute(app: App, deps: ApiDeps): void {
  const limit = z
    .number({ error: `expected a number from 1 to ${CASES_AT_ONCE}` })
    .int({ error: 'expected a whole number' })
    .min(1, { error: `expected a number from 1 to ${CASES_AT_ONCE}` })
    .max(CASES_AT_ONCE, { error: `expected a number from 1 to ${CASES_AT_ONCE}` })
    .default(CASES_AT_ONCE);
  const body = z.strictObject({ to: version, limit, reason: reasonSchema });
  app.post(
    '/policies/:policy/migration',
    {
      schema: {
        summary: 'Move the next running cases to another version; ask again until none remains',
        tags,
        params,
        headers,
        body,
        response: { 200: migrationAnswer, 202: migrationAnswer, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const migration = await migrationOf(deps, request, request.params.policy, request.body.to);
      const options = { answer: migrationAnswer, fingerprint: request.body, repeatable: true };
      const answer = await once(deps, request, reply, options, async () => {
        const command = { ...migration, ...issuedBy(deps, request), reason: request.body.reason };
        const moved = await migrateCases({ db: deps.db, reader: deps.caseReader }, command, request.body.limit);
        const { status, applied } = await afterCommit(deps, moved.messageIds);
        const language = languageOf(request);
        const items = moved.cases.map((item) => shown(item, language));
        const remaining = await casesToMigrate(deps.db, migration);
        return { status, body: { target: targetOf(migration), items, remaining, applied } };
      });
      return reply.code(answer.status).send(answer.body);
    },
  );
}

function casePreviewRoute(app: App, deps: ApiDeps): void {
  const caseParams = z.strictObject({ case: keySchema.meta({ description: 'case id, invoice id or invoice number' }) });
  const people = z.enum(['noAnswer', 'absent'], { error: 'expected noAnswer or absent' }).default('noAnswer');
  app.get(
    '/cases/:case/preview',
    {
      schema: {
        summary: 'What happens to a case from now on when nobody pays and no message arrives',
        tags,
        params: caseParams,
        querystring: z.strictObject({ people }),
        response: { 200: casePreviewAnswer, '4xx': problemAnswer },
      },
    },
    async (request) => {
      const key = request.params.case;
      const { id: caseId } = foundOr404(await locateCase(deps.db, bookOf(request), key), 'case', key);
      const question = { caseId, people: request.query.people, at: deps.clock() };
      const preview = await previewCase({ db: deps.db, reader: deps.caseReader }, question);
      if (preview === null)
        throw new Problem('conflict', `Case ${caseId} has no running workflow; expected an open case.`);
      return {
        caseId,
        ...preview,
        rows: preview.rows.map((row) => ({ ...row, requires: [...row.requires], sources: [...row.sources] })),
      };
    },
  );
}

/** Policies of running cases: preview of a case, and migration to another version. */
export function policyRoutes(app: App, deps: ApiDeps): void {
  migrationPreviewRoute(app, deps);
  migrationRoute(app, deps);
  casePreviewRoute(app, deps);
}
