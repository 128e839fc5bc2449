import { parseDay } from '../../domain/time';
import { generateStressBook } from '../../services/simulation/stress-book';
import { testDatabase } from '../support/database';
import { itWithRealBook, packs, realDebtors, startBothEngines } from './both-engines';

const { db } = testDatabase();
// Past every ladder, its approvals and some years of reviews.
const until = parseDay('2027-01-01');

describe.each(['noAnswer', 'absent'] as const)('while people are %s, the planner and the real server', (people) => {
  let engines: Awaited<ReturnType<typeof startBothEngines>>;
  beforeAll(async () => {
    engines = await startBothEngines(db, people);
  });
  afterAll(() => engines.stop());

  itWithRealBook('agree on two hundred invoices of the real book', async () => {
    const { planned, differences } = await engines.compare(await realDebtors(200), parseDay('2014-01-01'));
    expect(differences).toEqual([]);
    expect(planned.outcomes.size).toBe(200);
  });

  it.each([1, 2, 3, 4, 5])('agree on a hundred made-up invoices, seed %i', async (seed) => {
    const { planned, differences } = await engines.compare([...generateStressBook(100, seed)], until);
    expect(differences).toEqual([]);
    expect(planned.outcomes.size).toBe(100);
  });

  it('agree where the creditor lives west of its debtors', async () => {
    const { differences } = await engines.compare([...generateStressBook(60, 6)], until, {
      creditorZone: 'America/New_York',
    });
    expect(differences).toEqual([]);
  });

  describe.each(packs)('under %s', (policy) => {
    itWithRealBook('agree on sixty invoices of the real book', async () => {
      const { planned, differences } = await engines.compare(await realDebtors(60), parseDay('2013-06-01'), { policy });
      expect(differences).toEqual([]);
      expect(planned.outcomes.size).toBe(60);
    });

    it('agree on sixty made-up invoices', async () => {
      const { planned, differences } = await engines.compare([...generateStressBook(60, 8)], until, { policy });
      expect(differences).toEqual([]);
      expect(planned.outcomes.size).toBe(60);
    });
  });
});
