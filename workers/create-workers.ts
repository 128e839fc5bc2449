import { Worker, type NativeConnection, type WorkflowBundleOption } from '@temporalio/worker';
import { POOL_SIZE } from '../clients/prisma';
import { type Channel, sendingChannels } from '../domain/channels';
import { CASES_QUEUE, contactQueue } from '../domain/workflow-ids';
import { FALLBACK_SHARE } from '../services/contact/fallback-share';
import type { Activities } from './compose';

/** What workers run on. */
export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly bundle: WorkflowBundleOption;
  readonly activities: Activities;
  /** What each provider takes; a channel that is not named has no limit. */
  readonly sendsPerSecond?: Partial<Record<Channel, number>>;
}

/** Workers that run together. */
export interface RunningWorkers {
  /** Resolves when all have stopped; rejects when one fails. */
  run(): Promise<void>;
  shutdown(): void;
}

/** One worker for cases and one for each sending channel, so that a provider's limit on one does not hold up the others. */
export async function createWorkers(parts: WorkerParts): Promise<RunningWorkers> {
  const { connection, namespace, bundle, activities, sendsPerSecond = {} } = parts;
  const { sendReminder, sendLetter, ...others } = activities;
  const cases = await Worker.create({
    connection,
    namespace,
    taskQueue: CASES_QUEUE,
    workflowBundle: bundle,
    activities: others,
    // As many as the pool has connections. More would wait for one while their time-out runs: with a slow database all of them
    // would end by it, be asked again, and none would ever be done.
    maxConcurrentLocalActivityExecutions: POOL_SIZE,
  });
  const contact = await Promise.all(
    sendingChannels.map((channel) => {
      const perSecond = sendsPerSecond[channel];
      return Worker.create({
        connection,
        namespace,
        taskQueue: contactQueue(channel),
        activities: { sendReminder, sendLetter },
        // Each send holds a database connection for a moment and waits for its provider for the rest.
        maxConcurrentActivityTaskExecutions: 20,
        // As often as a send reports that it works; the default keeps reports back until four fifths of their time-out have gone.
        maxHeartbeatThrottleInterval: '4 seconds',
        // Counted by the server over all workers of the queue: sends wait there, and no activity sleeps. The rest is kept for
        // messages that come out of another queue.
        ...(perSecond === undefined ? {} : { maxTaskQueueActivitiesPerSecond: perSecond * (1 - FALLBACK_SHARE) }),
      });
    }),
  );
  const workers = [cases, ...contact];
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    run: async () => {
      // When one fails the others stop too: the process is restarted as a whole.
      await Promise.all(
        workers.map((worker) =>
          worker.run().catch((error: unknown) => {
            shutdown();
            throw error;
          }),
        ),
      );
    },
    shutdown,
  };
}
