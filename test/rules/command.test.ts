import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const Printed = z.object({ covered: z.number(), total: z.number(), unknown: z.array(z.object({ id: z.string() })) });

// Stands for the tests of the checkout: it leaves results as they do and talks on stdout.
const fakeRun = `
const { beginResults, resultsFile } = require('./results.cjs');
const root = require('node:path').resolve(__dirname, '..');
beginResults(root, 'all');
const assertionResults = [{ ancestorTitles: [], title: '[S54] offers', status: 'passed' }];
require('node:fs').writeFileSync(resultsFile(root, 'all'), JSON.stringify({ testResults: [{ assertionResults }] }));
process.stdout.write('1 passed');
`;

let checkout: string;

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
    cwd: checkout,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function coverageRules(...args: string[]) {
  const command = path.join(checkout, 'test/rules/command.cjs');
  const { npm_config_json: _, ...env } = process.env;
  return spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', env });
}

const parse = (stdout: string) => Printed.parse(JSON.parse(stdout));

beforeEach(() => {
  checkout = mkdtempSync(path.join(tmpdir(), 'dunwell-rules-'));
  mkdirSync(path.join(checkout, 'test'));
  cpSync(path.join(__dirname, '../results.cjs'), path.join(checkout, 'test/results.cjs'));
  cpSync(__dirname, path.join(checkout, 'test/rules'), { recursive: true });
  writeFileSync(path.join(checkout, 'test/run.cjs'), fakeRun);
  writeFileSync(path.join(checkout, '.gitignore'), 'test-results/\n');
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=first');
});

afterEach(() => rmSync(checkout, { recursive: true }));

it('runs the tests first without results for this commit, and prints one document with --json', () => {
  const { status, stdout, stderr } = coverageRules('--json');

  expect(parse(stdout)).toEqual({ covered: 1, total: 477, unknown: [] });
  expect(stderr).toMatch(/No results for this commit[\s\S]*1 passed/);
  expect(status).toBe(0);
});

it('reads the results of this commit as they are, and runs the tests again after the next one', () => {
  coverageRules();
  expect(coverageRules().stderr).toBe('');
  git('commit', '--quiet', '--allow-empty', '--message=second');

  const { stdout, stderr } = coverageRules();

  expect(stderr).toContain('No results for this commit');
  expect(stdout).toContain('1 of 477 rules of the sources have a passing test.');
});

it('says when files differ from the commit', () => {
  coverageRules();
  writeFileSync(path.join(checkout, 'new.ts'), '');

  expect(coverageRules().stderr).toContain('Files differ from the commit');
});

it('ends with 1 when a test names an unknown id', () => {
  writeFileSync(path.join(checkout, 'test/run.cjs'), fakeRun.replace('[S54]', '[S540]'));

  const { status, stdout } = coverageRules('--json');

  expect(parse(stdout).unknown).toEqual([{ id: 'S540' }]);
  expect(status).toBe(1);
});

it('ends with 1 when the tests leave no results', () => {
  writeFileSync(path.join(checkout, 'test/run.cjs'), 'process.exit(1);');

  const { status, stdout, stderr } = coverageRules('--json');

  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('left no results');
  expect(existsSync(path.join(checkout, 'test-results/all.json'))).toBe(false);
});

it.each([
  ['--help', 0],
  ['-h', 0],
  ['--halp', 1],
])('says how it is used instead of running the tests: %s', (argument, code) => {
  const { status, stdout, stderr } = coverageRules(argument);

  expect(`${stdout}${stderr}`).toContain('Usage: npm run coverage:rules');
  expect(stderr).not.toContain('running the tests');
  expect(status).toBe(code);
});
