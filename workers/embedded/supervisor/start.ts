import { join } from 'node:path';
import type { Progress } from '../../../cli/boot/progress.cjs';
import type { Config } from '../../../config';
import { checkExternal } from './external';
import { waitUntilHealthy } from './health';
import { logFileOf } from './logs';
import { stopOrphans } from './orphans';
import { checkPorts, type WantedPort } from './ports';
import type { StartContext } from './start-context';
import { startDatabase } from './start-database';
import { startTemporal } from './start-temporal';
import { createServicePart } from './service-part';

/** An installation that runs. */
export interface Installation {
  databaseUrl: string;
  temporalAddress: string;
  /** Undefined when somebody else's Temporal is used. */
  temporalUiUrl: string | undefined;
  apiUrl: string;
  /** Tells the services that everything is up. */
  tellHealthy(): void;
}

function wantedPorts({ api, postgresPort, temporal, databaseUrl }: Config): WantedPort[] {
  const local = '127.0.0.1';
  return [
    { use: 'API', setting: 'API_PORT', host: api.host, port: api.port },
    ...(databaseUrl === undefined
      ? [{ use: 'PostgreSQL', setting: 'POSTGRES_PORT', host: local, port: postgresPort }]
      : []),
    ...(temporal.address === undefined
      ? [
          { use: 'Temporal', setting: 'TEMPORAL_PORT', host: local, port: temporal.port },
          { use: 'Temporal UI', setting: 'TEMPORAL_UI_PORT', host: local, port: temporal.uiPort },
        ]
      : []),
  ];
}

/** An address for people: a server that listens on every interface is reached by the loopback. */
function apiUrlOf({ api }: Config): string {
  const host = api.host === '0.0.0.0' || api.host === '::' ? '127.0.0.1' : api.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${api.port}`;
}

async function inPhase<T>(
  progress: Progress,
  name: string,
  work: () => Promise<T>,
  tell: (result: T) => string,
): Promise<T> {
  progress.start(name);
  const result = await work();
  progress.done(name, tell(result));
  return result;
}

/** Waits for all and then throws the first failure: nothing may still be starting when the stop begins. */
async function allOrFirstFailure<T extends readonly unknown[]>(promises: {
  [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/**
 * Starts everything that the settings do not say to be elsewhere, and returns when all of it is healthy. Starts nothing
 * before leftovers are stopped and ports are checked; after a failure nothing is still starting, and the caller stops.
 *
 * @throws StartFault, StartInterrupted (the user has asked to stop meanwhile), or the error of the part that did not come up
 */
export async function startInstallation(context: StartContext): Promise<Installation> {
  const { config, root, dataFolder, progress, supervisor, recorder } = context;
  const leftovers = await stopOrphans(dataFolder, recorder);
  if (leftovers.length > 0) progress.done('Left over from a killed start', `stopped ${leftovers.join(', ')}`);
  await checkPorts(wantedPorts(config));
  await checkExternal(config);

  const servers = allOrFirstFailure([startDatabase(context), startTemporal(context)] as const);
  const environment = servers.then(([database, temporal]) => ({
    DATABASE_URL: database.runtimeUrl,
    TEMPORAL_ADDRESS: temporal.address,
  }));
  // The failure is heard from `servers`; a service may have ended before it listens.
  environment.catch(() => undefined);
  const service = (name: 'worker' | 'api', script: string) =>
    createServicePart({
      name,
      script: join(root, 'dist', script),
      root,
      logFile: logFileOf(dataFolder, name),
      environment,
    });
  const worker = service('worker', 'workers/main.js');
  const api = service('api', 'api/server.js');

  const started = (name: string, part: typeof worker) =>
    inPhase(
      progress,
      name,
      () => supervisor.start(part),
      () => 'ready',
    );
  const [[database, temporal]] = await allOrFirstFailure([
    servers,
    started('Worker', worker),
    started('API', api),
  ] as const);

  const apiUrl = apiUrlOf(config);
  recorder.addresses({ databaseUrl: database.runtimeUrl, temporalAddress: temporal.address, apiUrl });
  await inPhase(
    progress,
    'Health',
    () => waitUntilHealthy(apiUrl),
    () => 'all parts answer',
  );
  return {
    databaseUrl: database.runtimeUrl,
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl,
    apiUrl,
    tellHealthy: () => {
      worker.tellHealthy();
      api.tellHealthy();
    },
  };
}
