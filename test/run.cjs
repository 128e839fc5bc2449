'use strict';
// `npm test`: installs and generates what is missing, runs jest with the given arguments, ends with the line
// "N passed, N failed". Plain Node without dependencies: it runs in a fresh clone. `--long` runs the long tests only.
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { inspectModules } = require('../cli/boot/install.cjs');
const { beginResults, resultsFile } = require('./results.cjs');

const root = path.resolve(__dirname, '..');
const long = process.argv.includes('--long');
const jestArgs = process.argv.slice(2).filter((arg) => arg !== '--long');
// A run of everything leaves its results for `coverage:rules`; a part of it must not replace them.
const run = jestArgs.length > 0 ? 'part' : long ? 'long' : 'all';
const results = resultsFile(root, run);

/**
 * Runs a command in the checkout, its output on ours; ends this process when it fails.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 */
function mustRun(name, command, args) {
  // Prisma's install script calls home for a program that is not used here; any existing path keeps it from doing so.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (status === 0) return;
  process.stderr.write(`${name} failed${error === undefined ? '' : `: ${error.message}`}.\n0 passed, 1 failed\n`);
  process.exit(1);
}

function prepare() {
  const { complete, withDev } = inspectModules(root);
  if (!complete || !withDev) {
    process.stdout.write('Installing the packages of the lockfile ...\n');
    mustRun('npm ci', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  mustRun('Prisma generate', process.execPath, ['cli/entry.cjs', 'build', '--only=generate']);
}

/** @returns {Promise<number>} the exit code of jest, 128 + number of the signal that ended it */
function runJest() {
  beginResults(root, run);
  const args = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`, ...jestArgs];
  // A session of its own: Ctrl+C reaches only this process. The channel tells jest's servers when this process dies.
  const jest = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, ...(long ? { RUN_LONG: '1' } : {}) },
    // jest repeats the results as JSON on stdout; its report for people is on stderr.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => jest.pid !== undefined && process.kill(-jest.pid, 'SIGTERM'));
  }
  return new Promise((resolve, reject) => {
    jest.once('error', reject);
    jest.once('exit', (code, signal) =>
      resolve(code ?? 128 + require('node:os').constants.signals[signal ?? 'SIGTERM']),
    );
  });
}

/** @returns {{ passed: number, failed: number, skipped: number }} a file that could not be loaded counts as a failed test */
function countResults() {
  if (!fs.existsSync(results)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(fs.readFileSync(results, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function main() {
  prepare();
  process.exitCode = await runJest();
  const { passed, failed, skipped } = countResults();
  if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode ||= 1;
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
