import { StartInterrupted } from './faults';
import { killRecorded } from './kill';
import { decideRestart } from './restart-policy';
import { partNames, type PartName, type RunRecorder } from './run-record';

/** A process that has been started. */
export interface RunningPart {
  pid: number;
  /** Asks it to end and returns when it has. */
  stop(): Promise<void>;
}

/** One process of the installation and how to start it. */
export interface Part {
  name: PartName;
  /**
   * Starts the process and returns when it works. `spawned` is called as soon as the process exists, `exited` when it
   * ends without having been asked to.
   */
  start(events: { spawned(running: RunningPart): void; exited(): void }): Promise<void>;
  /** What it wrote last. */
  lastLines(): string[];
}

/** What the supervisor needs from outside; time is given so that tests need not wait. */
export interface SupervisorDeps {
  recorder: RunRecorder;
  now(): number;
  /** Calls back later; the answer takes the call back. */
  later(delayMs: number, work: () => void): () => void;
  /** Something the user should see. */
  tell(sentence: string): void;
  /** A part has crashed too often. The supervisor stops nothing by itself. */
  giveUp(message: string, lastLines: string[]): void;
  /** How long a part may take to stop before it is killed. */
  stopWithinMs: number;
}

/** Keeps the parts of an installation alive, and ends them in order. */
export interface Supervisor {
  /** Starts a part and keeps it alive from then on. @throws StartInterrupted once a stop has begun */
  start(part: Part): Promise<void>;
  /** Stops worker, API, Temporal, PostgreSQL in this order; what does not end in time is killed. Safe to call twice. */
  stopAll(): Promise<void>;
  /** Kills everything at once. */
  killAll(): Promise<void>;
}

interface Watched {
  part: Part;
  running?: RunningPart;
  works: boolean;
  crashes: number[];
}

/** Waits for the promise, but not longer than `withinMs`. A rejection counts as an end, too. */
async function within(deps: SupervisorDeps, promise: Promise<unknown>, withinMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = deps.later(withinMs, resolve);
    const end = () => {
      cancel();
      resolve();
    };
    promise.then(end, end);
  });
}

/** A supervisor without parts. */
export function createSupervisor(deps: SupervisorDeps): Supervisor {
  const watched = new Map<PartName, Watched>();
  const starting = new Set<Promise<unknown>>();
  let stopping: Promise<void> | undefined;

  const launch = async (entry: Watched): Promise<void> => {
    const { name } = entry.part;
    entry.works = false;
    const start = entry.part.start({
      spawned: (running) => {
        entry.running = running;
        deps.recorder.started(name, running.pid);
      },
      exited: () => {
        deps.recorder.ended(name);
        // An end in mid-start is told by the start itself.
        if (entry.works) crashed(entry);
      },
    });
    starting.add(start);
    try {
      await start;
      entry.works = true;
    } finally {
      starting.delete(start);
    }
  };

  const crashed = (entry: Watched): void => {
    if (stopping !== undefined) return;
    const { name } = entry.part;
    entry.works = false;
    entry.crashes = [...entry.crashes, deps.now()];
    const decision = decideRestart(entry.crashes);
    if (decision.kind === 'giveUp') {
      deps.giveUp(
        `The ${name} process ended three times within a minute; its last lines follow.`,
        entry.part.lastLines(),
      );
      return;
    }
    deps.tell(`The ${name} process ended unexpectedly; it is started again in ${decision.delayMs / 1000} s.`);
    deps.later(decision.delayMs, () => {
      if (stopping === undefined) launch(entry).catch(() => crashed(entry));
    });
  };

  const stopPart = async (name: PartName): Promise<void> => {
    const running = watched.get(name)?.running;
    if (running !== undefined) await within(deps, running.stop(), deps.stopWithinMs);
    const left = deps.recorder.alive(name);
    if (left !== undefined) await killRecorded(left);
    deps.recorder.ended(name);
  };

  const stopInOrder = async (): Promise<void> => {
    await stopPart('worker');
    await stopPart('api');
    // A server in mid-start cannot be stopped: it is waited for, then stopped.
    await within(deps, Promise.allSettled(starting), deps.stopWithinMs);
    for (const name of partNames) await stopPart(name);
    deps.recorder.clear();
  };

  return {
    start: async (part) => {
      if (stopping !== undefined) throw new StartInterrupted();
      const entry: Watched = { part, works: false, crashes: [] };
      watched.set(part.name, entry);
      await launch(entry);
    },
    stopAll: () => (stopping ??= stopInOrder()),
    killAll: async () => {
      for (const name of partNames) {
        const who = deps.recorder.alive(name);
        if (who !== undefined) await killRecorded(who);
      }
      deps.recorder.clear();
    },
  };
}
