import { StartFault, StartInterrupted } from '../../../../workers/embedded/supervisor/faults';
import type { PartName, ProcessIdentity, RunRecorder } from '../../../../workers/embedded/supervisor/run-record';
import { Supervisor, type Part, type RunningPart } from '../../../../workers/embedded/supervisor/supervisor';

/** A part without a process: the test decides when it works, ends and stops. */
function fakePart(
  name: PartName,
  log: string[],
  behaviour: { start?: () => Promise<void>; stop?: () => Promise<void> } = {},
) {
  let exited: () => void = () => undefined;
  const running: RunningPart = {
    pid: 1,
    stop: async () => {
      log.push(`stop ${name}`);
      await behaviour.stop?.();
    },
  };
  const part: Part = {
    name,
    lastLines: () => [`last line of ${name}`],
    start: async (events) => {
      log.push(`start ${name}`);
      exited = events.exited;
      await behaviour.start?.();
      events.spawned(running);
    },
  };
  return { part, crash: () => exited() };
}

function setUp() {
  const log: string[] = [];
  const alive = new Map<PartName, ProcessIdentity>();
  const timers: { at: number; work: () => void }[] = [];
  let now = 0;
  const recorder: RunRecorder = {
    started: () => undefined,
    ended: () => undefined,
    addresses: () => undefined,
    alive: (name) => alive.get(name),
    clear: () => log.push('clear'),
  };
  const supervisor = new Supervisor({
    recorder,
    now: () => now,
    later: (delayMs, work) => {
      const timer = { at: now + delayMs, work };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
    tell: (sentence) => log.push(sentence),
    giveUp: (message, lastLines) => log.push(message, ...lastLines),
    stopWithinMs: 10_000,
  });
  /** Lets `ms` pass and everything happen that follows. */
  const pass = async (ms: number) => {
    now += ms;
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.work();
    }
    await new Promise((done) => setImmediate(done));
  };
  return { supervisor, log, pass };
}

describe('the supervisor', () => {
  it('starts a part that ends unexpectedly again, after its delay and not before', async () => {
    const { supervisor, log, pass } = setUp();
    const { part, crash } = fakePart('worker', log);
    await supervisor.start(part);

    crash();
    await pass(499);
    const before = [...log];
    await pass(1);

    expect(before).toEqual(['start worker', 'The worker process ended unexpectedly; it is started again in 0.5 s.']);
    expect(log.at(-1)).toBe('start worker');
  });

  it('gives up with the last lines at the third crash within a minute', async () => {
    const { supervisor, log, pass } = setUp();
    const { part, crash } = fakePart('api', log);
    await supervisor.start(part);

    crash();
    await pass(1_000);
    crash();
    await pass(2_000);
    crash();
    await pass(60_000);

    expect(log.slice(-2)).toEqual([
      'The api process ended three times within a minute; its last lines follow.',
      'last line of api',
    ]);
    expect(log.filter((line) => line === 'start api')).toHaveLength(3);
  });

  it('counts a restart that fails as a crash', async () => {
    const { supervisor, log, pass } = setUp();
    let works = true;
    const { part, crash } = fakePart('postgres', log, {
      start: async () => {
        if (!works) throw new Error('port in use');
      },
    });
    await supervisor.start(part);
    works = false;

    crash();
    await pass(500);
    await pass(1_000);

    expect(log.at(-2)).toBe('The postgres process ended three times within a minute; its last lines follow.');
  });

  it('leaves the failure of a first start to who asked for it', async () => {
    const { supervisor, log, pass } = setUp();
    const { part } = fakePart('api', log, { start: () => Promise.reject(new StartFault('no such file')) });

    await expect(supervisor.start(part)).rejects.toThrow('no such file');
    await pass(60_000);

    expect(log).toEqual(['start api']);
  });

  it('stops worker, API, Temporal and PostgreSQL in this order, whatever order they were started in', async () => {
    const { supervisor, log } = setUp();
    for (const name of ['postgres', 'api', 'temporal', 'worker'] as const)
      await supervisor.start(fakePart(name, log).part);
    log.length = 0;

    await supervisor.stopAll();

    expect([...new Set(log)]).toEqual(['stop worker', 'stop api', 'stop temporal', 'stop postgres', 'clear']);
  });

  it('goes on to the next part when one has not stopped after ten seconds', async () => {
    const { supervisor, log, pass } = setUp();
    await supervisor.start(fakePart('worker', log, { stop: () => new Promise(() => undefined) }).part);
    await supervisor.start(fakePart('api', log).part);
    log.length = 0;

    const stopped = supervisor.stopAll();
    await pass(9_999);
    const before = [...log];
    await pass(1);
    await pass(10_000);
    await stopped;

    expect(before).toEqual(['stop worker']);
    expect(log).toContain('stop api');
  });

  it('starts nothing any more once a stop has begun', async () => {
    const { supervisor, log, pass } = setUp();
    const { part, crash } = fakePart('worker', log);
    await supervisor.start(part);
    crash();

    await supervisor.stopAll();
    await pass(60_000);

    expect(log.filter((line) => line === 'start worker')).toHaveLength(1);
    await expect(supervisor.start(part)).rejects.toThrow(StartInterrupted);
  });
});
