import { Worker } from '@temporalio/worker';
import { createVirtualTime } from '../../workers/simulation/virtual-time';
import { storyteller } from '../support/story';
import { until } from '../support/story-until';
import { testTemporal } from '../support/temporal';
import type { tenLines } from './ten-lines';

const tell = storyteller('live');

it('keeps the days of milestones over local activities, continue-as-new and one fast-forward', async () => {
  const { client, connection, nativeConnection, namespace, close } = await testTemporal();
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace,
    taskQueue: 'ten-lines',
    workflowsPath: require.resolve('./ten-lines'),
    activities: { note: async (day: number) => day },
  });
  const time = createVirtualTime(connection, namespace);
  const handle = await worker.runUntil(async () => {
    const begun = Date.now();
    time.begin('ten-lines', 0);
    const options = { workflowId: 'ten-lines', taskQueue: 'ten-lines' };
    const started = await client.workflow.start<typeof tenLines>('tenLines', { ...options, args: [begun, []] });
    await time.settle('ten-lines');
    expect(await time.advance('ten-lines', begun + 51 * 86_400_000)).toBe('ended');
    return started;
  });
  expect(await handle.result()).toEqual([10, 20, 30, 40, 50]);
  await close();
});

it('[F6] loses none of 1,000 signals, a payment and a promise in one burst, and keeps its history bounded', async () => {
  const story = await tell.anInvoice({ due: '2026-03-02', amount: '10000.00' });
  await story.untilDay(4);
  await story.isHitByBurst({ signals: 1_000, pays: '4000.00', promisesForDay: 14 });
  await story.relay();
  await until('every message is applied', async () => (await story.messages()).waiting === 0);
  expect(await story.messages()).toEqual({ applied: 1_002, final: 0, waiting: 0 });
  // The row is that of the tasks that counted, whatever the discarded ones wrote.
  expect(await story.next()).toBe('day 23 10:00 call: promise');
  expect(await story.view()).toMatchObject({ openBalanceMinor: 6000_00, promisedFor: '2026-03-16' });
  const runs = await story.histories();
  expect(runs.length).toBeGreaterThan(1);
  for (const { history } of runs) expect(history.events?.length).toBeLessThan(4_000);
  await story.untilDay(24);
  expect(await story.promiseStates()).toEqual(['broken']);
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
});
