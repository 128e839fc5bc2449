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

interface Watched {
  readonly part: Part;
  running?: RunningPart;
  works: boolean;
  crashes: number[];
}

/** Keeps the parts of an installation alive, and ends them in order. */
export class Supervisor {
  private readonly watched = new Map<PartName, Watched>();
  private readonly starting = new Set<Promise<void>>();
  private stopping: Promise<void> | undefined;

  constructor(private readonly deps: SupervisorDeps) {}

  /** Starts a part and keeps it alive from then on. @throws StartInterrupted once a stop has begun */
  async start(part: Part): Promise<void> {
    this.assertNotStopping();
    const entry: Watched = { part, works: false, crashes: [] };
    this.watched.set(part.name, entry);
    await this.launch(entry);
  }

  /** @throws StartInterrupted once a stop has begun */
  assertNotStopping(): void {
    if (this.stopping !== undefined) throw new StartInterrupted();
  }

  /** Stops worker, API, Temporal, PostgreSQL in this order; what does not end in time is killed. Safe to call twice. */
  stopAll(): Promise<void> {
    this.stopping ??= this.stopInOrder();
    return this.stopping;
  }

  /** Kills everything at once. */
  async killAll(): Promise<void> {
    const { recorder } = this.deps;
    for (const name of partNames) {
      const who = recorder.alive(name);
      if (who !== undefined) await killRecorded(who);
    }
    recorder.clear();
  }

  private async launch(entry: Watched): Promise<void> {
    const { name } = entry.part;
    entry.works = false;
    const start = entry.part.start({
      spawned: (running) => {
        entry.running = running;
        this.deps.recorder.started(name, running.pid);
      },
      exited: () => {
        this.deps.recorder.ended(name);
        // An end in mid-start is told by the start itself.
        if (entry.works) this.crashed(entry);
      },
    });
    this.starting.add(start);
    try {
      await start;
      entry.works = true;
    } finally {
      this.starting.delete(start);
    }
  }

  private crashed(entry: Watched): void {
    if (this.stopping !== undefined) return;
    const { now, later, tell, giveUp } = this.deps;
    const { name } = entry.part;
    entry.works = false;
    entry.crashes = [...entry.crashes, now()];
    const decision = decideRestart(entry.crashes);
    if (decision.kind === 'giveUp') {
      const message = `The ${name} process ended three times within a minute; its last lines follow.`;
      giveUp(message, entry.part.lastLines());
      return;
    }
    tell(`The ${name} process ended unexpectedly; it is started again in ${decision.delayMs / 1000} s.`);
    later(decision.delayMs, () => {
      if (this.stopping === undefined) this.launch(entry).catch(() => this.crashed(entry));
    });
  }

  private async stopInOrder(): Promise<void> {
    await this.stopPart('worker');
    await this.stopPart('api');
    // A server in mid-start cannot be stopped: it is waited for, then stopped.
    await this.within(Promise.allSettled(this.starting), this.deps.stopWithinMs);
    for (const name of partNames) await this.stopPart(name);
    this.deps.recorder.clear();
  }

  private async stopPart(name: PartName): Promise<void> {
    const { recorder, stopWithinMs } = this.deps;
    const running = this.watched.get(name)?.running;
    if (running !== undefined) await this.within(running.stop(), stopWithinMs);
    const left = recorder.alive(name);
    if (left !== undefined) await killRecorded(left);
    recorder.ended(name);
  }

  /** Waits for the promise, but not longer than `withinMs`. A rejection counts as an end, too. */
  private within(promise: Promise<unknown>, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.deps.later(withinMs, resolve);
      const end = () => {
        cancel();
        resolve();
      };
      promise.then(end, end);
    });
  }
}
