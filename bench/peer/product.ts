import { buildApp } from '../../api/app';
import type { BuildAppDeps } from '../../api/deps';
import { createCaseMessenger } from '../../clients/case-messenger';
import { createCaseReader } from '../../clients/case-reader';
import { createEnrolmentSweep } from '../../clients/enrolment';
import { createPrisma, type Db } from '../../clients/prisma';
import { connectTemporal, type TemporalClients } from '../../clients/temporal';
import { isoDate } from '../../domain/time';
import { enrolmentProgress } from '../../services/enrolment';
import { recordPayment } from '../../services/payments';
import { createPinnedPlans } from '../../services/pinned-plans';
import { createPolicyStore, type PolicyStore } from '../../services/policy-store';
import { deliverMessages } from '../../services/message-delivery';
import { createActivities } from '../../workers/compose';
import { createWorkers } from '../../workers/create-workers';
import { freePort } from '../../workers/embedded/free-port';
import { connectTemporalNative } from '../../workers/temporal-native';
import { paymentSchema, type PeerSettings } from './messages';
import type { Peer } from './peer';
import { sendThroughGate } from './sends';
import { createStepTimes } from './step-times';

// A case answers in milliseconds; this long means that the bench itself is broken.
const APPLIED_WITHIN_MS = 30_000;

/** What the API works with, as in api/server.ts. */
function apiDeps(db: Db, { client, connection }: TemporalClients, policies: PolicyStore): BuildAppDeps {
  const sweep = createEnrolmentSweep(client);
  return {
    db,
    messenger: createCaseMessenger(client),
    plans: createPinnedPlans(db, policies),
    policies,
    caseReader: createCaseReader(client),
    enrolment: {
      trigger: () => sweep.trigger(),
      progress: async () => ({
        ...(await enrolmentProgress({ db, policies, now: new Date() })),
        ...(await sweep.state()),
      }),
    },
    checks: {
      database: async () => void (await db.$queryRaw`select 1`),
      temporal: async () => void (await connection.workflowService.getSystemInfo({})),
    },
    webhooks: { sendGridEvents: null, sendGridMail: null, twilio: null, publicBaseUrl: null },
    clock: () => new Date(),
    version: 'bench',
  };
}

/** The product's worker and API in one process, as they run in production, but for the virtual clocks of the lifecycle bench. */
export async function startProduct(settings: PeerSettings): Promise<Peer> {
  const { databaseUrl, namespace, address, bundlePath } = settings;
  const config = { address, namespace, apiKey: undefined };
  const db = createPrisma(databaseUrl);
  const policies = createPolicyStore(db);
  const clients = await connectTemporal(config);
  const { client } = clients;
  const native = await connectTemporalNative(config);
  const messenger = createCaseMessenger(client);
  const activities = createActivities({
    db,
    client,
    policies,
    delivery: { mode: 'outbox', allowlist: [] },
    providers: new Map(),
    virtualTime: true,
    people: 'noAnswer',
  });
  const bundle = { codePath: bundlePath };
  const steps = createStepTimes();
  const timed = { ...activities, sendReminder: steps.timed(activities.sendReminder) };
  const workers = await createWorkers({ connection: native, namespace, bundle, activities: timed });
  const running = workers.run();
  const app = await buildApp(apiDeps(db, clients, policies));
  const apiUrl = await app.listen({ host: '127.0.0.1', port: await freePort() });

  const pay = async (input: unknown): Promise<void> => {
    const { invoiceNumber, currency, amountMinor, valueDate, at, ...of } = paymentSchema.parse(input);
    const amount = { amountMinor, currency };
    const names = {
      invoiceNumbers: [invoiceNumber],
      reference: `bench/${invoiceNumber}`,
      source: 'bench',
      actor: 'bench',
    };
    const paid = await recordPayment(
      { db },
      { ...of, ...names, amount, valueDate: isoDate(valueDate), at: new Date(at) },
    );
    if (!paid.ok) throw new Error(`The payment of ${invoiceNumber} was refused: ${JSON.stringify(paid.problem)}`);
    await deliverMessages({ db, messenger }, paid.messageIds, { waitMs: APPLIED_WITHIN_MS });
  };

  return {
    ready: apiUrl,
    calls: { pay, steps: steps.taken, sends: (input) => sendThroughGate(db, policies, input) },
    stop: async () => {
      await app.close();
      workers.shutdown();
      await running;
      await native.close();
      await clients.close();
      await db.$disconnect();
    },
  };
}
