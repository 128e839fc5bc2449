'use strict';
// `npm run coverage:rules`: which rules have a passing test. Runs the tests first when they have no results for this
// commit. `--json`: one document on stdout. Ends with 1 when a test names an id that the catalogue does not have.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { hasChanges, readResults } = require('../results.cjs');
const { formatCoverage, measureCoverage, parseCatalogue, testsOf } = require('./coverage.cjs');

const root = path.resolve(__dirname, '../..');
// npm keeps the flag to itself when it stands before `--`.
const json = process.argv.includes('--json') || process.env.npm_config_json === 'true';

const usage = `Usage: npm run coverage:rules -- [--json]

Says which rules of the catalogue have a passing test. Without results of a whole run for this commit it runs the tests first.
  --json      one document on stdout
  -h, --help  this text
`;

/** @returns {any} jest's results of a whole run for this commit */
function wholeRun() {
  const kept = readResults(root, 'all');
  if (kept !== undefined) return kept;
  process.stderr.write('No results for this commit: running the tests ...\n');
  // Their output is progress: it goes to stderr, where jest reports anyway.
  spawnSync(process.execPath, ['test/run.cjs'], { cwd: root, stdio: ['ignore', 2, 2] });
  return readResults(root, 'all');
}

function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(usage);
  const unknown = args.find((arg) => arg !== '--json');
  if (unknown !== undefined) {
    process.stderr.write(`Unknown argument ${unknown}.\n${usage}`);
    process.exitCode = 1;
    return;
  }
  const all = wholeRun();
  if (all === undefined) {
    process.stderr.write('The tests left no results; `npm test` says why.\n');
    process.exitCode = 1;
    return;
  }
  if (hasChanges(root)) process.stderr.write('Files differ from the commit; `npm test` renews the results.\n');
  const long = readResults(root, 'long');
  const catalogue = parseCatalogue(fs.readFileSync(path.join(__dirname, 'catalogue.txt'), 'utf8'));
  const coverage = measureCoverage(catalogue, [all, ...(long === undefined ? [] : [long])].flatMap(testsOf));
  process.stdout.write(`${json ? JSON.stringify(coverage, undefined, 2) : formatCoverage(coverage)}\n`);
  if (coverage.unknown.length > 0) process.exitCode = 1;
}

main();
