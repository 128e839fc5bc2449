import { isoDate } from '../../../domain/time';
import { createPinnedPlans } from '../../../services/pinned-plans';
import { standingOn } from '../../../services/queries/standing';
import { anEnrolledBook, anInvoiceRow, noon } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

const limits = { highAbove: { CNY: 10_000_000 }, lowBelow: { CNY: 5_000_000 }, easyBelowDays: 30, hardAboveDays: 90 };
const debt = (number: string, amount: string, due: string) =>
  anInvoiceRow({ invoice_number: number, debtor_number: number, amount, due_date: due, invoice_date: '2025-10-01' });

it('[S301][K3] tells how a book stands on a day, by quadrant and by treatment', async () => {
  const { creditorId, policies, caseOf } = await anEnrolledBook(db, [
    debt('easy', '800000.00', '2026-02-20'),
    debt('hard', '100000.01', '2025-12-01'),
    debt('small', '1000.00', '2026-03-10'),
    debt('old', '1000.00', '2025-12-01'),
    debt('between', '60000.00', '2026-01-15'),
  ]);
  const ordered = async (number: string, orderedAt: string) => {
    const { debtorId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseOf(number) } });
    await db.salesOrder.create({ data: { debtorId, number: `O-${number}`, orderedAt: new Date(orderedAt) } });
  };
  await ordered('easy', '2026-03-01');
  await ordered('hard', '2025-11-01');
  const { debtorId, invoiceId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseOf('between') } });
  await db.promiseToPay.create({
    data: {
      ...{
        debtorId,
        invoiceId,
        currency: 'CNY',
        caseId: caseOf('between'),
        madeOn: noon,
        promisedFor: noon,
        holdUntil: noon,
        status: 'broken',
      },
      ...{ method: 'phone', capturedBy: 'staff:1', balanceMinorWhenMade: 1, saidBy: 'them' },
    },
  });
  const pinned = createPinnedPlans(db, policies);
  const plans = { planOfVersion: async (id: string) => ({ ...(await pinned.planOfVersion(id)), quadrants: limits }) };
  const standing = await standingOn({ db, plans }, creditorId, isoDate('2026-03-18'));
  const told = ({ name, cases, openMinor }: { name: string; cases: number; openMinor: object }) =>
    `${name} ${cases} ${JSON.stringify(openMinor)}`;
  expect(standing.quadrants.map(told).sort()).toEqual([
    'Q1 1 {"CNY":80000000}',
    'Q2 1 {"CNY":10000001}',
    'Q3 1 {"CNY":100000}',
    'Q4 1 {"CNY":100000}',
    'UNCLASSIFIED 1 {"CNY":6000000}',
  ]);
  expect(standing.treatments.map(told).sort()).toEqual([
    'brokenPromise 1 {"CNY":6000000}',
    'drifting 1 {"CNY":80000000}',
    'hard 2 {"CNY":10100001}',
    'justLate 1 {"CNY":100000}',
  ]);
});
