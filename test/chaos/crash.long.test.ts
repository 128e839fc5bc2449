import { testDatabase } from '../support/database';
import { figuresOf, type CrashFigures } from './crash-figures';
import { crashPoints, expectedAt } from './crash-points';
import { crashRound } from './crash-round';
import { crashSite, reportDelivered } from './crash-site';
import { report } from './report';

const database = testDatabase();

// Three workers with room for twenty sends each: one kill catches more than fifty.
const WORKERS = 3;
const AT_EACH_POINT = 54;

it('[F1] loses and doubles none of fifty sends that are caught at each point', async () => {
  const { site, casesAt, close } = await crashSite(database);
  const table: CrashFigures[] = [];
  for (const point of crashPoints) {
    const cases = await casesAt(point, AT_EACH_POINT);
    const recovered = await crashRound(site, cases, { workers: WORKERS, waitsForTimeouts: true });
    table.push(figuresOf(point, recovered));
  }
  report('crash-matrix', table);
  for (const { point, caught, accepted, lost, duplicate, unknown, flagged } of table) {
    const expected = expectedAt(point);
    const isUnknown = expected.state === 'unknown';
    expect({ point, caught, accepted, lost, duplicate, unknown, flagged }).toEqual({
      point,
      caught: AT_EACH_POINT,
      accepted: expected.accepted * AT_EACH_POINT,
      lost: 0,
      duplicate: 0,
      unknown: isUnknown ? AT_EACH_POINT : 0,
      flagged: isUnknown ? AT_EACH_POINT : 0,
    });
  }
  await reportDelivered(site);
  expect(await database.db.contact.count({ where: { state: 'unknown' } })).toBe(AT_EACH_POINT);
  await close();
});
