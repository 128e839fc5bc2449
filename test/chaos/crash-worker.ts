import { AsyncLocalStorage } from 'node:async_hooks';
import { Context } from '@temporalio/activity';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import {
  DefaultLogger,
  NativeConnection,
  type NativeConnectionPlugin,
  Runtime,
  type WorkerPlugin,
} from '@temporalio/worker';
import { z } from 'zod';
import { createPrisma, type Db } from '../../clients/prisma';
import { createSendGridSender } from '../../clients/sendgrid';
import { connectTemporal } from '../../clients/temporal';
import type { StepCall } from '../../domain/case-input';
import type { ChannelSender } from '../../services/contact/channel-sender';
import { createPolicyStore } from '../../services/policy-store';
import { createActivities, type Activities } from '../../workers/compose';
import { createWorkers } from '../../workers/create-workers';
import { type CrashPoint, crashPoints } from './crash-points';

// A worker of the product in a process of its own that stands still at chosen points, until it is killed there or told to go on.
// The product knows nothing of it: the points are put around the parts that it is made of.

const settingsSchema = z.object({
  databaseUrl: z.string(),
  address: z.string(),
  namespace: z.string(),
  bundlePath: z.string(),
  providerUrl: z.string(),
  /** At which point each case stands still. */
  points: z.record(z.string(), z.enum(crashPoints)),
});

export type CrashWorkerSettings = z.infer<typeof settingsSchema>;

type Gate = (point: CrashPoint, caseId: string | undefined) => Promise<void>;

const told = new Promise<void>((resolve) => process.once('message', () => resolve()));

/** Stands still until the process is told to go on, and says so, where the case is to be caught. */
const gateOf =
  (points: CrashWorkerSettings['points']): Gate =>
  async (point, caseId) => {
    if (caseId === undefined || points[caseId] !== point) return;
    process.send?.({ caseId });
    await told;
  };

/** The case whose activity runs. */
const running = new AsyncLocalStorage<string>();

/** The database; transactions that end with a reservation are a point. */
function pausingDb(db: Db, gate: Gate): Db {
  const transaction = async (work: Parameters<Db['$transaction']>[0]) => {
    const result: unknown = await db.$transaction(work);
    const isReservation =
      typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'reserved';
    if (isReservation) await gate('afterReserve', running.getStore());
    return result;
  };
  return new Proxy(db, {
    get: (target, key): unknown => (key === '$transaction' ? transaction : Reflect.get(target, key)),
  });
}

const pausingSender = (sender: ChannelSender, gate: Gate): ChannelSender => ({
  async send(message) {
    await gate('afterSendingBeforeCall', running.getStore());
    const outcome = await sender.send(message);
    await gate('afterAnswerBeforeRecord', running.getStore());
    return outcome;
  },
});

// As the product's own activity does: who stands still in a living worker is not taken for dead.
const REPORT_EVERY_MS = 4_000;

const pausingActivities = (activities: Activities, gate: Gate): Activities => ({
  ...activities,
  sendReminder: (call: StepCall) =>
    running.run(call.caseId, async () => {
      const context = Context.current();
      const timer = setInterval(() => context.heartbeat(), REPORT_EVERY_MS);
      try {
        await gate('beforeReserve', call.caseId);
        const result = await activities.sendReminder(call);
        await gate('afterRecordBeforeCompletion', call.caseId);
        return result;
      } finally {
        clearInterval(timer);
      }
    }),
});

const commandSchema = z.union([
  z.object({ caseId: z.string(), effect: z.string() }),
  z.object({ caseId: z.string(), carried: z.object({}) }),
]);

/** Sees what a workflow task orders before the server is told: a send, or to continue as new. */
const pausingCodec = (gate: Gate) => ({
  async encode(payloads: Payload[]) {
    for (const payload of payloads) {
      const command = commandSchema.safeParse(defaultPayloadConverter.fromPayload(payload)).data;
      if (command !== undefined)
        await gate('carried' in command ? 'duringContinueAsNew' : 'insideWorkflowTask', command.caseId);
    }
    return payloads;
  },
  decode: async (payloads: Payload[]) => payloads,
});

/** Gives the codec to every worker on a connection. */
const pausingPlugin = (gate: Gate): NativeConnectionPlugin & WorkerPlugin => ({
  name: 'pausing',
  configureWorker: (options) => ({ ...options, dataConverter: { payloadCodecs: [pausingCodec(gate)] } }),
});

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const { points, ...settings } = settingsSchema.parse(JSON.parse(process.argv[2] ?? 'null'));
  const { databaseUrl, address, namespace, bundlePath, providerUrl } = settings;
  const gate = gateOf(points);
  const db = createPrisma(databaseUrl);
  const { client } = await connectTemporal({ address, namespace, apiKey: undefined });
  const connection = await NativeConnection.connect({ address, plugins: [pausingPlugin(gate)] });
  const mails = createSendGridSender({ apiKey: 'SG.test', baseUrl: providerUrl, from: 'credit@example.com' });
  const activities = createActivities({
    db: pausingDb(db, gate),
    client,
    policies: createPolicyStore(db),
    delivery: { mode: 'live', allowlist: [] },
    providers: new Map([['email', pausingSender(mails, gate)]]),
    virtualTime: true,
    people: 'live',
  });
  const bundle = { codePath: bundlePath };
  const workers = await createWorkers({
    connection,
    namespace,
    bundle,
    activities: pausingActivities(activities, gate),
  });
  // The test is gone: nobody will kill this process.
  process.once('disconnect', () => process.exit());
  process.send?.('running');
  await workers.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
