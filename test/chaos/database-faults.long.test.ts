import { testDatabase } from '../support/database';
import type { CrashCase } from './crash-cases';
import { databaseFaults } from './database-faults';
import { report } from './report';

const database = testDatabase();

it('[F3] sends nothing unreserved and forgets nothing sent while the database is away or full for half a minute, or slow', async () => {
  const faults = await databaseFaults(database);
  const cases = await faults.casesAt('beforeReserve', 80);
  const take = (count: number): CrashCase[] => cases.splice(0, count);
  const table = [
    await faults.stopped({ inFlight: take(10), due: take(20) }, 30),
    await faults.full({ inFlight: take(10), due: take(20) }, 30),
  ];
  const slow = await faults.slow(take(20), 300);
  await faults.close();
  report('database-faults', table);
  for (const figures of table) {
    expect(figures).toMatchObject({ due: 30, accepted: 30, duplicate: 0, unreserved: 0, api: '503 503' });
    expect(figures).toMatchObject({ reporting: 10, unknown: 0 });
  }
  expect(new Set(slow.states)).toEqual(new Set(['sent']));
  expect(new Set(slow.accepted)).toEqual(new Set([1]));
});
