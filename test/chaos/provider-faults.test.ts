import { testDatabase } from '../support/database';
import { sendThroughFaults } from './provider-faults';

const { db } = testDatabase();

it('[F4][F5][I2] sends nothing twice, unreserved or at night, and loses nothing, when 30 % of all requests fail', async () => {
  const figures = await sendThroughFaults(db, { seed: 7, share: 0.3, sends: 40, hang: false });
  expect(figures).toMatchObject({ lost: 0, duplicate: 0, madeUp: 0, unreserved: 0, outOfWindow: 0 });
  expect(figures).toMatchObject({ flagged: figures.unknown, unknownAndAccepted: 0 });
  expect(Math.min(figures.deferred, figures.unknown, figures.unknownAfterwards)).toBeGreaterThan(0);
}, 120_000);
