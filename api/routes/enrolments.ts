import { z } from 'zod';
import { formatMoney } from '../../domain/money';
import { localDateIn } from '../../services/local-day';
import { zoneOfCreditor } from '../../services/queries/creditors';
import { standingOn, type StandingGroup } from '../../services/queries/standing';
import { reachability, type Reach } from '../../services/reachability';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { enrolmentStartedAnswer, enrolmentStateAnswer, reachabilityAnswer, standingAnswer } from '../command-answers';
import type { ApiDeps, App } from '../deps';
import { once } from '../idempotency';
import { commandHeaders, dateSchema } from '../schemas';

const tags = ['enrolments'];

/** Sums by currency as people read them, in the order of the currencies. */
const shownSums = (minor: Readonly<Record<string, number>>) =>
  Object.entries(minor)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amountMinor]) => ({ amount: formatMoney({ amountMinor, currency }), currency }));

const shownReach = ({ debtors, share, openMinor }: Reach) => ({
  debtors,
  share,
  open: shownSums(openMinor),
});

function reachabilityRoute(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ asOf: dateSchema.optional().meta({ description: 'default: today' }) });
  const response = { 200: reachabilityAnswer, '4xx': problemAnswer };
  app.get(
    '/reachability',
    {
      schema: { summary: 'Which part of the overdue debtors can be reached through what', tags, querystring, response },
    },
    async (request) => {
      const creditorId = bookOf(request);
      const zone = await zoneOfCreditor(deps.db, creditorId);
      const found = await reachability(deps.db, creditorId, request.query.asOf ?? localDateIn(zone, deps.clock()));
      return {
        asOf: found.asOf,
        overdue: shownReach(found.overdue),
        channels: found.channels.map((reach) => ({ channel: reach.channel, ...shownReach(reach) })),
        unreachable: shownReach(found.unreachable),
      };
    },
  );
}

const shownGroup = ({ name, cases, openMinor }: StandingGroup<string>) => ({
  name,
  cases,
  open: shownSums(openMinor),
});

function standingRoute(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ asOf: dateSchema.optional().meta({ description: 'default: today' }) });
  const response = { 200: standingAnswer, '4xx': problemAnswer };
  app.get(
    '/standing',
    { schema: { summary: 'Open cases by quadrant and by treatment on a day', tags, querystring, response } },
    async (request) => {
      const creditorId = bookOf(request);
      const zone = await zoneOfCreditor(deps.db, creditorId);
      const found = await standingOn(deps, creditorId, request.query.asOf ?? localDateIn(zone, deps.clock()));
      return {
        asOf: found.asOf,
        quadrants: found.quadrants.map(shownGroup),
        treatments: found.treatments.map(shownGroup),
      };
    },
  );
}

/** The enrolment sweep: start one, see how far it is, whom it could reach, and how the book stands. */
export function enrolmentRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/enrolments',
    {
      schema: {
        summary: 'Enrol every open invoice that is overdue or whose first step is due; also runs on a schedule',
        tags,
        headers: commandHeaders,
        body: z.strictObject({}).nullish(),
        response: { 200: enrolmentStartedAnswer, 202: enrolmentStartedAnswer, '4xx': problemAnswer },
      },
    },
    async (request, reply) => {
      const answer = await once(
        deps,
        request,
        reply,
        { answer: enrolmentStartedAnswer, fingerprint: null },
        async () => {
          const { started } = await deps.enrolment.trigger();
          return { status: 202, body: { started } };
        },
      );
      return reply.code(answer.status).send(answer.body);
    },
  );
  app.get(
    '/enrolments',
    {
      schema: {
        summary: 'How far enrolment has come',
        tags,
        response: { 200: enrolmentStateAnswer, '4xx': problemAnswer },
      },
    },
    () => deps.enrolment.progress(),
  );
  reachabilityRoute(app, deps);
  standingRoute(app, deps);
}
