import { testDatabase } from '../support/database';
import { crashSite, reportDelivered } from './crash-site';
import { killAtRandom } from './random-kills';
import { report } from './report';

const database = testDatabase();
beforeEach(database.reset);

const SENDS = 300;

it('[F1][I2] loses and doubles none of 300 sends while workers are killed and frozen at random instants', async () => {
  const table = [];
  for (const seed of [1]) {
    await database.reset();
    const { site, casesAt, close } = await crashSite(database);
    // No worker stands still anywhere: the point only names them.
    const cases = await casesAt('beforeReserve', SENDS);
    const { kills, freezes, underWay, recovered } = await killAtRandom(site, cases, seed);
    const unknown = recovered.filter(({ state }) => state === 'unknown');
    await reportDelivered(site);
    const afterwards = await database.db.contact.findMany({ where: { state: 'unknown' }, select: { debtorId: true } });
    const neverAccepted = recovered.filter(({ accepted }) => accepted === 0);
    table.push({
      seed,
      sends: SENDS,
      kills,
      freezes,
      underWay,
      accepted: recovered.reduce((sum, { accepted }) => sum + accepted, 0),
      lost: neverAccepted.filter(({ state }) => state !== 'unknown').length,
      duplicate: recovered.filter(({ accepted }) => accepted > 1).length,
      unknown: unknown.length,
      flagged: unknown.filter(({ isFlagged }) => isFlagged).length,
      unknownAfterReceipts: afterwards.length,
      ofTheseAccepted: afterwards.length - neverAccepted.length,
    });
    await close();
  }
  report('random-kills', table);
  for (const row of table) {
    expect(row).toMatchObject({ lost: 0, duplicate: 0, flagged: row.unknown, ofTheseAccepted: 0 });
    expect(row.underWay).toBeGreaterThan(0);
  }
});
