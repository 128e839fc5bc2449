import * as fc from 'fast-check';
import { anySchedule } from '../support/any-schedule';
import { checkSchedule } from './check-schedule';

describe('a hundred thousand schedules from 2024 to 2030', () => {
  it.each([1, 2, 3, 4])("R27 [S173] [S180] never leave the window on the debtor's clock, seed %i", (seed) => {
    fc.assert(fc.property(anySchedule, checkSchedule), { numRuns: 25_000, seed });
  });
});
