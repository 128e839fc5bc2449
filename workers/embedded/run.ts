import { spawn } from 'node:child_process';
import type { Launch } from './postgres-user';

/** How long a program may run before it is killed; without it, as long as it wants. */
export interface RunLimits {
  timeoutMs?: number;
}

/**
 * Runs a program to its end in a process group of its own and returns what it wrote to stdout.
 *
 * @throws Error with its output when it fails or exceeds its time.
 */
export function run(name: string, launch: Launch, limits: RunLimits = {}): Promise<string> {
  const { command, args, uid, gid } = launch;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    const killer =
      limits.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
          }, limits.timeoutMs);
    child.once('error', (cause) => {
      clearTimeout(killer);
      reject(new Error(`${name} could not be started (${command}): ${cause.message}`));
    });
    child.once('close', (code, signal) => {
      clearTimeout(killer);
      if (code === 0) return resolve(stdout);
      const why = timedOut ? `took longer than ${limits.timeoutMs} ms` : `ended with ${code ?? signal}`;
      return reject(new Error(`${name} ${why}: ${(stderr.trim() || stdout.trim()).slice(-2000)}`));
    });
  });
}
