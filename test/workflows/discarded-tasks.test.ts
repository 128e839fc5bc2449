import { temporal } from '@temporalio/proto';
import { newId } from '../../services/ids';
import { storyteller } from '../support/story';
import { until } from '../support/story-until';
import { signals } from '../../workflows/messages';

const { EventType, WorkflowTaskFailedCause } = temporal.api.enums.v1;
const tell = storyteller('live');

// The server discards a task for which more than 100 messages wait.
const TOO_MANY = 102;

/** Holds the row of a case, so that its publication waits; returns what lets it go. */
async function locksRow(caseId: string): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const locked = await new Promise<{ done: Promise<void> }>((resolve) => {
    const done: Promise<void> = tell.stage().db.$transaction(
      async (tx) => {
        await tx.$queryRaw`select from collection_case where id = ${caseId}::uuid for no key update`;
        resolve({ done });
        await released;
      },
      // As long as a test may take: a hundred messages on a busy machine.
      { timeout: 180_000 },
    );
  });
  return async () => {
    release();
    await locked.done;
  };
}

// The replay after the story fails when the case went another way than its history says.
it('goes the way of its history when the server discards a task while a local activity of it is under way', async () => {
  const story = await tell.anInvoice({ due: '2026-03-02', amount: '10000.00' });
  await story.untilDay(4);
  const handle = tell.stage().client.workflow.getHandle(story.workflowId);
  const receipt = {
    v: 1,
    contactId: story.invoiceId,
    stepId: 'friendlyReminder',
    occurrence: 1,
    outcome: 'read',
  } as const;
  const hears = () =>
    handle.signal(signals.deliveryReported, { ...receipt, id: newId(), at: story.now().toISOString() });
  const types = async (fromDiscarded: boolean) => {
    const events = (await story.histories()).flatMap(({ history }) => history.events ?? []);
    const discarded = events.findIndex(
      ({ workflowTaskFailedEventAttributes: failed }) =>
        failed?.cause === WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
    );
    const from = discarded === -1 ? events.length : discarded;
    return events.slice(fromDiscarded ? from : 0).map(({ eventType }) => eventType);
  };

  const release = await locksRow(story.caseId);
  await hears();
  let sent = 1;
  await story.untilWaitingForDebtor(1);
  await until('a task was discarded and the next one has begun', async () => {
    // Once is enough, unless the machine is so busy that the task goes on by heartbeat before all have arrived.
    if ((await types(true)).length === 0) {
      await Promise.all(Array.from({ length: TOO_MANY }, hears));
      sent += TOO_MANY;
    }
    return (await types(true)).includes(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
  });
  await release();
  await story.settles();

  const received = (await types(false)).filter((type) => type === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
  expect(received).toHaveLength(sent);
});
