import Fastify from 'fastify';
import pino from 'pino';
import { runService, type RunningService } from '../clients/parent';
import { createPrisma } from '../clients/prisma';
import { connectTemporal } from '../clients/temporal';
import { loadConfig, requireServers } from '../config';

// A browser keeps its connection open for minutes; after this time it is cut, so that a stop does not wait for it.
const CLOSE_WITHIN_MS = 2_500;

/** The API process: settings, connections, server; closed in reverse order. */
async function startApi(env: NodeJS.ProcessEnv): Promise<RunningService> {
  const config = loadConfig(env);
  const { databaseUrl, temporal } = requireServers(config);
  const logger = pino({ name: 'api', level: config.logLevel });
  const db = createPrisma(databaseUrl, { logger });
  const clients = await connectTemporal(temporal);
  const app = Fastify({ loggerInstance: logger });
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/health/ready', async () => {
    await db.$queryRaw`select 1`;
    return { status: 'ok' };
  });
  await app.listen({ host: config.api.host, port: config.api.port });
  return {
    stop: async () => {
      const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_WITHIN_MS);
      await app.close();
      clearTimeout(cut);
      await clients.close();
      await db.$disconnect();
    },
  };
}

runService(startApi);
