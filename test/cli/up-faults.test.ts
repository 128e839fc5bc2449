import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { dataDir, dunwell, newSettings, processesNaming, removeData, type Settings } from './start';

describe('a start that cannot go on', () => {
  let settings: Settings;

  beforeEach(async () => {
    settings = await newSettings();
  });

  afterEach(() => removeData(settings));

  /** Runs `dunwell up` and expects one sentence on stderr, a bad exit code, and nothing left. */
  async function faultOf(changed: Settings): Promise<string> {
    const run = dunwell(['up'], { ...settings, ...changed });
    const code = await run.ended;
    expect({ code, lines: run.stderr().trimEnd().split('\n').length, stderr: run.stderr() }).toMatchObject({
      code: 1,
      lines: 1,
    });
    expect(processesNaming(dataDir(settings))).toEqual([]);
    expect(existsSync(join(dataDir(settings), 'lock'))).toBe(false);
    return run.stderr();
  }

  it.each(['API_PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'])(
    'names the port and the setting when %s is in use',
    async (setting) => {
      const server = createServer();
      await new Promise<void>((done) => server.listen(Number(settings[setting]), '127.0.0.1', done));
      try {
        const message = await faultOf({});

        expect(message).toContain(`Port ${settings[setting]} `);
        expect(message).toContain(`set ${setting} to another port`);
      } finally {
        server.close();
      }
    },
    20_000,
  );

  it('names two settings that want the same port', async () => {
    const message = await faultOf({ POSTGRES_PORT: settings['API_PORT'] ?? '' });

    expect(message).toContain('POSTGRES_PORT and API_PORT are both');
  });

  it('names DATABASE_URL when nothing answers there, without its password', async () => {
    const port = settings['POSTGRES_PORT'] ?? '';

    const message = await faultOf({ DATABASE_URL: `postgresql://somebody:secret@127.0.0.1:${port}/book` });

    expect(message).toContain(`DATABASE_URL (127.0.0.1:${port}/book) cannot be used`);
    expect(message).not.toContain('secret');
  });

  it('names TEMPORAL_ADDRESS when nothing answers there', async () => {
    const address = `127.0.0.1:${settings['TEMPORAL_PORT']}`;

    expect(await faultOf({ TEMPORAL_ADDRESS: address })).toContain(`TEMPORAL_ADDRESS (${address}) cannot be reached`);
  });

  it('names every variable that has a wrong value', async () => {
    const message = await faultOf({ API_PORT: '99999', DELIVERY: 'maybe' });

    expect(message).toContain('API_PORT="99999"');
    expect(message).toContain('DELIVERY="maybe"');
  });

  it('says why the data folder cannot be used', async () => {
    const file = join(dataDir(settings), 'a-file');
    writeFileSync(file, '');

    expect(await faultOf({ DUNWELL_DATA_DIR: file })).toContain(`The data folder ${file} cannot be used: it is a file`);
    expect(await faultOf({ DUNWELL_DATA_DIR: join(file, 'below') })).toContain('a part of the path is a file');
    expect(await faultOf({ DUNWELL_DATA_DIR: join(dataDir(settings), 'no', 'such') })).toContain('does not exist');
    expect(await faultOf({ DUNWELL_DATA_DIR: '/proc/dunwell' })).toMatch(/^dunwell: The data folder \/proc\/dunwell /);
  });

  it('takes over the lock of a process that is dead', async () => {
    mkdirSync(dataDir(settings), { recursive: true });
    writeFileSync(
      join(dataDir(settings), 'lock'),
      JSON.stringify({ pid: process.pid, startTime: '1', bootId: 'another' }),
    );

    expect(await faultOf({ API_PORT: 'none' })).toContain('API_PORT="none"');
  });
});
