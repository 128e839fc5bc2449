import type { SimDebtor, SimInvoice } from '../../domain/simulation/book';
import { addDays, parseDay } from '../../domain/time';
import { runByPlanner, runByTemporal } from '../../workers/simulation/run-debtor';
import { addScratchCreditor } from '../../workers/simulation/scratch-debtors';
import { createVirtualTime } from '../../workers/simulation/virtual-time';
import { testDatabase } from '../support/database';
import { testTemporal, type TestTemporal } from '../support/temporal';
import { startVirtualWorkers, type VirtualWorkers } from '../support/virtual-workers';

const { db } = testDatabase();
let temporal: TestTemporal;
let workers: VirtualWorkers;

beforeAll(async () => {
  temporal = await testTemporal();
  const { client, nativeConnection: connection, namespace } = temporal;
  workers = await startVirtualWorkers({ db, client, connection, namespace });
}, 60_000);

afterAll(async () => {
  await workers.stop();
  await temporal.close();
});

const facts = { grade: null, motive: null, relationship: null, ordering: null, language: 'en' };

const invoice = (number: string, due: string, paidOn: string | null): SimInvoice => ({
  id: number,
  number,
  debtorNumber: 'D1',
  currency: 'USD',
  amountMinor: 500_000,
  invoiceDay: addDays(parseDay(due), -30),
  dueDay: parseDay(due),
  facts,
  events: paidOn === null ? [] : [{ kind: 'payment', day: parseDay(paidOn), amountMinor: 500_000 }],
});

it('gives the same contacts, tasks and endings for three invoices of one debtor by both engines', async () => {
  const debtor: SimDebtor = {
    number: 'D1',
    zone: 'America/New_York',
    country: 'US',
    invoices: [
      invoice('A-1', '2013-01-10', '2013-02-01'),
      invoice('A-2', '2013-01-12', null),
      invoice('A-3', '2013-01-12', '2013-01-30'),
    ],
  };
  const place = { creditorZone: 'Asia/Shanghai', until: parseDay('2013-06-01') };
  const { plan, versionId } = await workers.policies.planFor('standard');
  const expected = runByPlanner(plan, 'noAnswer', place, debtor);

  const creditorId = await addScratchCreditor(db, place.creditorZone, 'USD');
  const time = createVirtualTime(temporal.connection, temporal.namespace);
  const found = await runByTemporal(
    { db, client: temporal.client, time, creditorId, policy: { versionId } },
    plan,
    place,
    debtor,
  );

  const sorted = <T>(rows: readonly T[]) =>
    rows.map((row) => JSON.stringify(row, Object.keys(row as object).sort())).sort();
  expect(Object.fromEntries(found.outcomes)).toEqual(Object.fromEntries(expected.outcomes));
  expect(sorted(found.contacts)).toEqual(sorted(expected.contacts));
  expect(sorted(found.tasks)).toEqual(sorted(expected.tasks));
  expect(expected.contacts.length).toBeGreaterThanOrEqual(5);
}, 120_000);
