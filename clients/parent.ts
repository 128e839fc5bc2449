import { z } from 'zod';

/** What `npm start` tells a process that it has started. `environment` overrides variables: the addresses in use. */
export type ToService = { kind: 'go'; environment: Record<string, string> } | { kind: 'healthy' } | { kind: 'stop' };

const toService = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('go'), environment: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('healthy') }),
  z.object({ kind: z.literal('stop') }),
]);

const fromService = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('fault'), message: z.string() }),
]);

/** What such a process answers. */
export type FromService = z.infer<typeof fromService>;

/** Reads a message of a process; undefined when it is none of ours. */
export function parseFromService(message: unknown): FromService | undefined {
  return fromService.safeParse(message).data;
}

/** A service that works. */
export interface RunningService {
  /** Finishes what is under way and closes everything. */
  stop(): Promise<void>;
  /** Called once when the whole installation is up; for work that nobody waits for. */
  whenHealthy?(): void;
  /** Rejects when the service cannot go on; the process then ends, and is started again by who started it. */
  failed?: Promise<void>;
}

// Under a dead parent nobody kills a process that hangs: it does so itself.
const ORPHAN_EXIT_MS = 5_000;

function reportAndExit(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error && error.stack !== undefined ? error.stack : message}\n`);
  const exit = () => process.exit(1);
  if (process.send === undefined || !process.connected) exit();
  else process.send({ kind: 'fault', message } satisfies FromService, exit);
}

/**
 * Runs a service as this process: at once when it was started by hand or by a container, otherwise when the parent says
 * "go", so that its modules load while the servers come up. Under a parent only the parent answers signals, and the process
 * ends itself when the parent is gone; alone it stops on SIGINT and SIGTERM.
 *
 * @param start connects and begins to work; gets the environment to read the settings from
 */
export function runService(start: (env: NodeJS.ProcessEnv) => Promise<RunningService>): void {
  let running: RunningService | undefined;
  const begin = (env: NodeJS.ProcessEnv) => {
    start(env).then((service) => {
      running = service;
      process.send?.({ kind: 'ready' } satisfies FromService);
      service.failed?.catch(reportAndExit);
    }, reportAndExit);
  };
  const stop = () => {
    // Before it works nothing is under way that could be cut off.
    if (running === undefined) process.exit(0);
    running.stop().then(() => process.exit(0), reportAndExit);
  };
  if (process.send === undefined) {
    process.once('SIGINT', stop).once('SIGTERM', stop);
    begin(process.env);
    return;
  }
  process.on('message', (message) => {
    const order = toService.safeParse(message).data;
    if (order?.kind === 'go') begin({ ...process.env, ...order.environment });
    if (order?.kind === 'stop') stop();
    if (order?.kind === 'healthy') running?.whenHealthy?.();
  });
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), ORPHAN_EXIT_MS).unref();
    stop();
  });
}
