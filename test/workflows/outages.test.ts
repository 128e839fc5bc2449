import { encode } from '@temporalio/common/lib/encoding';
import { repairCases } from '../../cli/commands/repair';
import { checkCases } from '../../cli/doctor/temporal';
import { closeCase } from '../../services/publish-row';
import { storyteller } from '../support/story';
import { until } from '../support/story-until';

const tell = storyteller('live');
const invoice = { due: '2026-03-02', amount: '10000.00' };

it('[R2] sends a message exactly once when its timer fired while no worker was there', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(2);
  await tell.stopWorkers();
  const noon = story.untilDay(3, '12:00');
  await until('the timer fired', async () => (await story.eventsOf('TIMER_FIRED')) === 1);
  expect(await story.sent()).toEqual([]);
  await tell.startWorkers();
  await noon;
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  expect(await story.next()).toBe('day 10 10:00 call: notYet');
});

it('[R2] sends one message after weeks without a worker, the one that fits, and goes on spaced', async () => {
  tell.recordedAs('carried-over-for-weeks');
  const story = await tell.anEnrolledInvoice(invoice);
  const opened = await story.opens();
  // Virtual time waits for a worker: the weeks pass between two runs, and the second finds itself three milestones later.
  story.passesTo(24, '12:00');
  await story.begins(opened);
  expect(await story.sent()).toEqual(['day 24 formalLetter by letter']);
  expect(await story.tasks()).toEqual([]);
  // The letter set a deadline of seven days when it really went: the manager waits for its end (R30).
  expect(await story.next()).toBe('day 32 09:00 managerReview: deadlineOpen');
  expect((await story.decisions())[0]).toMatchObject({ action: 'perform', reason: { code: 'entry' } });
});

it('goes on with a case whose end was written by a workflow task that the server then discarded', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(5);
  const { db } = tell.stage();
  const { rowSeq } = await db.collectionCase.findUniqueOrThrow({ where: { id: story.caseId } });
  const { caseId, invoiceId, debtorId } = story;
  const nothing = { stage: null, nextStep: null, nextOccurrence: null, nextEffect: null, nextChannel: null };
  // What the closing task did before a message came in its way and the server refused to end the run.
  await closeCase(db, {
    ...{ v: 1, id: `${caseId}/discarded`, caseId, invoiceId, debtorId, asOf: story.now().toISOString(), day: 5 },
    ...{ decisions: [], applied: [], runNo: 1, outcome: 'cancelled', rowSeq: rowSeq + 1 },
    row: { ...nothing, nextSeverity: null, nextAt: null, nextReason: { code: 'cancelled' } },
  });
  await story.pays('4000.00');
  expect(await story.ending()).toBe('open');
  expect(await story.next()).toBe('day 10 10:00 call: notYet');
  await story.isCancelled();
  expect(await story.ending()).toBe('cancelled');
});

it('[F8] finds a case that cannot decode what it was sent, while others go on, and repairs it by a reset', async () => {
  const [story, other] = [await tell.anInvoice(invoice), await tell.anInvoice(invoice)];
  await story.untilDay(5);
  const { client } = tell.stage();
  const { workflowId } = story;
  await client.workflowService.signalWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    signalName: 'paymentReceived',
    input: { payloads: [{ metadata: { encoding: encode('json/plain') }, data: encode('{"id":') }] },
  });
  const isParked = async () => (await checkCases(client)).found.includes(workflowId);
  await until('the case is found', isParked, 120);
  await story.books('10000.00', 'P-1');
  // It arrives in the run that stands still, and is lost with it.
  await story.repeatsMessages();
  // A message of a version to come is passed over.
  await client.workflow.getHandle(other.workflowId).signal('paymentReceived', { v: 2, id: 'P-2', amount: 'all of it' });
  await other.pays('10000.00');
  expect(await other.ending()).toBe('settled');
  expect(await story.ending()).toBe('open');

  const said: string[] = [];
  await repairCases(client, (line) => said.push(line));
  expect(said).toEqual([`${workflowId}  reset; the relay repeats its messages`]);
  await story.relay();
  expect(await story.ending()).toBe('settled');
  await until('it is not parked any more', async () => !(await isParked()));
});
