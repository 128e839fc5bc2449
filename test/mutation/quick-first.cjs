'use strict';
// Under mutation the first failing file ends the run, so the tests of single rules come before the slow ones of the whole
// planner: most mutants are noticed within a second, and one that makes the planner run for ever is noticed before it does.

const isSlow = (/** @type {string} */ file) => /properties|simulation/.test(file);

/** The order of the test files; jest asks for the other two methods, which have nothing to do here. */
module.exports = class {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    return [...tests].sort((a, b) => Number(isSlow(a.path)) - Number(isSlow(b.path)) || (a.path < b.path ? -1 : 1));
  }

  /** @param {{ path: string }[]} tests */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
