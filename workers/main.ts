import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { createCaseMessenger } from '../clients/case-messenger';
import { createEnrolmentSweep } from '../clients/enrolment';
import { runService, type RunningService } from '../clients/parent';
import { createPrisma, type Db } from '../clients/prisma';
import { connectTemporal } from '../clients/temporal';
import { createVirusScanner } from '../clients/virus-scanner';
import { loadConfig, requireServers } from '../config';
import { createPolicyStore } from '../services/policy-store';
import { ensureSampleBook } from '../services/sample-book/first-book';
import { checkoutFolder } from './checkout';
import { createActivities } from './compose';
import { createWorkers } from './create-workers';
import { createLookups, createProviders } from './providers';
import { startRepetitions } from './repetitions';
import { ensureSchedules } from './schedules';
import { connectTemporalNative } from './temporal-native';

/** On the first start of an installation of its own: the sample book and its cases. Nobody waits for it. */
function loadFirstBook(db: Db, sweep: ReturnType<typeof createEnrolmentSweep>, logger: Logger): void {
  ensureSampleBook(db, new Date())
    .then(() => sweep.trigger())
    .catch((error: unknown) =>
      logger.error({ err: error }, 'The sample book could not be loaded; the next start tries again'),
    );
}

/** The worker process: settings, connections, workers, run; closed in reverse order. */
async function startWorker(env: NodeJS.ProcessEnv): Promise<RunningService> {
  const config = loadConfig(env);
  const { databaseUrl, temporal } = requireServers(config);
  const logger = pino({ name: 'worker', level: config.logLevel });
  const db = createPrisma(databaseUrl, { logger });
  const policies = createPolicyStore(db);
  await policies.loadPacks(join(checkoutFolder(), 'policies'));
  const connection = await connectTemporalNative(temporal);
  const { client, close } = await connectTemporal(temporal);
  const { delivery, sendsPerSecond } = config;
  const providers = createProviders(config);
  const activities = createActivities({
    db,
    client,
    policies,
    delivery,
    providers,
    sendsPerSecond,
    paymentLink: config.paymentLink,
    virtualTime: false,
    people: 'live',
  });
  const bundle = { codePath: join(checkoutFolder(), 'dist', 'workflow-bundle.js') };
  const { namespace } = temporal;
  const workers = await createWorkers({ connection, namespace, bundle, activities, sendsPerSecond });
  const running = workers.run();
  await ensureSchedules(client);
  const messenger = createCaseMessenger(client);
  const scanner = config.virusScanner === undefined ? null : createVirusScanner(config.virusScanner);
  const repetitions = startRepetitions({ db, messenger, lookups: createLookups(config), scanner }, logger);
  return {
    failed: running,
    whenHealthy: () => loadFirstBook(db, createEnrolmentSweep(client), logger),
    stop: async () => {
      await repetitions.stop();
      workers.shutdown();
      await running;
      await close();
      await connection.close();
      await db.$disconnect();
    },
  };
}

runService(startWorker);
