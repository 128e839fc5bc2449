import { Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { z } from 'zod';
import { connectTemporal } from '../../clients/temporal';
import { connectTemporalNative } from '../../workers/temporal-native';
import { BARE_QUEUE } from '../names';
import { inParallel } from '../parallel';
import type { BareActivities } from '../workflows';
import { type PeerSettings, startsSchema } from './messages';
import type { Peer } from './peer';
import { sendBare } from './sends';
import { createStepTimes } from './step-times';

const signalSchema = z.object({ workflowId: z.string() });

// As many as the product's worker has (clients/prisma.ts).
const CONNECTIONS = 10;

/** A worker for the bare workflows, and what stands beside a bare start: one INSERT. */
export async function startBare(settings: PeerSettings): Promise<Peer> {
  const { databaseUrl, namespace, address, bundlePath } = settings;
  const config = { address, namespace, apiKey: undefined };
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  const { client, close } = await connectTemporal(config);
  const native = await connectTemporalNative(config);
  let parked = 0;
  const sinks: { bench: { parked: { fn(): void; callDuringReplay: false } } } = {
    bench: { parked: { fn: () => void (parked += 1), callDuringReplay: false } },
  };
  const nothing = async () => undefined;
  const steps = createStepTimes();
  const activities: BareActivities = { open: nothing, step: steps.timed(nothing), close: nothing };
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: BARE_QUEUE,
    workflowBundle: { codePath: bundlePath },
    activities: { ...activities },
    sinks,
  });
  const running = worker.run();

  const start = async (workflowId: string, waitMs: number): Promise<void> => {
    const handle = await client.workflow.start('bareIdle', { workflowId, taskQueue: BARE_QUEUE, args: [{ waitMs }] });
    const row = [workflowId, handle.firstExecutionRunId];
    await pool.query('insert into bench_start (workflow_id, run_id, started_at) values ($1, $2, now())', row);
  };
  const starts = async (input: unknown): Promise<void> => {
    const { ids, waitMs, atOnce } = startsSchema.parse(input);
    const target = parked + ids.length;
    await inParallel(atOnce, ids, (id) => start(id, waitMs));
    while (parked < target) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const signal = async (input: unknown): Promise<void> =>
    client.workflow.getHandle(signalSchema.parse(input).workflowId).signal('paid');

  return {
    ready: null,
    calls: { steps: steps.taken, starts, signal, sends: (input) => sendBare(pool, input) },
    stop: async () => {
      worker.shutdown();
      await running;
      await native.close();
      await close();
      await pool.end();
    },
  };
}
