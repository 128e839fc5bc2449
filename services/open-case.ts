import type { Db } from '../clients/prisma';
import { compileCalendar, type CalendarSlice } from '../domain/calendar';
import type { ExtendCalendarCall, OpenCaseInput, OpenedCase } from '../domain/case-input';
import { rowOf } from '../domain/case-row';
import { heldDays } from '../domain/holds';
import { nextAction } from '../domain/next-action';
import { openState } from '../domain/open-state';
import type { Plan } from '../domain/plan';
import { minuteOf, parseDay } from '../domain/time';
import { openBalanceOf } from './balances';
import {
  caseWithParties,
  holdsOfCase,
  openPromiseOf,
  openTasksOf,
  pastPromiseHolds,
  performedSteps,
  sliceOf,
} from './case-facts';
import { dayOfColumn } from './columns';
import { writeCaseRow } from './publish-row';

/** Where pinned plans come from. */
export interface PlanSource {
  /** The plan compiled from a stored policy version. */
  planOfVersion(versionId: string): Promise<Plan>;
}

export interface OpenCaseDeps {
  readonly db: Db;
  readonly plans: PlanSource;
}

/**
 * Everything that a case pins and reads once: plan, facts, calendar slice, and the state in which it begins. Its row is
 * written with the planner's own answer, so that the case need not publish it (decisions 3.3).
 */
export async function openCase({ db, plans }: OpenCaseDeps, input: OpenCaseInput): Promise<OpenedCase> {
  const openedAt = minuteOf(input.asOf);
  const found = await caseWithParties(db, input.caseId);
  const plan = await plans.planOfVersion(found.policyVersionId);
  const slice = sliceOf(found, openedAt, null);
  const stepTask = new Map(plan.steps.map((step) => [step.id, step.task]));
  const calendar = compileCalendar(slice);
  const [balance, placed, promised, promise, tasks, brokenPromises, escalations] = await Promise.all([
    openBalanceOf(db, found.invoiceId),
    holdsOfCase(db, found),
    pastPromiseHolds(db, found.id, calendar),
    openPromiseOf(db, found.id),
    openTasksOf(db, found.id, (stepId) => stepTask.get(stepId)?.escalateTo ?? null),
    db.promiseToPay.count({ where: { caseId: found.id, status: 'broken' } }),
    db.task.count({ where: { caseId: found.id, kind: 'escalation' } }),
  ]);
  const holds = [...placed, ...promised];
  const performed = await performedSteps(db, found, heldDays(holds, promise, balance.openMinor), calendar);
  const state = openState(plan, {
    caseId: found.id,
    invoiceId: found.invoiceId,
    debtorId: found.debtorId,
    currency: found.currency,
    openedAt,
    dueDay: dayOfColumn(found.invoice.effectiveDueDate),
    invoiceDay: dayOfColumn(found.invoice.invoiceDate),
    openBalanceMinor: balance.openMinor,
    ledgerSeq: balance.ledgerSeq,
    facts: {
      grade: found.debtor.grade,
      motive: found.debtor.motive,
      relationship: found.debtor.relationship,
      ordering: null,
      language: found.debtor.language,
    },
    holds,
    promise,
    brokenPromises,
    failedAttempts: 0,
    performed,
    tasks,
    escalations,
  });
  const row = rowOf(state, nextAction(plan, state, calendar, openedAt));
  // A reopened run numbers its rows after those of the run before.
  const numbered = { ...state, rowSeq: found.rowSeq + 1 };
  await writeCaseRow(db, { caseId: found.id, row, rowSeq: numbered.rowSeq, status: 'open' });
  return { plan, state: numbered, slice, row };
}

/** A slice that reaches at least `through`. */
export async function extendCalendar(
  { db }: Pick<OpenCaseDeps, 'db'>,
  input: ExtendCalendarCall,
): Promise<CalendarSlice> {
  return sliceOf(await caseWithParties(db, input.caseId), minuteOf(input.asOf), parseDay(input.through));
}
