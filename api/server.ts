import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { createCaseMessenger } from '../clients/case-messenger';
import { createCaseReader } from '../clients/case-reader';
import { createEnrolmentSweep } from '../clients/enrolment';
import { runService, type RunningService } from '../clients/parent';
import { createLinkSigner } from '../clients/link-token';
import { createPrisma } from '../clients/prisma';
import { createSendGridCheck, createTwilioCheck } from '../clients/webhook-signatures';
import { connectTemporal } from '../clients/temporal';
import { loadConfig, requireServers, type Config } from '../config';
import { enrolmentProgress } from '../services/enrolment';
import { createPinnedPlans } from '../services/pinned-plans';
import { createPolicyStore } from '../services/policy-store';
import { buildApp } from './app';
import type { WebhookChecks } from './deps';

// A browser keeps its connection open for minutes; after this time it is cut, so that a stop does not wait for it.
const CLOSE_WITHIN_MS = 2_500;

const packageFile = z.object({ version: z.string() });

/** The version in package.json, which lies beside this folder or, compiled, beside `dist/`. */
function ownVersion(): string {
  for (const folder of [join(__dirname, '..'), join(__dirname, '..', '..')]) {
    try {
      return packageFile.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).version;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
    }
  }
  return 'unknown';
}

/** How webhooks are verified, as far as their keys are set. */
function webhookChecks({ sendgrid, twilio, api }: Config): WebhookChecks {
  const sendGridCheck = (key: string | undefined) => (key === undefined ? null : createSendGridCheck(key));
  return {
    sendGridEvents: sendGridCheck(sendgrid.eventKey),
    sendGridMail: sendGridCheck(sendgrid.inboundKey),
    twilio: twilio.authToken === undefined ? null : createTwilioCheck(twilio.authToken),
    publicBaseUrl: api.publicBaseUrl ?? null,
  };
}

/** The API process: settings, connections, server; closed in reverse order. */
async function startApi(env: NodeJS.ProcessEnv): Promise<RunningService> {
  const config = loadConfig(env);
  const { databaseUrl, temporal } = requireServers(config);
  const logger = pino({ name: 'api', level: config.logLevel });
  const db = createPrisma(databaseUrl, { logger });
  const { client, connection, close } = await connectTemporal(temporal);
  const policies = createPolicyStore(db);
  const sweep = createEnrolmentSweep(client);
  const app = await buildApp({
    db,
    logger,
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
    paymentLink: config.paymentLink,
    webhooks: webhookChecks(config),
    ...(config.linkKey === undefined ? {} : { unsubscribeLinks: createLinkSigner(config.linkKey, 'unsubscribe') }),
    scansUploads: config.virusScanner !== undefined,
    clock: () => new Date(),
    version: ownVersion(),
  });
  await app.listen({ host: config.api.host, port: config.api.port });
  return {
    stop: async () => {
      const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_WITHIN_MS);
      await app.close();
      clearTimeout(cut);
      await close();
      await db.$disconnect();
    },
  };
}

runService(startApi);
