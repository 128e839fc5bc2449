'use strict';
// The tests of the pure rules alone: they need no server.
const path = require('node:path');
const config = require('../../jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...config,
  rootDir: path.resolve(__dirname, '../..'),
  roots: ['<rootDir>/test/domain'],
  setupFiles: ['<rootDir>/test/mutation/fast-check.cjs'],
  testSequencer: '<rootDir>/test/mutation/quick-first.cjs',
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
};
