import { connectTemporal } from '../../../clients/temporal';
import { ensureNamespace, ensureSearchAttributes } from '../namespace';
import { resolveTemporalCli } from '../temporal-cli';
import { startTemporalServer } from '../temporal-server';
import { lastLinesOf, logFileOf } from './logs';
import { dataPlaces } from './orphans';
import type { StartContext } from './start-context';
import type { Part } from './supervisor';

/** Where Temporal answers. */
export interface Temporal {
  address: string;
  uiUrl: string | undefined;
}

type TemporalCli = Awaited<ReturnType<typeof resolveTemporalCli>>;

function temporalPart(
  { config, dataFolder }: StartContext,
  cli: TemporalCli,
  ready: (temporal: Temporal) => void,
): Part {
  const logFile = logFileOf(dataFolder, 'temporal');
  return {
    name: 'temporal',
    lastLines: () => lastLinesOf(logFile),
    start: async ({ spawned, exited }) => {
      const server = await startTemporalServer({
        cli,
        port: config.temporal.port,
        uiPort: config.temporal.uiPort,
        namespace: config.temporal.namespace,
        dbFile: dataPlaces(dataFolder).temporalFile,
        logFile,
        onExit: exited,
      });
      spawned(server);
      ready({ address: server.address, uiUrl: server.uiUrl });
    },
  };
}

async function startLocal(context: StartContext): Promise<Temporal> {
  const { config, progress, supervisor } = context;
  progress.start('Temporal program');
  const cli = await resolveTemporalCli({
    cliPath: config.temporal.cliPath,
    onProgress: (text) => progress.note('Temporal program', text),
  });
  progress.done('Temporal program', `${cli.version} (${cli.how})`);
  progress.start('Temporal');
  let temporal: Temporal = { address: '', uiUrl: undefined };
  await supervisor.start(temporalPart(context, cli, (running) => (temporal = running)));
  progress.done('Temporal', `local server, port ${config.temporal.port}`);
  return temporal;
}

/** Starts a Temporal server unless TEMPORAL_ADDRESS names one, and ensures our namespace and search attributes there. */
export async function startTemporal(context: StartContext): Promise<Temporal> {
  const { config, progress } = context;
  const { namespace, address } = config.temporal;
  const temporal = address === undefined ? await startLocal(context) : { address, uiUrl: undefined };
  progress.start('Namespace');
  const { connection, close } = await connectTemporal({ ...config.temporal, address: temporal.address });
  try {
    await ensureNamespace(connection, namespace);
    await ensureSearchAttributes(connection, namespace);
  } finally {
    await close();
  }
  progress.done('Namespace', `${namespace} with its search attributes`);
  return temporal;
}
