import { testDatabase } from '../support/database';
import type { CrashCase } from './crash-cases';
import { databaseFaults } from './database-faults';

const database = testDatabase();

it('[F3] sends nothing unreserved and forgets nothing sent while the database is away, full or slow; the API answers 503', async () => {
  const faults = await databaseFaults(database);
  const cases = await faults.casesAt('beforeReserve', 8);
  const take = (count: number): CrashCase[] => cases.splice(0, count);
  // Longer than a send works before it first reports.
  const stopped = await faults.stopped({ inFlight: take(1), due: take(2) }, 6);
  const full = await faults.full({ inFlight: take(1), due: take(2) }, 3);
  const slow = await faults.slow(take(2), 100);
  await faults.close();
  for (const figures of [stopped, full]) {
    expect(figures).toMatchObject({ due: 3, accepted: 3, duplicate: 0, unreserved: 0, unknown: 0, api: '503 503' });
  }
  expect(stopped.reporting).toBe(1);
  expect(slow).toEqual({ states: ['sent', 'sent'], accepted: [1, 1], api: '200 400' });
}, 300_000);
