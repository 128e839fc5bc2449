import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { CrashWorkerSettings } from './crash-worker';

const caughtSchema = z.object({ caseId: z.string() });

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Resolves when it has connected and begun to poll. */
  readonly started: Promise<void>;
  /** Cases that stand still in it. */
  readonly caught: ReadonlySet<string>;
  /** Ends it with SIGKILL, also when it is frozen; resolves when the system has. */
  kill(): Promise<void>;
  /** Stops it with SIGSTOP: nothing in it runs, not even a timer, and its connections stay open. */
  freeze(): void;
  /** Lets a frozen one go on, and whatever stands still in it. */
  goOn(): void;
}

/** Starts a worker that stands still at `points`; without any it just works. */
export function startWorkerProcess(settings: CrashWorkerSettings): WorkerProcess {
  const child = fork(join(__dirname, 'crash-worker.ts'), [JSON.stringify(settings)], {
    execArgv: ['-r', join(__dirname, 'typescript.cjs')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const caught = new Set<string>();
  const ended = once(child, 'exit');
  const started = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'running') resolve();
      else caught.add(caughtSchema.parse(message).caseId);
    });
    child.once('exit', (code) => reject(new Error(`The worker ended with ${code} before it was started`)));
  });
  // Whoever waits for it hears of it; a worker that is killed early need not have anybody.
  started.catch(() => undefined);
  return {
    started,
    caught,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    freeze: () => void child.kill('SIGSTOP'),
    goOn: () => {
      child.kill('SIGCONT');
      child.send('goOn');
    },
  };
}
