import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { filesBelow } from '../../cli/boot/stamps.cjs';

const root = resolve(__dirname, '..', '..');

const built = ['domain', 'workflows', 'activities', 'services', 'clients', 'workers', 'api', 'cli', 'prisma'];

/** The packages that the sources of the build import, types too. */
function importedPackages(): string[] {
  const files = built.flatMap((folder) => filesBelow(join(root, folder), '.ts'));
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^'.][^']*)'/g)].map(([, specifier = '']) => {
      const [first = '', second = ''] = specifier.split('/');
      return first.startsWith('@') ? `${first}/${second}` : first;
    }),
  );
  return [...new Set(names)].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name)).sort();
}

describe('npm start, which installs without development packages', () => {
  const packages = z.record(z.string(), z.string());
  const { dependencies, devDependencies } = z
    .object({ dependencies: packages, devDependencies: packages })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

  it('finds every package that the sources import, and their types, among the dependencies', () => {
    const needed = importedPackages();
    const typesOf = (name: string) => `@types/${name.replace(/^@/, '').replace('/', '__')}`;

    expect(needed.length).toBeGreaterThan(10);
    expect(needed.filter((name) => dependencies[name] === undefined)).toEqual([]);
    expect(needed.map(typesOf).filter((name) => devDependencies[name] !== undefined)).toEqual([]);
  });
});
