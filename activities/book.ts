import { heartbeat } from '@temporalio/activity';
import type { Db } from '../clients/prisma';
import { enrolDue, markStarted, unstartedCases, type CaseToStart, type PolicyStore } from '../services/enrolment';
import { relayMessages, type CaseMessenger } from '../services/signal-outbox';
import type { BookActivities } from './interfaces';

export interface BookActivityDeps {
  readonly db: Db;
  readonly policies: PolicyStore;
  readonly messenger: CaseMessenger;
  readonly startCase: (start: CaseToStart) => Promise<{ readonly workflowRunId: string }>;
  readonly now: () => Date;
}

// One batch takes some seconds on two cores and keeps a single activity well inside its time-out.
const BATCH = 200;
// The embedded server starts some two hundred cases a second; more at once only queue up there.
const STARTS_AT_ONCE = 16;

async function startAll(deps: BookActivityDeps, cases: readonly CaseToStart[]): Promise<void> {
  const waiting = [...cases];
  const startNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { workflowRunId } = await deps.startCase(next);
      await markStarted(deps.db, next.caseId, next.runNo, workflowRunId);
      heartbeat({ left: waiting.length });
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startNext));
}

/** Work on the whole book in bounded batches. Idempotent: what is enrolled or started is not so again (R6, R18). */
export const createBookActivities = (deps: BookActivityDeps): BookActivities => ({
  async enrolDueInvoices() {
    const { enrolled, more } = await enrolDue(
      { db: deps.db, policies: deps.policies, now: deps.now() },
      { limit: BATCH },
    );
    heartbeat({ enrolled });
    const cases = await unstartedCases(deps.db, BATCH);
    await startAll(deps, cases);
    return { enrolled, started: cases.length, more: more || cases.length === BATCH };
  },
  relayUndelivered: () => relayMessages({ db: deps.db, messenger: deps.messenger, now: deps.now() }),
});
