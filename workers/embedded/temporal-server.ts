import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { startChild, untilReady } from './child';
import { assertPortFree } from './free-port';
import type { TemporalCli } from './temporal-cli';

/** A Temporal server of our own. */
export interface TemporalServer {
  address: string;
  uiUrl: string | undefined;
  pid: number;
  stop(): Promise<void>;
}

/**
 * What {@link startTemporalServer} needs. Without `dbFile` the state is in memory; without `uiPort` there is no Web UI.
 * `timeSkipping` lets workflows skip their timers: tests and simulations only.
 */
export interface TemporalServerOptions {
  cli: TemporalCli;
  port: number;
  uiPort?: number;
  namespace: string;
  dbFile?: string;
  timeSkipping?: boolean;
  onExit?: (code: number | null) => void;
  logFile?: string;
}

// The server is ready in one to three seconds; a file that grew over years, on a slow disk, takes longer.
const readyTimeoutMs = 60_000;

// A case whose workflow task fails twice in a row is shown as parked; five times, as by default, take a minute.
const parkedAfterSetting = 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2';

const timeSkippingSettings = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  // The name of the same setting in later servers; an unknown one is ignored.
  'system.workflowTimeSkippingEnabled=true',
  // With the next three a skip costs 18 ms instead of up to a second.
  'history.timerProcessorMaxTimeShift="1ms"',
  'history.timerProcessorMaxPollRPS=1000',
  'history.transferProcessorMaxPollRPS=1000',
  // Without it continue-as-new under skipping moves the milestones that follow.
  'history.workflowIdReuseMinimalInterval="0s"',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];

/**
 * Starts a Temporal server on 127.0.0.1 and returns when it answers for the namespace. Nothing but the caller's lock keeps
 * two servers from one `dbFile`.
 *
 * @throws Error with the server's last lines when it does not come up; nothing is left running then.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { cli, port, uiPort, namespace, dbFile, onExit } = options;
  const address = `127.0.0.1:${port}`;
  if (dbFile !== undefined) mkdirSync(dirname(dbFile), { recursive: true, mode: 0o700 });
  await assertPortFree(port, 'TEMPORAL_PORT');
  if (uiPort !== undefined) await assertPortFree(uiPort, 'TEMPORAL_UI_PORT');
  const child = await startChild({
    name: 'Temporal server',
    command: cli.path,
    args: serverArguments(options),
    logFile: options.logFile ?? (dbFile === undefined ? join(tmpdir(), `temporal-${port}.log`) : `${dbFile}.log`),
    // Not ours: TEMPORAL_ADDRESS and its kin would steer the server's own commands.
    env: { HOME: homedir() },
    onExit,
  });
  // SIGKILL costs nothing where the state is in memory; with a file the server finishes its writes.
  const stop = () => child.stop(dbFile === undefined ? 'SIGKILL' : 'SIGTERM');
  try {
    // A first look with a bare socket: the client waits a whole second after a refused connection.
    await untilReady('The Temporal server', child, readyTimeoutMs, () => reach(port));
    await untilReady('The Temporal server', child, readyTimeoutMs, () => describe(address, namespace));
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`, pid: child.pid, stop };
}

function serverArguments({ port, uiPort, namespace, dbFile, timeSkipping = false }: TemporalServerOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace],
    ...['--log-level', 'warn', '--dynamic-config-value', parkedAfterSetting],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    // Write-ahead log and fewer syncs: three times as fast; a power cut may cost the last commits, a crash none.
    ...(dbFile === undefined
      ? []
      : ['--db-filename', dbFile, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=NORMAL']),
    ...(timeSkipping ? timeSkippingSettings.flatMap((setting) => ['--dynamic-config-value', setting]) : []),
  ];
}

function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

async function describe(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } finally {
    await connection.close();
  }
}
