import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => path.join(folder, name));
}

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesBelow('docs', '.md')].map((name) => ({ name }));
const records = filesBelow('docs/decisions', '.md').map((name) => ({ name }));

const commands = filesBelow('cli', '.ts')
  .flatMap((name) => [...read(name).matchAll(/\.command\('([\w-]+)/g)])
  .map(([, command]) => command);

describe('the documentation', () => {
  it.each(pages)('has no dead link to a file: $name', ({ name }) => {
    const links = [...read(name).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
    const dead = links.filter((target) => !existsSync(path.join(root, path.dirname(name), target)));
    expect(dead).toEqual([]);
  });

  it.each(pages)('names only commands that exist: $name', ({ name }) => {
    const named = [...read(name).matchAll(/npx dunwell ([a-z]+)/g)].map(([, command]) => command);
    expect(named.filter((command) => !commands.includes(command))).toEqual([]);
  });

  it.each(pages)('names only npm scripts that exist: $name', ({ name }) => {
    const named = [...read(name).matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !read('package.json').includes(`"${script}":`))).toEqual([]);
  });

  it.each(records)('gives date, status, context, decision and consequences: $name', ({ name }) => {
    expect(read(name)).toMatch(
      /^# \d{3} .+\n\nDate: \d{4}-\d\d-\d\d · Status: .+\n\n## Context\n[\s\S]+\n## Decision\n[\s\S]+\n## Consequences\n/,
    );
  });

  it('lists every decision record in the index', () => {
    const index = read('docs/index.md');
    expect(records.filter(({ name }) => !index.includes(path.relative('docs', name)))).toEqual([]);
  });

  it('maps every folder of the product in the README', () => {
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^\.|^(node_modules|dist|test-results)$/.test(entry.name))
      .map((entry) => entry.name);
    expect(folders.filter((folder) => !read('README.md').includes(`\`${folder}/\``))).toEqual([]);
  });
});
