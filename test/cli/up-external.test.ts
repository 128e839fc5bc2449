import { testDatabase } from '../support/database';
import { published } from '../support/published';
import { dunwell, newSettings, processesOf, removeData, type Run, type Settings, startToTable } from './start';

describe('npm start on servers of somebody else', () => {
  const database = testDatabase();
  let settings: Settings;
  let run: Run | undefined;

  beforeAll(async () => {
    settings = {
      ...(await newSettings()),
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      TEMPORAL_ADDRESS: published('TEST_TEMPORAL_ADDRESS'),
      // A namespace of its own: its worker must not take the tasks of other tests.
      TEMPORAL_NAMESPACE: `up-external-${process.pid}`,
    };
  });

  afterAll(async () => {
    run?.child.kill('SIGINT');
    await run?.ended;
    removeData(settings);
  });

  it('starts neither PostgreSQL nor Temporal', async () => {
    run = await startToTable(settings);

    expect(Object.keys(processesOf(settings)).sort()).toEqual(['api', 'worker']);
    expect(run.stdout()).toContain(settings['TEMPORAL_ADDRESS']);
    expect(run.stdout()).not.toContain('Temporal UI');
  });

  it('lets doctor warn of an account that can alter evidence', async () => {
    const asOwner = dunwell(['doctor'], { ...settings, DATABASE_URL: database.ownerUrl });
    await asOwner.ended;

    expect(asOwner.stdout()).toMatch(/warn +Database account +\S+ owns the tables and can alter ledger and evidence/);
  });

  it('lets doctor be content with the working account', async () => {
    const asRuntime = dunwell(['doctor'], settings);
    await asRuntime.ended;

    expect(asRuntime.stdout()).toMatch(/ok +Database account/);
    expect(asRuntime.stdout()).toMatch(/ok +Search attributes/);
  });
});
