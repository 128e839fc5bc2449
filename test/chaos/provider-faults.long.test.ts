import { testDatabase } from '../support/database';
import { sendThroughFaults, type FaultFigures } from './provider-faults';
import { report } from './report';

const { db, reset } = testDatabase();

it('[F4] sends nothing twice, unreserved or at night, and loses nothing, at any rate of faults', async () => {
  const table: FaultFigures[] = [];
  for (const share of [0, 0.05, 0.1, 0.2, 0.3]) {
    await reset();
    table.push(await sendThroughFaults(db, { seed: Math.round(share * 100), share, sends: 400, hang: true }));
  }
  report('provider-faults', table);
  for (const figures of table) {
    expect(figures).toMatchObject({ lost: 0, duplicate: 0, madeUp: 0, unreserved: 0, outOfWindow: 0 });
    expect(figures).toMatchObject({ flagged: figures.unknown, unknownAndAccepted: 0 });
  }
});
