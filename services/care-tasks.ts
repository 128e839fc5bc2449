import type { Db } from '../clients/prisma';
import { conditionsHold, type JudgedCase, untouchedCase } from '../domain/conditions';
import { careDueOn, type DueCare, type OccasionDay } from '../domain/portfolio/care';
import { addDays, civilOf, dayOf, type EpochDay } from '../domain/time';
import { openBalances } from './balances';
import { dayOfColumn } from './columns';
import { debtorFactsOf } from './debtor-facts';
import { lockDebtors } from './debtor-lock';
import { appendEvidence } from './evidence';
import { localDateIn } from './local-day';
import { occasionDays } from './occasions';
import type { PlanSource } from './open-case';
import { openTask } from './open-task';

/** The kind of task that relationship care opens. */
const kind = 'care';

// No feast is prepared for more than half a year ahead.
const farthestDays = 183;

/** The oldest open case of a debtor stands for it: one debtor is one relationship (K6). */
async function oldestCases(db: Db) {
  return db.collectionCase.findMany({
    where: { endedAt: null },
    orderBy: [{ debtorId: 'asc' }, { invoice: { effectiveDueDate: 'asc' } }, { id: 'asc' }],
    distinct: ['debtorId'],
    select: {
      id: true,
      debtorId: true,
      invoiceId: true,
      currency: true,
      policyVersionId: true,
      invoice: { select: { effectiveDueDate: true, receivableType: true } },
      creditor: { select: { zone: true } },
    },
  });
}

type OldestCase = Awaited<ReturnType<typeof oldestCases>>[number];

/**
 * Opens the care tasks that the policies of open cases want before feasts: gift, visit or call, once for each debtor and feast
 * (S373, S390). Safe to repeat. Returns how many were opened.
 */
export async function openCareTasks(
  { db, plans }: { readonly db: Db; readonly plans: PlanSource },
  now: Date,
): Promise<{ readonly opened: number }> {
  const cases = await oldestCases(db);
  const ids = cases.map(({ id }) => id);
  const [facts, balances] = [
    await debtorFactsOf(db, ids, now),
    await openBalances(
      db,
      cases.map(({ invoiceId }) => invoiceId),
    ),
  ];
  const feastsOf = feastsAhead();
  let opened = 0;
  for (const found of cases) {
    const plan = await plans.planOfVersion(found.policyVersionId);
    const known = facts.get(found.id);
    if (plan.care === undefined || known === undefined) continue;
    const today = dayOf(localDateIn(found.creditor.zone, now));
    const judged = { ...untouchedCase, facts: { ...known, receivable: found.invoice.receivableType, evidence: null } };
    const state: JudgedCase = {
      ...judged,
      currency: found.currency,
      openBalanceMinor: balances.get(found.invoiceId)?.openMinor ?? 0,
      dueDay: dayOfColumn(found.invoice.effectiveDueDate),
    };
    const due = careDueOn(plan, feastsOf(today), today, (when) => conditionsHold(when, { plan, state, day: today }));
    for (const care of due) opened += await openCareTask(db, found, care, now);
  }
  return { opened };
}

/** The feasts ahead of a day; those of each day are looked up once. */
function feastsAhead(): (today: EpochDay) => readonly OccasionDay[] {
  const known = new Map<EpochDay, readonly OccasionDay[]>();
  return (today) => {
    const feasts = known.get(today) ?? occasionDays(today, addDays(today, farthestDays));
    known.set(today, feasts);
    return feasts;
  };
}

/** Opens one task unless the debtor has one of this care for this year's feast. */
async function openCareTask(db: Db, found: OldestCase, { care, occasionDay }: DueCare, at: Date): Promise<number> {
  const { debtorId, id: caseId, invoiceId } = found;
  const occurrence = civilOf(occasionDay).year;
  return db.$transaction(async (tx) => {
    await lockDebtors(tx, [debtorId]);
    if ((await tx.task.count({ where: { debtorId, kind, stepId: care.id, occurrence } })) > 0) return 0;
    const why = { code: 'due', step: care.id, detail: care.occasion };
    const deadlineAt = new Date(occasionDay * 86_400_000);
    const about = { debtorId, caseId, invoiceId, stepId: care.id, occurrence };
    const said = { care: care.task, occasion: care.occasion, year: occurrence };
    await appendEvidence(tx, [await openTask(tx, { ...about, kind, role: care.role, why, at, deadlineAt }, said)]);
    return 1;
  });
}
