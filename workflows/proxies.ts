import { proxyActivities, proxyLocalActivities, type RetryPolicy } from '@temporalio/workflow';
import type {
  BookActivities,
  PeopleActivities,
  ReadActivities,
  RecordActivities,
  SendActivities,
} from '../activities/interfaces';
import type { Channel } from '../domain/channels';
import { contactQueue } from '../domain/workflow-ids';

// Our own database may be away for minutes (an upgrade, a failover): ask again soon at first, then once a minute, for ever.
const untilDatabaseIsBack: RetryPolicy = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '1 minute',
};

/** Reads of one case: a few milliseconds, so local activities (one marker each). */
export const reads = proxyLocalActivities<ReadActivities>({
  // Some twenty indexed reads, seconds when the database is slow; half a minute means that it hangs, and another connection may
  // do better.
  startToCloseTimeout: '30 seconds',
  // Longer waits than this are server timers instead of keeping the workflow task open.
  localRetryThreshold: '5 seconds',
  retry: untilDatabaseIsBack,
});

/** Idempotent writes of a few milliseconds: publishing the row, closing. Local for the same reason. */
export const records = proxyLocalActivities<RecordActivities>({
  // One short transaction; ten seconds mean a lock or a database that hangs.
  startToCloseTimeout: '10 seconds',
  // As above: do not keep the workflow task open while the database is away.
  localRetryThreshold: '5 seconds',
  retry: untilDatabaseIsBack,
});

/** Work for people: idempotent writes that an auditor wants to see by name in the history. */
export const people = proxyActivities<PeopleActivities>({
  // One short transaction.
  startToCloseTimeout: '30 seconds',
  retry: untilDatabaseIsBack,
});

/**
 * Irreversible sends. Retrying the activity is safe although sending is not: an attempt that finds its own reservation in
 * `sending` answers `unknown` and never sends again (decisions 4.2).
 */
export const sends = (channel: Channel): ReturnType<typeof proxyActivities<SendActivities>> =>
  proxyActivities<SendActivities>({
    taskQueue: contactQueue(channel),
    // The SDKs' own time-out of 20 s, a minute for the record of what the provider said, and some transactions.
    startToCloseTimeout: '2 minutes',
    // It reports every four seconds that it works: after three missed reports its worker is gone, and another takes over.
    heartbeatTimeout: '15 seconds',
    retry: untilDatabaseIsBack,
  });

/** Portfolio work: batches over the whole book. */
export const book = proxyActivities<BookActivities>({
  // One bounded batch of a few hundred cases.
  startToCloseTimeout: '5 minutes',
  // A batch reports progress while it works: silence of half a minute means that its worker is gone.
  heartbeatTimeout: '30 seconds',
  retry: untilDatabaseIsBack,
});
