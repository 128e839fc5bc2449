import { startServers } from './servers';

declare global {
  var testServers: { stop(): Promise<void> } | undefined;
}

/** Starts the servers once for all test files; their addresses reach the workers through the environment. */
export default async function globalSetup({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  // The runner is gone, so nobody waits for results; the reaper ends the servers.
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref();
  const servers = await startServers(maxWorkers);
  Object.assign(process.env, servers.variables);
  globalThis.testServers = servers;
}
