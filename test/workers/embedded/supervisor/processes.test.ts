import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isAlive } from '../../../../cli/boot/process-identity.cjs';
import { freePort } from '../../../../workers/embedded/free-port';
import { killRecorded } from '../../../../workers/embedded/supervisor/kill';
import { stopOrphans } from '../../../../workers/embedded/supervisor/orphans';
import { checkPorts } from '../../../../workers/embedded/supervisor/ports';
import { createRunRecorder, readRunRecord } from '../../../../workers/embedded/supervisor/run-record';

describe('processes of an earlier start', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  const sleeper = () => {
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    children.push(child);
    return child.pid ?? 0;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dunwell-record-'));
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('are ended by their record, and the record goes with them', async () => {
    const pid = sleeper();
    const who = identityOf(pid);
    createRunRecorder(folder).started('temporal', pid);

    const stopped = await stopOrphans(folder, createRunRecorder(folder));

    expect(stopped).toEqual(['temporal']);
    expect(who === undefined || isAlive(who)).toBe(false);
    expect(readRunRecord(folder).processes).toEqual({});
  });

  it('are left alone when only the pid is the same', async () => {
    const pid = sleeper();
    const recorded = { pid, startTime: '1', bootId: identityOf(pid)?.bootId ?? '' };
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ processes: { worker: recorded }, addresses: {} }));

    await killRecorded(recorded);

    expect(await stopOrphans(folder, createRunRecorder(folder))).toEqual([]);
    expect(identityOf(pid)).toBeDefined();
  });

  it('are recorded in a file that only its owner can read, for it holds the database password', () => {
    createRunRecorder(folder).addresses({ databaseUrl: 'postgresql://somebody:secret@127.0.0.1/book' });

    expect(statSync(join(folder, 'run.json')).mode & 0o777).toBe(0o600);
  });

  it('are nobody when the record is damaged', () => {
    writeFileSync(join(folder, 'run.json'), '{"processes": {"worker"');

    expect(readRunRecord(folder)).toEqual({ processes: {}, addresses: {} });
  });
});

describe('checkPorts', () => {
  const wanted = async (setting: string) => ({ use: 'API', setting, host: '127.0.0.1', port: await freePort() });

  it('is content with free ports and leaves them free', async () => {
    const ports = [await wanted('API_PORT')];

    await checkPorts(ports);
    await checkPorts(ports);
  });

  it('names the port in use and its setting', async () => {
    const taken = await wanted('API_PORT');
    const server = createServer();
    await new Promise<void>((done) => server.listen(taken.port, taken.host, done));

    const check = checkPorts([taken]);

    await expect(check).rejects.toThrow(
      `Port ${taken.port} on 127.0.0.1 (API) is in use: stop the program that uses it, or set API_PORT to another port.`,
    );
    server.close();
  });

  it('names both settings of one port', async () => {
    const first = await wanted('API_PORT');

    await expect(checkPorts([first, { ...first, setting: 'POSTGRES_PORT' }])).rejects.toThrow(
      `POSTGRES_PORT and API_PORT are both ${first.port}`,
    );
  });
});
