import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectModules } from '../../cli/boot/install.cjs';
import { lockHolder, takeLock } from '../../cli/boot/lock.cjs';
import { hashFiles, whenStale } from '../../cli/boot/stamps.cjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dunwell-boot-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock of a folder', () => {
  it('is held by one process at a time and leaves nothing behind', () => {
    const lock = takeLock(folder);

    expect(lockHolder(folder)).toBe(process.pid);
    expect(() => takeLock(folder)).toThrow(`locked by process ${process.pid}`);
    lock.release();
    expect(lockHolder(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['of another boot', JSON.stringify({ pid: process.pid, startTime: '1', bootId: 'another' })],
    ['cut short by a power cut', '{"pid":'],
  ])('is taken over when it is %s', (_what, content) => {
    writeFileSync(join(folder, 'lock'), content);

    takeLock(folder);

    expect(lockHolder(folder)).toBe(process.pid);
  });
});

describe('a stamped step of the build', () => {
  const stamp = () => join(folder, 'out', '.stamp');

  it('runs once for the same inputs and again for others', async () => {
    const runs: string[] = [];
    const step = (inputs: string) => whenStale(stamp(), inputs, async () => void runs.push(inputs));

    expect([await step('a'), await step('a'), await step('b')]).toEqual([true, false, true]);
    expect(runs).toEqual(['a', 'b']);
  });

  it('runs again after a failure', async () => {
    await whenStale(stamp(), 'a', async () => undefined);

    await expect(whenStale(stamp(), 'b', () => Promise.reject(new Error('type error')))).rejects.toThrow('type error');
    expect(await whenStale(stamp(), 'a', async () => undefined)).toBe(true);
  });

  it('looks at contents and names, not at file times', () => {
    const file = join(folder, 'a.ts');
    writeFileSync(file, 'one');
    const before = hashFiles(folder, [file]);

    utimesSync(file, 1, 1);
    expect(hashFiles(folder, [file])).toBe(before);
    writeFileSync(file, 'two');
    expect(hashFiles(folder, [file])).not.toBe(before);
  });
});

describe('installed packages', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/pg': { version: '8.0.0' },
    'node_modules/jest': { version: '30.0.0', dev: true },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  };
  const write = (file: string, packages: object) => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify({ packages }));
  };
  const installed = (packages: object) => {
    write('package-lock.json', wanted);
    write('node_modules/.package-lock.json', packages);
    return inspectModules(folder);
  };

  it('are complete without development packages and those of other platforms', () => {
    expect(installed({ 'node_modules/pg': { version: '8.0.0' } })).toEqual({ complete: true, withDev: false });
  });

  it('are incomplete when a package is missing or of another version', () => {
    expect(installed({ 'node_modules/pg': { version: '7.9.0' } }).complete).toBe(false);
    expect(installed({}).complete).toBe(false);
  });

  it('are incomplete when one of the development packages that were installed is outdated', () => {
    const outdated = { 'node_modules/pg': { version: '8.0.0' }, 'node_modules/jest': { version: '29.0.0', dev: true } };

    expect(installed(outdated)).toEqual({ complete: false, withDev: true });
  });
});
