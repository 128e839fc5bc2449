import { defaultPayloadConverter } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time';
import { z } from 'zod';
import { unfinished } from '../../services/signal-outbox';
import type { StoryCase } from './story-case';
import { timelineQuery, decisionsQuery, caseViewQuery } from '../../workflows/messages';
import { countEvents, historiesOf, type RunHistory } from './story-replay';

// What left, or may have: a reservation that was cancelled or refused by the provider is no contact.
const leftStates = ['sent', 'delivered', 'read', 'unknown'];

/** What can be seen of a case from outside: the tables, the queries, the histories. */
export function reportsOf(story: StoryCase) {
  const { caseId, workflowId, runIds } = story;
  const { db, client } = story.stage;
  const described = () => {
    const { namespace } = client.options;
    return client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
  };
  const handle = () => client.workflow.getHandle(workflowId);

  return {
    /** Messages that left, in order: `day 3 friendlyReminder by email`. */
    sent: async (): Promise<string[]> => {
      const rows = await db.contactStep.findMany({
        where: { caseId, definitelyFailed: false, contact: { state: { in: leftStates } } },
        include: { contact: { select: { channel: true } } },
        orderBy: { at: 'asc' },
      });
      return rows.map((row) => `day ${row.day} ${row.stepId} by ${row.contact.channel}`);
    },
    /** Tasks in the order in which they were opened: `day 10 call for owner: open`. */
    tasks: async (): Promise<string[]> => {
      const rows = await db.task.findMany({ where: { caseId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
      return rows.map((row) => `day ${row.day} ${row.stepId} for ${row.role}: ${row.outcome ?? row.status}`);
    },
    /** How the case ended by its row; `open` while it has not. The workflow must agree. */
    ending: async (): Promise<string> => {
      const { outcome } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
      const { status } = await handle().describe();
      if ((status.name === 'RUNNING') !== (outcome === null))
        throw new Error(`Case ${caseId} is ${outcome ?? 'open'} and its workflow ${status.name}`);
      if (outcome === null) return 'open';
      const result: unknown = await handle().result();
      expect(result).toMatchObject({ outcome });
      return outcome;
    },
    /** The row that staff see: next step, when on the clock of Shanghai, and why. */
    next: async (): Promise<string> => {
      const row = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId } });
      const reason = z.object({ code: z.string() }).safeParse(row.nextReason);
      const code = reason.success ? reason.data.code : 'no reason';
      return row.nextAt === null || row.nextStep === null
        ? `nothing: ${code}`
        : `${story.label(row.nextAt)} ${row.nextStep}: ${code}`;
    },
    view: () => handle().query(caseViewQuery),
    timeline: () => handle().query(timelineQuery),
    decisions: () => handle().query(decisionsQuery),
    promiseStates: async (): Promise<string[]> => {
      const rows = await db.promiseToPay.findMany({ where: { caseId }, orderBy: { id: 'asc' } });
      return rows.map((row) => row.status);
    },
    /** Messages for the case by what became of them: applied, final, or waiting. */
    messages: async (): Promise<{ applied: number; final: number; waiting: number }> => {
      const waiting = await db.signalOutbox.count({ where: { caseId, ...unfinished } });
      const final = await db.signalOutbox.count({ where: { caseId, finalAt: { not: null } } });
      const all = await db.signalOutbox.count({ where: { caseId } });
      return { applied: all - final - waiting, final, waiting };
    },
    /** The runs of the case as the database links them. */
    runs: async () => {
      const select = { runNo: true, outcome: true, workflowRunId: true } as const;
      return db.caseRun.findMany({ where: { caseId }, orderBy: { runNo: 'asc' }, select });
    },
    /** How many events of this type the newest run has. */
    eventsOf: async (type: string): Promise<number> => {
      const histories = await historiesOf(client, workflowId, runIds.at(-1) ?? '');
      return countEvents(histories).get(type) ?? 0;
    },
    /** Whether the workflow's own clock is past `clock` of day `day`. */
    isPast: async (day: number, clock: string): Promise<boolean> => {
      const { workflowExtendedInfo } = await described();
      const virtual = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
      return story.atCase(tsToMs(virtual)) >= story.instant(day, clock).getTime();
    },
    /** How often the activity that runs now has failed so far. */
    failedAttempts: async (): Promise<number> => {
      const { pendingActivities } = await described();
      return (pendingActivities?.[0]?.attempt ?? 1) - 1;
    },
    /** The input of the workflow of a run, counted from 0. */
    inputOfRun: async (index: number): Promise<unknown> => {
      const { events } = await client.workflow.getHandle(workflowId, runIds[index]).fetchHistory();
      const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
      return payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
    },
    /** The histories of all runs so far. */
    histories: async (): Promise<RunHistory[]> => {
      const runs = await Promise.all(runIds.map((runId) => historiesOf(client, workflowId, runId)));
      return runs.flat();
    },
  };
}
