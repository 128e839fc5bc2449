import { z } from 'zod';
import type { ApiDeps, App } from '../deps';

// Orchestrators and the start command ask every second or two; a part that needs longer than this is not usable.
const CHECK_TIMEOUT_MS = 3_000;

const liveAnswer = z.object({ status: z.literal('ok'), version: z.string() });

const readyAnswer = z.object({
  status: z.enum(['ready', 'notReady']),
  parts: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().nullable() })),
});

async function checked(name: string, check: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), timeout]);
    return { name, ok: true, detail: null };
  } catch {
    // The route is open to everybody: what failed is said, why is in the log of that part.
    return { name, ok: false, detail: `${name} is not usable` };
  } finally {
    clearTimeout(timer);
  }
}

/** `/health/live`: the process answers. `/health/ready`: the database and Temporal do, too (503 otherwise). */
export function healthRoutes(app: App, deps: ApiDeps): void {
  const config = { public: true } as const;
  app.get(
    '/health/live',
    { config, schema: { summary: 'Is the process alive?', security: [], response: { 200: liveAnswer } } },
    () => ({
      status: 'ok' as const,
      version: deps.version,
    }),
  );
  app.get(
    '/health/ready',
    {
      config,
      schema: { summary: 'Are all parts usable?', security: [], response: { 200: readyAnswer, 503: readyAnswer } },
    },
    async (_request, reply) => {
      const parts = await Promise.all([
        checked('database', () => deps.checks.database()),
        checked('temporal', () => deps.checks.temporal()),
      ]);
      const ready = parts.every((part) => part.ok);
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'notReady', parts });
    },
  );
}
