import { join } from 'node:path';
import { compilePlan } from '../../domain/policy/compile';
import { publicHolidays } from '../../services/calendar/public-holidays';
import { readPack } from '../../services/policy-packs';
import { openBook } from '../../services/simulation/book-source';
import { liveShare, type ShareResult } from '../../services/what-if/live-share';
import { readPriceTable } from '../../services/what-if/price-table';
import { joined, runWhatIf, threadsFor } from '../../services/what-if/run';

async function question() {
  const checked = await readPack(join(__dirname, '..', '..', 'policies'), 'standard');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const plan = compilePlan(checked.pack.policy, checked.pack.hash);
  const book = { kind: 'generated', count: 120, seed: 4, payments: 'actual' } as const;
  const horizon = { daysAfterLastDue: 365 };
  return { plans: [plan, plan], people: 'noAnswer', creditorZone: 'Asia/Shanghai', horizon, book } as const;
}

/** Sums in a form that compares equal whatever the order in which the deeds of a step came. */
const comparable = (share: ShareResult) =>
  share.efforts.map(({ segments, weeks }) => [
    weeks,
    new Map(
      Array.from(segments, ([key, effort]) => {
        const deeds = new Map(Array.from(effort.deeds, ([step, some]) => [step, new Set(some)]));
        return [key, { ...effort, deeds }];
      }),
    ),
  ]);

it('gives the same answer for any number of shares, and counts every invoice once', async () => {
  const whatIf = await question();
  const opened = await openBook(whatIf.book);
  const told: number[] = [];
  const whole = await runWhatIf(whatIf, opened, [], (invoices) => told.push(invoices));
  const shares = await Promise.all(
    [0, 1, 2].map((index) =>
      liveShare(whatIf, opened.debtors, { index, of: 3 }, publicHolidays, async () => undefined),
    ),
  );
  const together = joined(2, shares);
  expect(comparable(together)).toEqual(comparable(whole));
  expect([together.debtors, together.invoices]).toEqual([whole.debtors, whole.invoices]);
  expect(whole.invoices).toBe(120);
  expect(whole.efforts[0]).toEqual(whole.efforts[1]);
});

it('starts threads only where the book is large enough to pay for them', () => {
  expect(threadsFor(1_683)).toBe(1);
  expect(threadsFor(1)).toBe(1);
  expect(threadsFor(1_000_000)).toBeLessThanOrEqual(4);
});

it.each([
  ['something else than a table', '- 1', /expected object/],
  ['no YAML', 'a: [', /it is no YAML/],
  [
    'a price below a cent',
    "source: x\ncurrency: CNY\nmessages: { email: '0.001' }\ntasks: {}",
    /messages\.email is 0\.001/,
  ],
  ['a price as a number', 'source: x\ncurrency: CNY\nmessages: { email: 1 }\ntasks: {}', /expected string/],
  ['no currency', 'source: x\ncurrency: yuan\nmessages: {}\ntasks: {}', /expected a currency code/],
])('refuses a price table with %s', (_, text, message) => {
  expect(() => readPriceTable(text)).toThrow(message);
});
