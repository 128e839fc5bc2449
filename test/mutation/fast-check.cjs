'use strict';
// fast-check under mutation: 20 cases of one seed, because every mutant runs every property again and must not be judged
// by chance. Read by jest before each test file (jest.config.cjs).
const fastCheckWith = require('../support/fast-check-with.cjs');

const CASES = 20;
const SEED = 20260706;

fastCheckWith((given) => ({ seed: SEED, ...given, numRuns: CASES }));
