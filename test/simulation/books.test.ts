import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { importPresets } from '../../domain/import/mapping';
import type { SimDebtor } from '../../domain/simulation/book';
import { compilePlan } from '../../domain/policy/compile';
import { addDays, parseDay } from '../../domain/time';
import { readPack } from '../../services/policy-packs';
import { readCsvBook } from '../../services/simulation/csv-book';
import { demoBook } from '../../services/simulation/demo-book';
import { oneDebtorBook } from '../../services/simulation/one-debtor-book';
import { bookByPlanner } from '../../services/simulation/planner-book';
import { generateStressBook } from '../../services/simulation/stress-book';

/** Of the fields that a book has had from the beginning: later ones are added and change nothing of it. */
function hashOf(debtors: readonly SimDebtor[]): string {
  const invoices = (debtor: SimDebtor) =>
    debtor.invoices.map(({ facts: { grade, motive, relationship, ordering, language }, events, ...invoice }) => {
      return { ...invoice, facts: { grade, motive, relationship, ordering, language }, events };
    });
  const text = JSON.stringify(debtors.map((debtor) => ({ ...debtor, invoices: invoices(debtor) })));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

it('reads when a sum is due by its terms as the import does, and leaves out what waits for an event', async () => {
  const lines = [
    'debtor_number,invoice_number,invoice_date,due_date,amount,currency,terms_from,terms_days,delivered_date',
    'D1,1,2026-02-01,2026-03-01,10.00,CNY,delivery,30,2026-02-10',
    'D1,2,2026-02-01,2026-03-01,10.00,CNY,delivery,30,',
    'D1,3,2026-02-01,2026-03-01,10.00,CNY,,,',
  ];
  const options = { mapping: importPresets.dunwell, payments: 'none', zone: 'Asia/Shanghai', language: 'en' } as const;
  const book = await readCsvBook(Readable.from([lines.join('\n')]), options);
  expect(book.debtors[0]?.invoices.map(({ number, dueDay }) => [number, dueDay])).toEqual([
    ['1', parseDay('2026-03-12')],
    ['3', parseDay('2026-03-01')],
  ]);
  expect(book.problems).toMatchObject([{ line: 3, column: 'terms_from', value: 'delivery' }]);
});

describe('a generated book', () => {
  const debtors = [...generateStressBook(2_000, 1)];
  const invoices = debtors.flatMap((debtor) => debtor.invoices);
  const events = invoices.flatMap((invoice) => invoice.events);

  it('has exactly the invoices that were asked for', () => {
    expect(invoices).toHaveLength(2_000);
    expect([...generateStressBook(1, 5)].flatMap((debtor) => debtor.invoices)).toHaveLength(1);
  });

  it('is the same for ever for the same seed and another one for another', () => {
    // A new hash is a new book: relationships got the words of the policies.
    expect(hashOf([...generateStressBook(100, 1)])).toBe('d50619c2fe68bbc0');
    expect(hashOf([...generateStressBook(100, 2)])).not.toBe(hashOf([...generateStressBook(100, 1)]));
  });

  it('begins a longer book with the same debtors', () => {
    expect([...generateStressBook(500, 9)].slice(0, 20)).toEqual([...generateStressBook(400, 9)].slice(0, 20));
  });

  it('holds all grades, motives, currencies and zones', () => {
    const facts = invoices.map((invoice) => invoice.facts);
    expect(new Set(facts.map(({ grade }) => grade))).toEqual(new Set(['A', 'B', 'C', null]));
    expect(new Set(facts.map(({ motive }) => motive))).toEqual(new Set(['negligent', 'pressured', 'malicious', null]));
    expect(new Set(invoices.map(({ currency }) => currency))).toEqual(new Set(['CNY', 'USD', 'EUR', 'GBP', 'JPY']));
    expect(new Set(debtors.map(({ zone }) => zone)).size).toBe(6);
  });

  it('has amounts from 1,000 to 2,000,000 in the major unit', () => {
    const majors = invoices.map(({ amountMinor, currency }) => (currency === 'JPY' ? amountMinor : amountMinor / 100));
    expect(Math.min(...majors)).toBeGreaterThanOrEqual(1_000);
    expect(Math.min(...majors)).toBeLessThan(1_100);
    expect(Math.max(...majors)).toBeLessThanOrEqual(2_000_000);
    expect(Math.max(...majors)).toBeGreaterThan(1_500_000);
  });

  it('never pays more than is owed, and holds payers in part, promises and invoices that nobody pays', () => {
    const paidOf = (invoice: (typeof invoices)[number]) =>
      invoice.events.reduce((sum, event) => sum + (event.kind === 'payment' ? event.amountMinor : 0), 0);
    expect(invoices.every((invoice) => paidOf(invoice) <= invoice.amountMinor)).toBe(true);
    expect(invoices.some((invoice) => paidOf(invoice) > 0 && paidOf(invoice) < invoice.amountMinor)).toBe(true);
    expect(invoices.some((invoice) => paidOf(invoice) === 0)).toBe(true);
    expect(events.filter(({ kind }) => kind === 'promise').length).toBeGreaterThan(100);
    expect(debtors.some((debtor) => debtor.invoices.length > 3)).toBe(true);
  });
});

const header = 'debtor_number,debtor_name,country,invoice_number,invoice_date,due_date,amount,currency,paid_date';
const rows = [
  'D1,One,DE,007,2026-01-01,2026-01-31,100.00,EUR,2026-02-10',
  'D2,,,008,2026-01-02,2026-02-01,200.00,EUR,',
  'D2,,,009,2026-01-03,2026-02-30,300.00,EUR,',
  'D1,One,DE,010,2026-01-04,2026-02-03,400.00,EUR,',
];

const read = (over: Partial<Parameters<typeof readCsvBook>[1]> = {}) =>
  readCsvBook(Readable.from([Buffer.from([header, ...rows].join('\n'))]), {
    mapping: importPresets.dunwell,
    payments: 'actual',
    zone: 'America/New_York',
    language: 'en',
    ...over,
  });

describe('a book from a file', () => {
  it('groups invoices by debtor, keeps leading zeros and lets money arrive on its date', async () => {
    const { debtors, invoices } = await read();
    expect(invoices).toBe(3);
    const [first] = debtors;
    expect(first).toMatchObject({ number: 'D1', name: 'One', zone: 'Europe/Berlin', country: 'DE' });
    expect(first?.invoices.map(({ number }) => number)).toEqual(['007', '010']);
    expect(first?.invoices[0]?.events).toEqual([{ kind: 'payment', day: parseDay('2026-02-10'), amountMinor: 10_000 }]);
  });

  it('takes zone and language that the caller names where the file says nothing, and guesses no holidays', async () => {
    const { debtors } = await read({ language: 'zh-CN' });
    expect(debtors[1]).toMatchObject({ number: 'D2', zone: 'America/New_York', country: '' });
    expect(debtors[1]?.invoices[0]?.facts.language).toBe('zh-CN');
  });

  it('reports the rows that the import would refuse', async () => {
    const { problems } = await read();
    expect(problems).toEqual([expect.objectContaining({ line: 4, column: 'due_date', value: '2026-02-30' })]);
  });

  it('leaves payments out when asked, and ends after the first invoices', async () => {
    const { debtors, invoices } = await read({ payments: 'none', limit: 1 });
    expect(invoices).toBe(1);
    expect(debtors.flatMap((debtor) => debtor.invoices.flatMap((invoice) => invoice.events))).toEqual([]);
  });
});

describe('the book of the demonstration', () => {
  it('is the sample book with the same days to come each time', async () => {
    const today = parseDay('2026-03-18');
    const book = await demoBook(today, 40, 72);
    expect(book).toEqual(await demoBook(today, 40, 72));
    expect(book.flatMap((debtor) => debtor.invoices)).toHaveLength(72);
    expect(new Set(book.map(({ name }) => name)).size).toBe(20);
  });

  it('never pays more than is owed', async () => {
    const book = await demoBook(parseDay('2026-03-18'), 40, 72);
    for (const invoice of book.flatMap((debtor) => debtor.invoices)) {
      const payments = invoice.events.filter((event) => event.kind === 'payment');
      expect(payments.reduce((sum, event) => sum + (event.amountMinor ?? 0), 0)).toBeLessThanOrEqual(
        invoice.amountMinor,
      );
    }
  });
});

it('[R15] tells one debtor of five invoices in few messages, by three channels, each language for itself', async () => {
  const checked = await readPack(join(__dirname, '../../policies'), 'seed-000');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const plan = compilePlan(checked.pack.policy, checked.pack.hash);
  const today = parseDay('2026-06-01');
  const place = { creditorZone: 'Asia/Shanghai', until: addDays(today, 60), opensFrom: today };
  const [life] = bookByPlanner(plan, 'noAnswer', place, oneDebtorBook(today));

  const sent = life?.contacts.filter(({ outcome }) => outcome === 'sent') ?? [];
  const covered = life?.contacts.filter(({ outcome }) => outcome === 'coveredBy') ?? [];
  expect(new Set(sent.map(({ channel }) => channel))).toEqual(new Set(['email', 'sms', 'letter']));
  // 1, 2 and 5 are under English contracts, 3 and 4 under Chinese ones.
  expect(covered.map(({ invoice }) => invoice.at(-1)).sort()).toEqual(['2', '2', '4', '5']);
  for (const { at, invoice } of covered) {
    const lead = sent.find((message) => message.at === at);
    expect(['1', '2', '5'].includes(lead?.invoice.at(-1) ?? '')).toBe(['1', '2', '5'].includes(invoice.at(-1) ?? ''));
  }
  const reminders = [...new Set(sent.filter(({ channel }) => channel !== 'letter').map(({ at }) => Date.parse(at)))];
  const gaps = reminders.slice(1).map((at, index) => (at - (reminders[index] ?? 0)) / 3_600_000);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(48);
});
