import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { fastify, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { installAudit } from './audit';
import { installAuthentication } from './auth';
import type { ApiDeps, App, BuildAppDeps } from './deps';
import { Problem } from './errors';
import { createInFlight } from './in-flight';
import { installDescription } from './openapi';
import { installProblemHandler, problemOf, sendProblem } from './problem-handler';
import { approvalRoutes } from './routes/approvals';
import { bankAccountRoutes } from './routes/bank-accounts';
import { debtorFlagRoutes } from './routes/debtor-flags';
import { bookCommandRoutes } from './routes/book-commands';
import { bookRoutes } from './routes/books';
import { callSheetRoutes } from './routes/call-sheets';
import { caseCommandRoutes } from './routes/case-commands';
import { interestRoutes } from './routes/interest';
import { caseRoutes } from './routes/cases';
import { debtorContactRoutes } from './routes/debtor-contacts';
import { documentRoutes } from './routes/documents';
import { enrolmentRoutes } from './routes/enrolments';
import { healthRoutes } from './routes/health';
import { holdRoutes } from './routes/holds';
import { importRoutes } from './routes/imports';
import { paymentRoutes } from './routes/payments';
import { proposalRoutes } from './routes/proposals';
import { policyAssignmentRoutes } from './routes/policy-assignments';
import { policyRoutes } from './routes/policies';
import { contactLogRoutes } from './routes/contact-log';
import { letterRecallRoutes } from './routes/letter-recalls';
import { callRecordRoutes, letterRoutes } from './routes/letters';
import { parkedWebhookRoutes } from './routes/parked-webhooks';
import { replyRoutes } from './routes/replies';
import { stepCommandRoutes } from './routes/step-commands';
import { uploadRoutes } from './routes/uploads';
import { taskRoutes } from './routes/tasks';
import { unsubscribeRoutes } from './routes/unsubscribe';
import { webhookRoutes } from './webhooks';

// The largest command is a payment with 500 invoice numbers, some 60 KB. Files have a limit of their own.
const BODY_LIMIT_BYTES = 256 * 1024;

// Invoice numbers travel in addresses, percent-encoded (up to nine characters for one).
const MAX_PARAM_LENGTH = 1_100;

// A person or an ERP makes some requests a second; 50 a second leave room for both and stop a loop that ran away.
const REQUESTS_PER_MINUTE = 3_000;

async function installLimits(app: App, deps: BuildAppDeps): Promise<void> {
  // The page at /docs is served over plain HTTP on a local machine: nothing may be upgraded to HTTPS there.
  await app.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  await app.register(rateLimit, {
    max: deps.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, context) =>
      new Problem('tooManyRequests', `More than ${context.max} requests in a minute from this address.`, {
        retryAfterSeconds: Math.ceil(context.ttl / 1_000),
      }),
  });
}

/**
 * The HTTP API, not yet listening: the caller decides about host and port. Closing it does not close what `deps` brought.
 */
export async function buildApp(deps: BuildAppDeps): Promise<FastifyInstance> {
  const app: App = fastify({
    ...(deps.logger === undefined ? { logger: false } : { loggerInstance: deps.logger }),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Addresses that cannot be routed at all; without this they would be answered in another form.
    frameworkErrors: (error, request, reply) => void sendProblem(problemOf(error, request), request, reply),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  installProblemHandler(app);
  await installLimits(app, deps);
  const apiDeps: ApiDeps = { ...deps, inFlight: createInFlight() };
  installAuthentication(app, apiDeps);
  installAudit(app, apiDeps);
  await installDescription(app, deps.version);
  healthRoutes(app, apiDeps);
  await app.register(
    async (v1: App) => {
      caseRoutes(v1, apiDeps);
      bookRoutes(v1, apiDeps);
      debtorContactRoutes(v1, apiDeps);
      documentRoutes(v1, apiDeps);
      paymentRoutes(v1, apiDeps);
      taskRoutes(v1, apiDeps);
      callSheetRoutes(v1, apiDeps);
      enrolmentRoutes(v1, apiDeps);
      caseCommandRoutes(v1, apiDeps);
      interestRoutes(v1, apiDeps);
      stepCommandRoutes(v1, apiDeps);
      holdRoutes(v1, apiDeps);
      approvalRoutes(v1, apiDeps);
      bookCommandRoutes(v1, apiDeps);
      bankAccountRoutes(v1, apiDeps);
      debtorFlagRoutes(v1, apiDeps);
      policyRoutes(v1, apiDeps);
      policyAssignmentRoutes(v1, apiDeps);
      replyRoutes(v1, apiDeps);
      proposalRoutes(v1, apiDeps);
      parkedWebhookRoutes(v1, apiDeps);
      letterRoutes(v1, apiDeps);
      letterRecallRoutes(v1, apiDeps);
      contactLogRoutes(v1, apiDeps);
      callRecordRoutes(v1, apiDeps);
      await v1.register((scope: App) => webhookRoutes(scope, apiDeps));
      await v1.register(async (scope: App) => unsubscribeRoutes(scope, apiDeps));
      // A scope of its own: no other route accepts files.
      await v1.register((scope: App) => importRoutes(scope, apiDeps));
      await v1.register(async (scope: App) => uploadRoutes(scope, apiDeps));
    },
    { prefix: '/v1' },
  );
  await app.ready();
  return app;
}
