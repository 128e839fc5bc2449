'use strict';
// Where `npm test` leaves jest's results, and the commit they belong to: read by `npm run coverage:rules`.
// Plain Node without dependencies: test/run.cjs needs it in a fresh clone.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** @typedef {'all' | 'long' | 'part'} Run all and long are whole runs; part is a selection, whose results count for nothing */

/**
 * @param {string} root
 * @param {Run} run
 * @returns {string} where jest writes the results of such a run
 */
const resultsFile = (root, run) => path.join(root, 'test-results', `${run}.json`);

/**
 * @param {string} root
 * @param {Run} run
 */
const commitFile = (root, run) => path.join(root, 'test-results', `${run}.commit`);

/**
 * @param {string} root
 * @param {...string} args
 * @returns {string | undefined} what git answered; undefined outside of a repository
 */
function git(root, ...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * @param {string} root
 * @returns {string} the commit of the checkout; 'no commit' where the sources came without their history
 */
const currentCommit = (root) => git(root, 'rev-parse', 'HEAD') ?? 'no commit';

/**
 * @param {string} root
 * @returns {boolean} whether files differ from the commit
 */
const hasChanges = (root) => (git(root, 'status', '--porcelain') ?? '') !== '';

/**
 * Makes room for the results of a run and notes the commit that it tests.
 * @param {string} root
 * @param {Run} run
 */
function beginResults(root, run) {
  fs.rmSync(resultsFile(root, run), { force: true });
  fs.mkdirSync(path.dirname(commitFile(root, run)), { recursive: true });
  fs.writeFileSync(commitFile(root, run), currentCommit(root));
}

/**
 * @param {string} root
 * @param {Run} run
 * @returns {any} jest's results of the last such run; undefined when it was of another commit or did not finish
 */
function readResults(root, run) {
  const file = resultsFile(root, run);
  if (!fs.existsSync(file) || !fs.existsSync(commitFile(root, run))) return undefined;
  if (fs.readFileSync(commitFile(root, run), 'utf8') !== currentCommit(root)) return undefined;
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

module.exports = { beginResults, hasChanges, readResults, resultsFile };
