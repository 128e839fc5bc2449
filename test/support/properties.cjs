'use strict';
/* global jest, expect */
// Properties in `npm test` try the same cases on every machine, so that a red run is about the change and not about luck.
// `npm run test:long` looks for new ones: a fresh seed, which fast-check prints with the counterexample, and more cases.

const SEED = 20260706;
// Finds what one run in twenty would; test/domain stays within a quarter of an hour.
const LONG_FACTOR = 20;

const long = process.env.RUN_LONG === '1';

jest.mock('fast-check', () => {
  const fc = jest.requireActual('fast-check');
  /** @param {{ numRuns?: number }} [given] */
  const parameters = (given) => {
    if (!long) return { seed: SEED, ...given };
    // A long test says itself how long it is.
    const factor = expect.getState().testPath?.endsWith('.long.test.ts') ? 1 : LONG_FACTOR;
    return { ...given, numRuns: (given?.numRuns ?? 100) * factor };
  };
  /**
   * @param {unknown} property
   * @param {{ numRuns?: number }} [given]
   */
  const assert = (property, given) => fc.assert(property, parameters(given));
  // The functions of the default export are getters: spread, they become values.
  return { ...fc, assert, default: { ...fc.default, assert }, __esModule: true };
});
