import { readdirSync, readFileSync } from 'node:fs';

// The kernel counts processor time in ticks of 10 ms on every platform that Node runs on (USER_HZ).
const MS_PER_TICK = 10;

interface ProcessTimes {
  readonly parent: number;
  readonly ownTicks: number;
  /** Of children that have ended and were waited for. */
  readonly endedTicks: number;
}

function timesOf(pid: number): ProcessTimes | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the fields are counted behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((at) =>
      Number(fields[at]),
    );
    return { parent, ownTicks: utime + stime, endedTicks: cutime + cstime };
  } catch {
    // It has ended between the listing and the reading.
    return null;
  }
}

/** Processor time in ms, user and system, that processes and their children have used so far (Linux only). */
export function cpuMsOf(pids: readonly number[]): number {
  const all = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    const times = /^\d+$/.test(name) ? timesOf(Number(name)) : null;
    if (times !== null) all.set(Number(name), times);
  }
  let ticks = 0;
  for (const [pid, times] of all) {
    if (pids.includes(pid)) ticks += times.ownTicks + times.endedTicks;
    else if (pids.includes(times.parent)) ticks += times.ownTicks;
  }
  return ticks * MS_PER_TICK;
}
