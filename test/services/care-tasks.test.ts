import { careDueOn } from '../../domain/portfolio/care';
import type { Plan } from '../../domain/plan';
import { isoDateOf, parseDay } from '../../domain/time';
import { openCareTasks } from '../../services/care-tasks';
import { occasionDays } from '../../services/occasions';
import { createPinnedPlans } from '../../services/pinned-plans';
import { anEnrolledBook, anInvoiceRow } from '../support/a-book';
import { testDatabase } from '../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

it('[S373] knows Spring Festival, Mid-Autumn and New Year, and takes no leap month for one', () => {
  const feasts = occasionDays(parseDay('2025-01-01'), parseDay('2026-12-31'));
  expect(feasts.map(({ occasion, day }) => `${isoDateOf(day)} ${occasion}`)).toEqual([
    '2025-01-01 newYear',
    '2025-01-29 springFestival',
    '2025-10-06 midAutumn',
    '2026-01-01 newYear',
    '2026-02-17 springFestival',
    '2026-09-25 midAutumn',
  ]);
});

const gift = {
  id: 'springGift',
  occasion: 'springFestival',
  daysBefore: 10,
  task: 'gift',
  role: 'owner',
  when: [{ fact: 'relationship', in: ['longTerm'] }],
} as const;

it.each([
  ['2026-02-06', 0],
  ['2026-02-07', 1],
  ['2026-02-16', 1],
  ['2026-02-17', 0],
])('[S373] prepares for the feast from ten days before to its eve: %s', (today, due) => {
  const feasts = occasionDays(parseDay('2026-01-01'), parseDay('2026-12-31'));
  expect(careDueOn({ care: [gift] }, feasts, parseDay(today), () => true)).toHaveLength(due);
});

/** The plans of the book, with care. */
const withCare = async () => {
  const { policies } = await anEnrolledBook(db, [
    anInvoiceRow({ invoice_number: 'A', debtor_number: 'D1', relationship: 'longTerm' }),
    anInvoiceRow({ invoice_number: 'B', debtor_number: 'D1', relationship: 'longTerm' }),
    anInvoiceRow({ invoice_number: 'C', debtor_number: 'D2' }),
  ]);
  const pinned = createPinnedPlans(db, policies);
  const care: Pick<Plan, 'care'> = { care: [{ ...gift, occasion: 'midAutumn' }] };
  return { planOfVersion: async (id: string) => ({ ...(await pinned.planOfVersion(id)), ...care }) };
};

it('[S373][S390] opens one task for each long-term debtor and feast, however often it looks', async () => {
  const plans = await withCare();
  const open = (at: string) => openCareTasks({ db, plans }, new Date(at));
  expect(await open('2026-09-14T04:00:00Z')).toEqual({ opened: 0 });
  expect(await open('2026-09-16T04:00:00Z')).toEqual({ opened: 1 });
  expect(await open('2026-09-17T04:00:00Z')).toEqual({ opened: 0 });
  const tasks = await db.task.findMany({ where: { kind: 'care' }, include: { debtor: true } });
  expect(tasks.map(({ debtor, stepId, occurrence }) => `${debtor.number} ${stepId} ${occurrence}`)).toEqual([
    'D1 springGift 2026',
  ]);
});
