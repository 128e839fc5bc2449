import { heartbeat } from '@temporalio/activity';
import type { BookActivities } from './interfaces';

/** A case whose workflow is to be started. */
interface StartableCase {
  readonly caseId: string;
  readonly runNo: number;
}

/** The use cases behind these activities; `workers/` supplies them. */
export interface BookServices<Start extends StartableCase> {
  enrolDue(limit: number): Promise<{ readonly enrolled: number; readonly more: boolean }>;
  unstartedCases(limit: number): Promise<readonly Start[]>;
  startCase(start: Start): Promise<{ readonly workflowRunId: string }>;
  markStarted(caseId: string, runNo: number, workflowRunId: string): Promise<void>;
  openCareTasks(): Promise<{ readonly opened: number }>;
  relayMessages(): Promise<{ readonly delivered: number; readonly final: number }>;
}

// One batch takes some seconds on two cores and keeps a single activity well inside its time-out.
const BATCH = 200;
// The embedded server starts some two hundred cases a second; more at once only queue up there.
const STARTS_AT_ONCE = 16;

async function startAll<Start extends StartableCase>(
  services: BookServices<Start>,
  cases: readonly Start[],
): Promise<void> {
  const waiting = [...cases];
  const startNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { workflowRunId } = await services.startCase(next);
      await services.markStarted(next.caseId, next.runNo, workflowRunId);
      heartbeat({ left: waiting.length });
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startNext));
}

/** Work on the whole book in bounded batches. Idempotent: what is enrolled or started is not so again (R6, R18). */
export const createBookActivities = <Start extends StartableCase>(services: BookServices<Start>): BookActivities => ({
  async enrolDueInvoices() {
    const { enrolled, more } = await services.enrolDue(BATCH);
    heartbeat({ enrolled });
    const cases = await services.unstartedCases(BATCH);
    await startAll(services, cases);
    return { enrolled, started: cases.length, more: more || cases.length === BATCH };
  },
  openCareTasks: () => services.openCareTasks(),
  relayUndelivered: () => services.relayMessages(),
});
