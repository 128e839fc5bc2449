import type { Plan } from '../../../domain/plan';
import { isoDate } from '../../../domain/time';
import { createPinnedPlans } from '../../../services/pinned-plans';
import { worklistOf } from '../../../services/queries/worklist';
import { anEnrolledBook, anInvoiceRow, noon } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

/** Debtors by number with what they owe and their grade; a call is open for each of them. */
async function aBook(debts: Readonly<Record<string, readonly [amount: string, grade: string]>>) {
  const rows = Object.entries(debts).map(([number, [amount, grade]]) =>
    anInvoiceRow({ invoice_number: number, debtor_number: number, email: `ap@${number}.example.com`, amount, grade }),
  );
  const { creditorId, policies } = await anEnrolledBook(db, rows);
  const cases = await db.collectionCase.findMany({ orderBy: { id: 'asc' } });
  await db.task.createMany({
    data: cases.map(({ id: caseId, debtorId, invoiceId }) => ({
      ...{ debtorId, caseId, invoiceId, stepId: 'call', occurrence: 1, kind: 'call', role: 'owner' },
      ...{ why: { code: 'due' }, at: noon },
    })),
  });
  const pinned = createPinnedPlans(db, policies);
  return async (capacity: number, changes: Partial<Plan> = {}) => {
    const plans = { planOfVersion: async (id: string) => ({ ...(await pinned.planOfVersion(id)), ...changes }) };
    const callCost = { amountMinor: 1_500, currency: 'CNY' };
    const query = { creditorId, role: 'owner', capacity, asOf: isoDate('2026-03-18'), at: noon };
    const items = await worklistOf({ db, plans, callCost }, query);
    return items.map(({ debtor, size, priority }) => `${debtor} ${size} ${priority}`);
  };
}

it('[K6] ranks a debtor once, by what it owes on all of its invoices, and lists them', async () => {
  const small = { debtor_number: 'D1', email: 'ap@d1.example.com', amount: '6000.00' };
  const rows = ['A-1', 'A-2', 'A-3'].map((number) => anInvoiceRow({ ...small, invoice_number: number }));
  const other = { debtor_number: 'D2', email: 'ap@d2.example.com', amount: '10000.00', invoice_number: 'B-1' };
  const { creditorId, plans, caseOf } = await anEnrolledBook(db, [...rows, anInvoiceRow(other)]);
  const task = async (number: string, kind: string) => {
    const {
      debtorId,
      invoiceId,
      id: caseId,
    } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseOf(number) } });
    const what = { stepId: kind, occurrence: 1, kind, role: 'owner', why: { code: 'due' }, at: noon };
    return db.task.create({ data: { debtorId, caseId, invoiceId, ...what } });
  };
  const [first] = [await task('A-1', 'call'), await task('B-1', 'call'), await task('A-3', 'visit')];
  const joined = await db.collectionCase.findUniqueOrThrow({ where: { id: caseOf('A-2') } });
  const cover = { kind: 'call', stepId: 'call', occurrence: 1, day: 8, at: noon };
  await db.taskCase.create({ data: { taskId: first.id, caseId: joined.id, invoiceId: joined.invoiceId, ...cover } });
  const worklist = async () => {
    const query = { creditorId, role: 'owner', capacity: 9, asOf: isoDate('2026-03-18'), at: noon };
    const items = await worklistOf({ db, plans, callCost: { amountMinor: 1_500, currency: 'CNY' } }, query);
    return items.map(({ debtor, overdue, invoices, others }) => [debtor, overdue, invoices.join(), others.length]);
  };
  // No invoice of D1 is as large as that of D2.
  expect(await worklist()).toEqual([
    ['D1', '18000.00', 'A-1,A-2,A-3', 1],
    ['D2', '10000.00', 'B-1', 0],
  ]);
  await db.collectionCase.update({ where: { id: caseOf('A-1') }, data: { endedAt: noon, outcome: 'settled' } });
  expect((await worklist())[0]).toEqual(['D1', '18000.00', 'A-2,A-3', 1]);
});

const sizes = { smallBelow: {}, largeFrom: { CNY: 50_000_000 } };

it('[S321][U9] spends the calls there is time for on those who owe most', async () => {
  const worklist = await aBook({ D1: ['500000.00', 'C'], D2: ['499999.99', 'A'], D3: ['3000.00', 'A'] });
  // By priority alone D2, which owes a cent less and pays better, would come first.
  expect(await worklist(1, { sizes })).toEqual(['D1 large 76']);
  expect(await worklist(9, { sizes })).toEqual(['D1 large 76', 'D2 normal 90', 'D3 normal 50']);
  expect(await worklist(9, { sizes: { ...sizes, largeRanks: 2 } })).toEqual([
    'D2 large 90',
    'D1 large 76',
    'D3 normal 50',
  ]);
});

it('[S319] orders by what there is to collect, what it costs, who can pay and what is at stake, or by the sum alone', async () => {
  const worklist = await aBook({ D1: ['30000.00', 'C'], D2: ['29000.00', 'A'], D4: ['3000.00', 'A'] });
  expect(await worklist(9, { sizes })).toEqual(['D2 normal 89', 'D1 normal 76', 'D4 normal 54']);
  const bySum = { target: 100, cost: 0, solvency: 0, relationship: 0 };
  expect(await worklist(9, { sizes, priority: bySum })).toEqual(['D1 normal 100', 'D2 normal 97', 'D4 normal 10']);
});
