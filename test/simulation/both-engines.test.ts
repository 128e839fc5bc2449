import { unclassifiedFacts } from '../../domain/case-state';
import type { SimDebtor, SimInvoice } from '../../domain/simulation/book';
import { addDays, parseDay } from '../../domain/time';
import { lastDueDayOf } from '../../services/sim-calendar';
import { generateStressBook } from '../../services/simulation/stress-book';
import { testDatabase } from '../support/database';
import { itWithRealBook, packs, realDebtors, startBothEngines } from './both-engines';

const { db } = testDatabase();

const facts = unclassifiedFacts('en');

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

const threeOfOneDebtor: SimDebtor = {
  number: 'D1',
  zone: 'America/New_York',
  country: 'US',
  invoices: [
    invoice('A-1', '2013-01-10', '2013-02-01'),
    invoice('A-2', '2013-01-12', null),
    invoice('A-3', '2013-01-12', '2013-01-30'),
  ],
};

// Ten lives on the real server take seconds on an idle machine and a minute on one that is shared by many.
const LIVES_TIMEOUT_MS = 240_000;

const tenMadeUp = [...generateStressBook(10, 1)];

/** A hundred days after the last due date: beyond the last step of every ladder. */
const afterLadder = (debtors: readonly SimDebtor[]) =>
  addDays(parseDay('1970-01-01'), 100 + Math.max(...debtors.map(lastDueDayOf)));

describe('the planner and the real server', () => {
  let engines: Awaited<ReturnType<typeof startBothEngines>>;
  beforeAll(async () => {
    engines = await startBothEngines(db, 'noAnswer');
  });
  afterAll(() => engines.stop());

  it('agree on every contact, task and ending of three invoices of one debtor', async () => {
    const { planned, differences } = await engines.compare([threeOfOneDebtor], parseDay('2013-06-01'));
    expect(differences).toEqual([]);
    expect(planned.contacts.filter(({ outcome }) => outcome === 'coveredBy').length).toBeGreaterThan(0);
    expect(planned.contacts.length).toBeGreaterThanOrEqual(5);
  });

  // The long test takes sixty of each, and lives through the years of reviews.
  describe.each(packs)('under %s', (policy) => {
    itWithRealBook(
      'agree on ten invoices of the real book, paid on their real dates',
      async () => {
        const { planned, differences } = await engines.compare(await realDebtors(10), parseDay('2012-06-01'), {
          policy,
        });
        expect(differences).toEqual([]);
        expect(planned.outcomes.size).toBe(10);
      },
      LIVES_TIMEOUT_MS,
    );

    it(
      'agree on ten made-up invoices with part payments, promises kept and broken, in several zones',
      async () => {
        const { planned, differences } = await engines.compare(tenMadeUp, afterLadder(tenMadeUp), { policy });
        expect(differences).toEqual([]);
        expect(planned.outcomes.size).toBe(10);
        expect(planned.contacts.length + planned.tasks.length).toBeGreaterThan(20);
      },
      LIVES_TIMEOUT_MS,
    );
  });
});

describe('while all people are absent, the planner and the real server', () => {
  let engines: Awaited<ReturnType<typeof startBothEngines>>;
  beforeAll(async () => {
    engines = await startBothEngines(db, 'absent');
  });
  afterAll(() => engines.stop());

  it('agree on ignored tasks, their escalations and approvals that nobody gives', async () => {
    const { planned, differences } = await engines.compare([...generateStressBook(10, 7)], parseDay('2024-12-01'));
    expect(differences).toEqual([]);
    expect(planned.tasks.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['ignored', 'open']));
    expect(planned.tasks.map(({ step }) => step)).toContain('escalation');
  });
});
