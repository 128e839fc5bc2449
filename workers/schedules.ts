import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { CASES_QUEUE, ENROLMENT_SWEEP_ID } from '../domain/workflow-ids';

interface Portfolio {
  readonly scheduleId: string;
  readonly workflowType: string;
  readonly workflowId: string;
  readonly every: string;
}

const portfolio: readonly Portfolio[] = [
  // A day begins at another hour for each creditor: within the hour every newly overdue invoice has its case.
  { scheduleId: 'enrolment', workflowType: 'enrolmentSweep', workflowId: ENROLMENT_SWEEP_ID, every: '1 hour' },
  // Feasts come by the day, and a task for one may be opened on any hour of it.
  { scheduleId: 'relationship-care', workflowType: 'careSweep', workflowId: 'relationship-care', every: '1 day' },
  // The worker itself repeats messages every ten seconds; this is the net below it, seldom enough to keep histories few.
  { scheduleId: 'message-relay', workflowType: 'messageRelay', workflowId: 'message-relay', every: '15 minutes' },
];

/** Creates the schedules of portfolio work that do not exist yet. Safe to repeat and to run in several workers at once. */
export async function ensureSchedules(client: Client): Promise<void> {
  for (const { scheduleId, workflowType, workflowId, every } of portfolio) {
    try {
      await client.schedule.create({
        scheduleId,
        spec: { intervals: [{ every }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP },
        action: {
          type: 'startWorkflow',
          workflowType,
          workflowId,
          taskQueue: CASES_QUEUE,
          args: [{ v: 1, id: scheduleId }],
        },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
