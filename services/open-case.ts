import type { Db } from '../clients/prisma';
import { type CaseFacts, unclassifiedFacts } from '../domain/case-state';
import { compileCalendar, type CalendarSlice } from '../domain/calendar';
import type { ExtendCalendarCall, OpenCaseInput, OpenedCase, ReadPlanCall } from '../domain/case-input';
import { rowOf } from '../domain/case-row';
import { heldDays } from '../domain/holds';
import { nextAction } from '../domain/next-action';
import { openState } from '../domain/open-state';
import { planForCase } from '../domain/policy/plan-for-case';
import type { Plan } from '../domain/plan';
import { minuteOf, parseDay } from '../domain/time';
import { openBalanceOf } from './balances';
import {
  type CaseWithParties,
  caseWithParties,
  holdsOfCase,
  openPromiseOf,
  openTasksOf,
  pastPromiseHolds,
  performedSteps,
  sliceOf,
  tasksOfSteps,
} from './case-facts';
import { evidenceFactOf } from './documents/papers';
import { type DebtorFacts, debtorFactsOf } from './debtor-facts';
import { invoiceDaysOf } from './invoice-days';
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
  const days = invoiceDaysOf(found.invoice);
  const plan = planForCase(await plans.planOfVersion(found.policyVersionId), days);
  const slice = sliceOf(found, openedAt, null);
  const stepTask = new Map(plan.steps.map((step) => [step.id, step.task]));
  const calendar = compileCalendar(slice);
  const [balance, placed, promised, promise, tasks, brokenPromises, escalations, debtorFacts, evidence] =
    await Promise.all([
      openBalanceOf(db, found.invoiceId),
      holdsOfCase(db, found),
      pastPromiseHolds(db, found.id, calendar),
      openPromiseOf(db, found.id),
      tasksOfSteps(db, found.id),
      db.promiseToPay.count({ where: { caseId: found.id, status: 'broken' } }),
      db.task.count({ where: { caseId: found.id, kind: 'escalation' } }),
      debtorFactsOf(db, [found.id], new Date(input.asOf)),
      evidenceFactOf(db, found.id),
    ]);
  const holds = [...placed, ...promised];
  const held = heldDays(holds, promise, [[0, balance.openMinor]]);
  const performed = await performedSteps(db, found, tasks, { held, calendar });
  const state = openState(plan, {
    caseId: found.id,
    invoiceId: found.invoiceId,
    debtorId: found.debtorId,
    currency: found.currency,
    openedAt,
    dueDay: days.dueDay,
    invoiceDay: days.invoiceDay,
    openBalanceMinor: balance.openMinor,
    ledgerSeq: balance.ledgerSeq,
    facts: caseFactsOf(found, debtorFacts, evidence),
    holds,
    promise,
    brokenPromises,
    failedAttempts: 0,
    performed,
    tasks: openTasksOf(tasks, (stepId) => stepTask.get(stepId)?.escalateTo ?? null),
    escalations,
  });
  const row = rowOf(state, nextAction(plan, state, calendar, openedAt));
  // A reopened run numbers its rows after those of the run before.
  const numbered = { ...state, rowSeq: found.rowSeq + 1 };
  await writeCaseRow(db, { caseId: found.id, row, rowSeq: numbered.rowSeq });
  return { plan, state: numbered, slice, row };
}

/** The facts that choose among the variants of the plan, and whether the papers for a claim are together (S73). */
const caseFactsOf = (
  { id, debtor, invoice }: CaseWithParties,
  debtorFacts: ReadonlyMap<string, DebtorFacts>,
  evidence: CaseFacts['evidence'],
): CaseFacts => ({
  ...(debtorFacts.get(id) ?? unclassifiedFacts(debtor.language)),
  receivable: invoice.receivableType,
  evidence,
});

/**
 * The plan that a case is to follow now, with its own days in place: that of the version which it has pinned since its
 * enrolment or last migration. The row is asked, not the message that told of it: of two migrations the later one holds.
 */
export async function readPlan({ db, plans }: OpenCaseDeps, { caseId }: ReadPlanCall): Promise<Plan> {
  const found = await caseWithParties(db, caseId);
  return planForCase(await plans.planOfVersion(found.policyVersionId), invoiceDaysOf(found.invoice));
}

/** A slice that reaches at least `through`. */
export async function extendCalendar(
  { db }: Pick<OpenCaseDeps, 'db'>,
  input: ExtendCalendarCall,
): Promise<CalendarSlice> {
  return sliceOf(await caseWithParties(db, input.caseId), minuteOf(input.asOf), parseDay(input.through));
}
