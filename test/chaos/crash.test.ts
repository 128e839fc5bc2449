import { testDatabase } from '../support/database';
import type { CrashCase } from './crash-cases';
import { crashPoints, expectedAt } from './crash-points';
import { crashRound } from './crash-round';
import { crashSite, reportDelivered } from './crash-site';

const database = testDatabase();

// Two of each point: all stand still in one worker, which is killed once.
const AT_EACH_POINT = 2;

it('[F1][R4][R5][I2] loses and doubles no send when its worker is killed, and says of which nobody knows', async () => {
  const { site, casesAt, close } = await crashSite(database);
  const cases: CrashCase[] = [];
  for (const point of crashPoints) cases.push(...(await casesAt(point, AT_EACH_POINT)));
  const recovered = await crashRound(site, cases, { workers: 1, waitsForTimeouts: false });
  const found = recovered.map(({ point, accepted, state, isFlagged }) => ({ point, accepted, state, isFlagged }));
  const expected = cases.map(({ point }) => {
    const { accepted, state } = expectedAt(point);
    return { point, accepted, state, isFlagged: state === 'unknown' };
  });
  expect(found).toEqual(expected);

  // The receipts say which of the unknown went out; only those stay unknown that never reached the provider.
  await reportDelivered(site);
  const unknown = await database.db.contact.findMany({ where: { state: 'unknown' } });
  const neverCalled = cases.filter(({ point }) => expectedAt(point).accepted === 0);
  expect(unknown.map(({ debtorId }) => debtorId).sort()).toEqual(neverCalled.map(({ debtorId }) => debtorId).sort());
  expect(await database.db.task.count({ where: { kind: 'resolveUnknownSend', status: 'open' } })).toBe(AT_EACH_POINT);
  await close();
}, 300_000);
