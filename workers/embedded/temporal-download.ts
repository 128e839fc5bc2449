import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from './run';

const release = 'v1.9.1';
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

// Behind a proxy that swallows packets nothing ever answers; whoever is reachable answers a HEAD well within this.
const probeTimeoutMs = 3_000;

// 45 MB: two minutes allow 3 Mbit/s. Slower lines are better served by an installed program.
const downloadTimeoutMs = 120_000;

// Unpacking takes two seconds on a slow disk.
const unpackTimeoutMs = 30_000;

/**
 * Downloads the official release of the Temporal CLI and leaves the program in `into`. `site` is where a test serves it.
 *
 * @throws Error when the site does not answer in time or has no release for this platform.
 */
export async function downloadOfficial(into: string, site = 'https://temporal.download'): Promise<void> {
  const arch = architectures[process.arch];
  const platform = systems[process.platform];
  if (arch === undefined || platform === undefined) {
    throw new Error(`there is no release for ${process.platform}-${process.arch}`);
  }
  const url = `${site}/cli/archive/${release}?platform=${platform}&arch=${arch}`;
  await request(url, 'HEAD', probeTimeoutMs);
  const { body } = await request(url, 'GET', downloadTimeoutMs);
  if (body === null) throw new Error(`${url} sent nothing`);
  const archive = join(into, 'archive');
  await pipeline(Readable.fromWeb(body), createWriteStream(archive));
  await run('tar', { command: 'tar', args: ['-xf', archive, '-C', into] }, { timeoutMs: unpackTimeoutMs });
  rmSync(archive);
}

async function request(url: string, method: 'HEAD' | 'GET', timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { method, signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`${new URL(url).host} is not reachable (${cause})`);
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}
