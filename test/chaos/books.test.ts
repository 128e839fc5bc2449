import { testDatabase } from '../support/database';
import { liveBook } from './books';

const { db } = testDatabase();

it('[I1][I2][I3] names nothing that is paid or held, repeats no step, and keeps hours and caps, in a generated book', async () => {
  const { messages, violations } = await liveBook(db, 1, 25);
  expect(violations).toEqual([]);
  expect(messages).toBeGreaterThan(10);
}, 120_000);
