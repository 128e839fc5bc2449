import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../../cli/boot/process-identity.cjs';
import type { ProcessIdentity } from './run-record';

// Short beside the time a process needs to end, long beside the cost of reading one file.
const POLL_MS = 20;
// A killed process is gone at once; only one that hangs in the kernel is not, and waiting longer would not help it.
const AFTER_KILL_MS = 2_000;

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  // The group first, for the children of the process; the process alone where it leads no group.
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/** Waits until the process is dead, at most `withinMs`. Answers whether it is. */
async function waitForDeath(who: ProcessIdentity, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (isAlive(who)) {
    if (performance.now() >= until) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Kills the recorded process with its group; a process that merely has the same pid is left alone. */
export async function killRecorded(who: ProcessIdentity): Promise<void> {
  if (!isAlive(who)) return;
  signalGroup(who.pid, 'SIGKILL');
  await waitForDeath(who, AFTER_KILL_MS);
}

/** Asks the recorded process to end by `signal`, and kills it when it has not within `withinMs`. */
export async function endRecorded(who: ProcessIdentity, signal: NodeJS.Signals, withinMs: number): Promise<void> {
  if (!isAlive(who)) return;
  process.kill(who.pid, signal);
  if (!(await waitForDeath(who, withinMs))) await killRecorded(who);
}
