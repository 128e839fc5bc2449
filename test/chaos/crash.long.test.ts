import { testDatabase } from '../support/database';
import { figuresOf, type CrashFigures } from './crash-figures';
import type { CrashCase } from './crash-cases';
import { crashPoints, expectedAt } from './crash-points';
import { crashRound } from './crash-round';
import { frozenRound } from './frozen-round';
import { crashSite, reportDelivered } from './crash-site';
import { report } from './report';

const database = testDatabase();
beforeEach(database.reset);

// Three workers with room for twenty sends each: one kill catches more than fifty.
const WORKERS = 3;
const AT_EACH_POINT = 54;
// All points at once: six of each fill the workers.
const FROZEN_AT_EACH_POINT = 6;
// The server waits for 15 s, the retry one more; the rest is a busy machine.
const RECOVERED_WITHIN_MS = 60_000;

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
  expect(Math.max(...table.map(({ recoveryMaxMs }) => recoveryMaxMs))).toBeLessThan(RECOVERED_WITHIN_MS);
  await reportDelivered(site);
  expect(await database.db.contact.count({ where: { state: 'unknown' } })).toBe(AT_EACH_POINT);
  await close();
});

it('[F1] doubles no send when a worker that was taken for dead goes on, and takes its late answers', async () => {
  const { site, casesAt, close } = await crashSite(database);
  const cases: CrashCase[] = [];
  for (const point of crashPoints) cases.push(...(await casesAt(point, FROZEN_AT_EACH_POINT)));
  const thawed = await frozenRound(site, cases, { workers: WORKERS });
  const table = crashPoints.map((point) => {
    const { caught, accepted, lost, duplicate, unknown, flagged } = figuresOf(point, thawed);
    const inTheEnd = thawed.filter((row) => row.point === point && row.finalState === 'unknown').length;
    return { point, caught, accepted, lost, duplicate, unknown, flagged, unknownInTheEnd: inTheEnd };
  });
  report('frozen-workers', table);
  expect(table).toEqual(
    crashPoints.map((point) => {
      const unknown = expectedAt(point).state === 'unknown' ? FROZEN_AT_EACH_POINT : 0;
      const unknownInTheEnd = point === 'afterAcceptanceBeforeAnswer' ? FROZEN_AT_EACH_POINT : 0;
      const caught = FROZEN_AT_EACH_POINT;
      return { point, caught, accepted: caught, lost: 0, duplicate: 0, unknown, flagged: unknown, unknownInTheEnd };
    }),
  );
  await close();
});
