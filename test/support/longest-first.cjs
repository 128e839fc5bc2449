'use strict';
// Two workers share the test files, and without times of an earlier run jest begins with the largest file. The few that
// take a minute must not be what one worker is left with at the end, so they come first.

const LONGEST = ['checks/quality', 'simulation/both-engines', 'cli/up.'];

const place = (/** @type {string} */ file) => {
  const index = LONGEST.findIndex((name) => file.includes(`/test/${name}`));
  return index < 0 ? LONGEST.length : index;
};

/** The order of the test files; jest asks for the other two methods, which have nothing to do here. */
module.exports = class {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    return [...tests].sort((a, b) => place(a.path) - place(b.path) || (a.path < b.path ? -1 : 1));
  }

  /** @param {{ path: string }[]} tests */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
