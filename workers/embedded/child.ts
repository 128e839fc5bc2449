import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** How a server is started. `uid` and `gid` are set only when the process must give up root. */
export interface ChildOptions {
  name: string;
  command: string;
  args: string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  onExit?: ((code: number | null) => void) | undefined;
}

/** A server process in a process group of its own, so that a Ctrl+C in the terminal reaches only its parent. */
export interface Child {
  pid: number;
  /** True from the moment the process has ended. */
  hasExited(): boolean;
  /** The last lines that the process wrote, for error messages. */
  lastLines(): string;
  /** Sends `signal`, waits, then SIGKILLs the whole group. Returns when the process is gone; safe to call twice. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

// Long enough for a checkpoint of a busy database; the whole stop of the product gives each part as much.
const stopTimeoutMs = 10_000;

// Servers may write megabytes; the cause of a failed start is always at the end.
const quotedLines = 12;

/**
 * Starts a server detached, its output appended to `logFile`. `onExit` is called only when the process ends without having
 * been asked to.
 *
 * @throws Error when the command cannot be started at all.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, logFile, env, uid, gid, onExit } = options;
  const log = openSync(logFile, 'a', 0o600);
  let spawned: ChildProcess;
  try {
    spawned = spawn(command, args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      ...(env === undefined ? {} : { env }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
  } finally {
    closeSync(log);
  }
  let exited = false;
  let stopping = false;
  const gone = new Promise<void>((resolve) => {
    spawned.once('exit', (code) => {
      exited = true;
      resolve();
      if (!stopping) onExit?.(code);
    });
  });
  await new Promise<void>((resolve, reject) => {
    spawned.once('spawn', resolve);
    spawned.once('error', (cause) => reject(new Error(`${name} could not be started (${command}): ${cause.message}`)));
  });
  const pid = spawned.pid;
  if (pid === undefined) throw new Error(`${name} could not be started (${command}): it has no process id.`);
  return {
    pid,
    hasExited: () => exited,
    lastLines: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-quotedLines).join('\n'),
    stop: async (signal) => {
      stopping = true;
      if (exited) return;
      spawned.kill(signal);
      const killer = setTimeout(() => killGroup(pid), stopTimeoutMs);
      await gone;
      clearTimeout(killer);
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: the group ended in the same moment.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Calls `attempt` until it stops throwing; gives up when the child has ended or the time is over.
 *
 * @throws Error with the child's last lines.
 */
export async function untilReady(
  name: string,
  child: Child,
  timeoutMs: number,
  attempt: () => Promise<void>,
): Promise<void> {
  // Short, because a start is made of such waits; a refused connection costs well under a millisecond.
  const pauseMs = 20;
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (child.hasExited())
      throw new Error(`${name} ended while it was starting. Its last lines:\n${child.lastLines()}`);
    try {
      return await attempt();
    } catch (cause) {
      if (Date.now() > end) {
        throw new Error(`${name} was not ready after ${timeoutMs} ms. Its last lines:\n${child.lastLines()}`, {
          cause,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
