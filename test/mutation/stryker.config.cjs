'use strict';
// `npm run test:mutation` gives the file to mutate and where its results are kept.

module.exports = {
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.cjs' },
  // Only the tests that reach a mutant are run against it.
  coverageAnalysis: 'perTest',
  incremental: true,
  concurrency: 1,
  // Copied for every run; the tests of the pure rules need no more than code and policies.
  ignorePatterns: ['.cache', '.data', 'dist', 'docs', 'bench', 'clients', 'test-results', 'test/replay'],
  tempDirName: '.cache/mutation/sandbox',
  cleanTempDir: 'always',
  reporters: ['progress-append-only', 'clear-text', 'json'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  // The tests of a mutant take a second or two; only one that hangs needs fifteen more, also on a busy machine.
  timeoutMS: 15_000,
  allowConsoleColors: false,
};
