import { testDatabase } from '../support/database';
import { liveBook } from './books';
import { report } from './report';

const { db, reset } = testDatabase();

it('[I1][I2][I3] hold in generated books of 200 debtors', async () => {
  const table = [];
  for (const seed of [2, 3, 4]) {
    await reset();
    const { messages, violations } = await liveBook(db, seed, 200);
    expect(violations).toEqual([]);
    table.push({ seed, debtors: 200, messages, violations: violations.length });
  }
  report('books', table);
});
