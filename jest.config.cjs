'use strict';

const long = process.env.RUN_LONG === '1';

// Packages without a CommonJS entry: Node 20 can require them, jest cannot, so they are compiled like our own files.
const esmOnly = [
  '@prisma/schema-engine-wasm',
  'content-disposition',
  'cookie',
  'jose',
  'openid-client',
  'oauth4webapi',
  'temporal-polyfill',
  'temporal-utils',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // A long run is the long tests, and the properties of the pure rules with more cases (test/support/properties.cjs).
  testMatch: long ? ['**/*.long.test.ts', '**/test/domain/**/*.test.ts'] : ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(long ? [] : ['\\.long\\.test\\.ts$'])],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  resolver: '<rootDir>/test/support/resolver.cjs',
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { swcrc: false, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  setupFiles: ['<rootDir>/test/support/properties.cjs'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  // Two cores, which the servers share; a database is made for each worker.
  maxWorkers: 2,
  // Stories build a bundle, start workers and wait for a real server: seconds on an idle machine. Three minutes only end what
  // hangs, so that a busy machine is no failure. Long tests may take an hour.
  testTimeout: long ? 3_600_000 : 180_000,
};
