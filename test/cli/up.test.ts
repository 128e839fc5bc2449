import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { isAlive } from '../../cli/boot/process-identity.cjs';
import { partNames, readRunRecord } from '../../workers/embedded/supervisor/run-record';
import { missingLateImports } from './late-imports';
import {
  dataDir,
  dunwell,
  newSettings,
  processesNaming,
  processesOf,
  removeData,
  type Run,
  type Settings,
  startToTable,
  until,
} from './start';

// One installation through its whole life; the tests build on each other, in this order.
describe('npm start', () => {
  let settings: Settings;
  let run: Run | undefined;
  let firstKey = '';

  const started = async () => (run = await startToTable(settings));
  const recorded = () => {
    const processes = processesOf(settings);
    return partNames.map((name) => {
      const who = processes[name];
      if (who === undefined) throw new Error(`${name} is not recorded: ${JSON.stringify(processes)}`);
      return who;
    });
  };
  const stop = async (running: Run, signal: NodeJS.Signals) => {
    running.child.kill(signal);
    return running.ended;
  };
  const keyInFile = () => readFileSync(join(dataDir(settings), 'cli-key'), 'utf8').trim();

  beforeAll(async () => {
    settings = await newSettings();
  });

  afterAll(async () => {
    if (run !== undefined && run.child.exitCode === null) await stop(run, 'SIGINT');
    removeData(settings);
  });

  it('ends its first start with a table that shows the first API key, kept for the owner only and stored hashed', async () => {
    const first = await started();

    const shown = /API key \(shown once\) │ (dw_[\w-]{43}) /.exec(first.stdout())?.[1];
    expect(shown).toBeDefined();
    firstKey = shown ?? '';
    expect(keyInFile()).toBe(firstKey);
    expect(statSync(join(dataDir(settings), 'cli-key')).mode & 0o777).toBe(0o600);
    for (const port of ['API_PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT']) {
      expect(first.stdout()).toContain(`:${settings[port]}`);
    }
    expect(first.stdout()).toContain('Next contact');
    expect(await storedHashes(settings)).toEqual([createHash('sha256').update(firstKey).digest('hex')]);
  });

  it('has compiled every name that is loaded late', () => {
    const { missing, looked } = missingLateImports();
    expect(missing).toEqual([]);
    expect(looked).toBeGreaterThan(10);
  });

  it('refuses a second start on the same data folder in one sentence, and leaves the first alone', async () => {
    const second = dunwell(['up'], settings);

    expect(await second.ended).toBe(1);
    expect(second.stderr()).toMatch(/^dunwell: Dunwell already runs on .* \(process \d+\): .*DUNWELL_DATA_DIR.*\n$/);
    expect(recorded().every(isAlive)).toBe(true);
  });

  it('lets doctor find every part in order', async () => {
    const doctor = dunwell(['doctor', '--json'], settings);

    const code = await doctor.ended;

    // Every status of the document; the whole of it is the message when one is wrong.
    const statuses = [...doctor.stdout().matchAll(/"status": "(\w+)"/g)].map(([, status]) => status);
    expect(statuses.includes('fault') ? doctor.stdout() : 'no fault').toBe('no fault');
    expect(statuses.length).toBeGreaterThan(10);
    expect(code).toBe(0);
  });

  it('starts a worker that was killed again', async () => {
    const before = processesOf(settings).worker;
    process.kill(before?.pid ?? 0, 'SIGKILL');

    await until(
      () => `a new worker; ${run?.stderr()}`,
      60_000,
      () => {
        const now = processesOf(settings).worker;
        return now !== undefined && now.pid !== before?.pid;
      },
    );

    expect(run?.stderr()).toBe('dunwell: The worker process ended unexpectedly; it is started again in 0.5 s.\n');
  });

  it('stops everything on a Ctrl+C that arrives twice, as npm sends it, and leaves no process behind', async () => {
    const processes = recorded();
    run?.child.kill('SIGINT');
    run?.child.kill('SIGINT');

    expect(await run?.ended).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(processesNaming(dataDir(settings))).toEqual([]);
  });

  it('continues on its second start: no new key is shown, and the first one still holds', async () => {
    const second = await started();

    expect(second.stdout()).not.toContain('dw_');
    expect(keyInFile()).toBe(firstKey);
    expect(await storedHashes(settings)).toEqual([createHash('sha256').update(firstKey).digest('hex')]);
  });

  it('starts again after a kill -9 of the parent, whatever that left behind', async () => {
    run?.child.kill('SIGKILL');
    await run?.ended;
    const left = recorded();

    await started();

    expect(left.filter(isAlive)).toEqual([]);
    expect(recorded().every(isAlive)).toBe(true);
  });

  it('kills a child that hangs after ten seconds, and leaves no process behind', async () => {
    const processes = recorded();
    process.kill(processesOf(settings).worker?.pid ?? 0, 'SIGSTOP');

    expect(run === undefined ? undefined : await stop(run, 'SIGTERM')).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(processesNaming(dataDir(settings))).toEqual([]);
  });
});

/** The hashes of all API keys, as the working account sees them. */
async function storedHashes(settings: Settings): Promise<string[]> {
  const client = new Client({ connectionString: readRunRecord(dataDir(settings)).addresses.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ hash: string }>('select hash from api_key order by created_at');
    return rows.map(({ hash }) => hash);
  } finally {
    await client.end();
  }
}
