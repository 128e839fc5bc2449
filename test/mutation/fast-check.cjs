'use strict';
/* global jest */
// fast-check under mutation: 20 cases of one seed, because every mutant runs every property again and must not be judged
// by chance. Read by jest before each test file (jest.config.cjs).

const CASES = 20;
const SEED = 20260706;

jest.mock('fast-check', () => {
  const fc = jest.requireActual('fast-check');
  /**
   * @param {unknown} property
   * @param {object} [parameters]
   */
  const assert = (property, parameters) => fc.assert(property, { seed: SEED, ...parameters, numRuns: CASES });
  // The functions of the default export are getters: spread, they become values.
  return { ...fc, assert, default: { ...fc.default, assert }, __esModule: true };
});
