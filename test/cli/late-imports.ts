import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(__dirname, '..', '..');

/** What the sources load late, as `const { name } = await import('./file.js')`: the compiled file and the names. */
function lateImports(): { file: string; names: string[] }[] {
  const sources = ['cli', 'services', 'workers'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  return sources.flatMap((source) =>
    [...readFileSync(join(root, source), 'utf8').matchAll(/const \{ ([^}]+) \} = await import\('(\.[^']+)'\)/g)].map(
      ([, names = '', target = '']) => ({
        file: join(root, 'dist', dirname(source), target),
        names: names.split(',').map((name) => name.trim()),
      }),
    ),
  );
}

/** The names that the sources load late and that Node does not find in the compiled files, as `file: name`; and how many it looked for. */
export function missingLateImports(): { missing: unknown; looked: number } {
  const wanted = lateImports().map(({ file, names }) => ({ url: pathToFileURL(file).href, names }));
  // In a process of its own: what the tests load is compiled in another way.
  const script = `const missing = [];
    for (const { url, names } of ${JSON.stringify(wanted)}) {
      const found = await import(url);
      for (const name of names) if (found[name] === undefined) missing.push(url + ': ' + name);
    }
    console.log(JSON.stringify(missing));`;
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return { missing: JSON.parse(answer), looked: wanted.length };
}
