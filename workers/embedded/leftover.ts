import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// As long as an ordinary stop of the server may take.
const stopTimeoutMs = 10_000;

/**
 * Stops the PostgreSQL that a killed start left behind, found by its own `postmaster.pid`. Does nothing when the process is
 * gone or its number now belongs to another program.
 *
 * @throws Error when it does not end.
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  // Without /proc (macOS) PostgreSQL itself refuses to start on a folder in use, and says so.
  if (!servesCluster(pid, cluster)) return;
  process.kill(pid, 'SIGINT');
  const end = Date.now() + stopTimeoutMs;
  while (servesCluster(pid, cluster)) {
    if (Date.now() > end)
      throw new Error(`PostgreSQL of an earlier start (process ${pid}) does not end: stop it by hand.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function servesCluster(pid: number, cluster: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    // No such process, or no /proc.
    return false;
  }
}
