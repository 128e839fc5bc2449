'use strict';
/* global jest */

/**
 * Lets every property of a test file run with these parameters instead of its own.
 * @param {(given?: { numRuns?: number }) => object} parameters from what the property asks for
 */
module.exports = (parameters) =>
  jest.mock('fast-check', () => {
    const fc = jest.requireActual('fast-check');
    /**
     * @param {unknown} property
     * @param {{ numRuns?: number }} [given]
     */
    const assert = (property, given) => fc.assert(property, parameters(given));
    // The functions of the default export are getters: spread, they become values.
    return { ...fc, assert, default: { ...fc.default, assert }, __esModule: true };
  });
