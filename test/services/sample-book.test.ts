import { dayOf, isoDate, parseDay } from '../../domain/time';
import { enrolDue } from '../../services/enrolment';
import { changesIn } from '../../services/import/import-invoices';
import { reachability } from '../../services/reachability';
import { generateSampleBook } from '../../services/sample-book/generate';
import { loadSampleBook } from '../../services/sample-book/load-sample-book';
import { noon } from '../support/a-book';
import { standardStored } from '../support/standard-policy';
import { testDatabase } from '../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

const today = isoDate('2026-03-18');

it('is the same for ever but for its dates', () => {
  const withoutDates = (day: string) => generateSampleBook(parseDay(day)).replaceAll(/\d{4}-\d{2}-\d{2}/g, 'date');
  expect(withoutDates('2031-11-02')).toBe(withoutDates('2026-03-18'));
});

it('fills every ageing bucket and every day before the due date, in two languages and currencies', async () => {
  const { report } = await loadSampleBook({ db }, noon);
  expect(report).toMatchObject({ invoices: { created: 72 }, debtors: { created: 20 }, failedRows: 0 });
  const invoices = await db.invoice.findMany({ include: { debtor: true } });
  const overdue = invoices.map((invoice) =>
    Math.round((dayOf(today) * 86_400_000 - invoice.dueDate.getTime()) / 86_400_000),
  );
  const within = (low: number, high: number) => overdue.filter((days) => days >= low && days <= high).length;
  expect(Array.from({ length: 30 }, (_, n) => n - 30).filter((day) => !overdue.includes(day))).toEqual([]);
  expect([within(1, 30), within(31, 60), within(61, 90), within(91, 1_000)].every((count) => count >= 5)).toBe(true);
  expect(new Set(invoices.map((invoice) => invoice.currency))).toEqual(new Set(['CNY', 'EUR']));
  expect(new Set(invoices.map((invoice) => invoice.debtor.language))).toEqual(new Set(['zh-CN', 'en']));
  const inTwo = invoices.filter((invoice) => invoice.debtor.number === 'S-0020').map((invoice) => invoice.currency);
  expect(new Set(inTwo).size).toBe(2);
  expect(invoices.every((invoice) => invoice.sample && invoice.debtor.sample)).toBe(true);
  expect(report.payments).toBeGreaterThan(0);
});

it('loads once: a later start changes nothing and keeps the dates of the first', async () => {
  await loadSampleBook({ db }, noon);
  const again = await loadSampleBook({ db }, new Date('2026-06-01T00:00:00Z'));
  expect(changesIn(again.report)).toBe(0);
});

it('measures who can be reached, and makes the debtor without address a data task (K1)', async () => {
  const { creditorId } = await loadSampleBook({ db }, noon);
  const { overdue, channels, unreachable } = await reachability(db, creditorId, today);
  const shareOf = (name: string) => channels.find((row) => row.channel === name)?.share;
  expect(unreachable.debtors).toBe(1);
  expect(shareOf('email')).toBeCloseTo((overdue.debtors - 2) / overdue.debtors);
  expect(shareOf('letter')).toBeCloseTo((overdue.debtors - 1) / overdue.debtors);
  expect(Object.keys(overdue.openMinor).sort()).toEqual(['CNY', 'EUR']);
  await enrolDue({ db, policies: await standardStored(db), now: noon }, { limit: 1_000 });
  const tasks = await db.task.findMany({ where: { kind: 'data' }, include: { debtor: true } });
  expect(tasks.map((task) => task.debtor.number)).toEqual(['S-0018']);
});
