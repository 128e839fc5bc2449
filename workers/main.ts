import pino from 'pino';
import { runService, type RunningService } from '../clients/parent';
import { createPrisma } from '../clients/prisma';
import { connectTemporal } from '../clients/temporal';
import { connectTemporalNative } from './temporal-native';
import { loadConfig, requireServers } from '../config';

/** The worker process: settings, connections, workers, run; closed in reverse order. */
async function startWorker(env: NodeJS.ProcessEnv): Promise<RunningService> {
  const config = loadConfig(env);
  const { databaseUrl, temporal } = requireServers(config);
  const logger = pino({ name: 'worker', level: config.logLevel });
  const db = createPrisma(databaseUrl, { logger });
  await db.$queryRaw`select 1`;
  const native = await connectTemporalNative(temporal);
  const clients = await connectTemporal(temporal);
  return {
    stop: async () => {
      await clients.close();
      await native.close();
      await db.$disconnect();
    },
  };
}

runService(startWorker);
