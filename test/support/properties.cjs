'use strict';
/* global expect */
// Properties in `npm test` try the same cases on every machine, so that a red run is about the change and not about luck.
// `npm run test:long` looks for new ones: a fresh seed, which fast-check prints with the counterexample, and more cases.
const fastCheckWith = require('./fast-check-with.cjs');

const SEED = 20260706;
// Finds what one run in twenty would; test/domain stays within a quarter of an hour.
const LONG_FACTOR = 20;

const long = process.env.RUN_LONG === '1';

fastCheckWith((given) => {
  if (!long) return { seed: SEED, ...given };
  // A long test says itself how long it is.
  const factor = expect.getState().testPath?.endsWith('.long.test.ts') ? 1 : LONG_FACTOR;
  return { ...given, numRuns: (given?.numRuns ?? 100) * factor };
});
