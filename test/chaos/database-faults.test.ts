import { testDatabase } from '../support/database';
import type { CrashCase } from './crash-cases';
import { databaseFaults } from './database-faults';

const database = testDatabase();

it('[F3] sends nothing unreserved while the database is away, full or slow, answers 503, and recovers by itself', async () => {
  const faults = await databaseFaults(database);
  const cases = await faults.casesAt('beforeReserve', 8);
  const take = (count: number): CrashCase[] => cases.splice(0, count);
  const stopped = await faults.stopped({ inFlight: take(1), due: take(2) }, 4);
  const full = await faults.full({ inFlight: take(1), due: take(2) }, 3);
  const slow = await faults.slow(take(2), 100);
  await faults.close();
  for (const figures of [stopped, full]) {
    expect(figures).toMatchObject({ due: 3, accepted: 3, duplicate: 0, unreserved: 0, api: '503 503' });
    expect(figures.flagged).toBe(figures.unknown);
  }
  expect(slow).toEqual({ states: ['sent', 'sent'], accepted: [1, 1], api: '200 400' });
}, 300_000);
