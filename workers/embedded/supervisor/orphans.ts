import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf } from '../../../cli/boot/process-identity.cjs';
import { stopLeftover } from '../leftover';
import { endRecorded } from './kill';
import { partNames, type PartName, type ProcessIdentity, type RunRecorder } from './run-record';

// As long as a process is given when it is stopped in order.
const STOP_MS = 10_000;

/** Where the parts keep their data below the data folder. */
export const dataPlaces = (dataFolder: string) => ({
  postgres: join(dataFolder, 'postgres'),
  runtimePassword: join(dataFolder, 'runtime-password'),
  temporalFile: join(dataFolder, 'temporal', 'temporal.db'),
  cliKey: join(dataFolder, 'cli-key'),
});

/** Servers on our Temporal file that no record names: the start was killed between starting the server and noting it. */
function unrecordedTemporal(temporalFile: string): ProcessIdentity[] {
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    // No /proc on this system: the record is all there is.
    return [];
  }
  return pids.flatMap((pid) => {
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (!args.includes('start-dev') || !args.some((arg) => arg.endsWith(temporalFile))) return [];
      return identityOf(Number(pid)) ?? [];
    } catch {
      // It has ended meanwhile, or is another user's.
      return [];
    }
  });
}

/**
 * Ends what an earlier start, killed in mid-run, has left behind on this data folder, in the order of a stop. The caller
 * holds the folder's lock, so whatever runs on it is a leftover.
 *
 * @returns the names of the processes that were ended
 */
export async function stopOrphans(dataFolder: string, recorder: RunRecorder): Promise<PartName[]> {
  const stopped: PartName[] = [];
  for (const name of partNames) {
    const who = recorder.alive(name);
    if (who === undefined) continue;
    // PostgreSQL would wait for its clients on SIGTERM; on SIGINT it cuts them off.
    await endRecorded(who, name === 'postgres' ? 'SIGINT' : 'SIGTERM', STOP_MS);
    stopped.push(name);
  }
  const places = dataPlaces(dataFolder);
  for (const who of unrecordedTemporal(places.temporalFile)) await endRecorded(who, 'SIGTERM', STOP_MS);
  await stopLeftover(join(places.postgres, 'cluster'));
  recorder.clear();
  return stopped;
}
