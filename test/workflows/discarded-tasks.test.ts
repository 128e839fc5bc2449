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
    const done: Promise<void> = tell.stage().db.$transaction(async (tx) => {
      await tx.$queryRaw`select from collection_case where id = ${caseId}::uuid for no key update`;
      resolve({ done });
      await released;
    });
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
  const events = async () => (await story.histories()).flatMap(({ history }) => history.events ?? []);

  const release = await locksRow(story.caseId);
  await hears();
  await story.untilWaitingForDebtor(1);
  await Promise.all(Array.from({ length: TOO_MANY }, hears));
  await until('the task was discarded and the next one has begun', async () => {
    const all = await events();
    const discarded = all.findIndex(
      ({ workflowTaskFailedEventAttributes: failed }) =>
        failed?.cause === WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
    );
    return (
      discarded >= 0 &&
      all.slice(discarded).some(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)
    );
  });
  await release();
  await story.settles();

  const received = (await events()).filter(
    ({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  );
  expect(received).toHaveLength(TOO_MANY + 1);
});
