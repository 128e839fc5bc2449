'use strict';
// `npm run test:mutation [-- <file> …]`: mutates one file of the planner after the other and tells how many mutants the
// tests of the pure rules notice. Takes minutes a file, so it is no part of `npm test`. Unchanged mutants are not run again.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
// What decides when and whether somebody is contacted, and what it costs.
const planner = [
  'holds.ts',
  'calendar.ts',
  'step-timing.ts',
  'conditions.ts',
  'choose-step.ts',
  'next-action.ts',
  'apply-message.ts',
  'apply-result.ts',
  'fold-outcome.ts',
].map((name) => `domain/${name}`);
const folders = ['domain/calendar', 'domain/interest', 'domain/offers', 'domain/portfolio'];
// A file that takes longer has to be split, or its tests made faster.
const FILE_WITHIN_MS = 20 * 60_000;
const GOAL_PERCENT = 85;

/** @returns {string[]} */
function everyFile() {
  const inFolders = folders
    .filter((folder) => fs.existsSync(path.join(root, folder)))
    .flatMap((folder) => fs.readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`));
  return [...planner, ...inFolders.filter((file) => file.endsWith('.ts'))];
}

/**
 * @param {string} file
 * @returns {string | undefined} its row of the table; undefined when it could not be judged
 */
function mutate(file) {
  const kept = path.join('.cache', 'mutation', file.replaceAll('/', '-'));
  const report = path.join(root, `${kept}.report.json`);
  fs.rmSync(report, { force: true });
  const args = ['run', 'test/mutation/stryker.config.cjs', '--mutate', file, '--incrementalFile', `${kept}.json`];
  process.stdout.write(`\n${file}\n`);
  const { error } = spawnSync('node_modules/.bin/stryker', args, {
    cwd: root,
    stdio: 'inherit',
    timeout: FILE_WITHIN_MS,
    env: { ...process.env, MUTATION_REPORT: report },
  });
  if (error !== undefined || !fs.existsSync(report)) {
    process.stderr.write(`${file} was not judged${error === undefined ? '' : `: ${error.message}`}.\n`);
    return undefined;
  }
  return row(file, JSON.parse(fs.readFileSync(report, 'utf8')));
}

/**
 * @param {string} file
 * @param {{ files: Record<string, { mutants: { status: string }[] }> }} report
 */
function row(file, report) {
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (/** @type {string[]} */ ...wanted) => statuses.filter((status) => wanted.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const missed = count('Survived', 'NoCoverage');
  const percent = noticed + missed === 0 ? 100 : Math.floor((100 * noticed) / (noticed + missed));
  if (percent < GOAL_PERCENT) process.exitCode = 1;
  return `${file.padEnd(40)} ${String(percent).padStart(3)} %  ${noticed} noticed, ${missed} missed`;
}

const named = process.argv.slice(2);
const rows = (named.length > 0 ? named : everyFile()).map(mutate);
if (rows.includes(undefined)) process.exitCode = 1;
process.stdout.write(`\n${rows.filter((line) => line !== undefined).join('\n')}\n`);
