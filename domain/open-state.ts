import {
  wasTaken,
  type CaseFacts,
  type CaseHold,
  type CaseState,
  type OpenPromise,
  type OpenTask,
  type PerformedStep,
} from './case-state';
import { heldDays } from './holds';
import { REVIEW_STEP } from './next-action';
import type { Plan } from './plan';
import type { EpochDay, EpochMinute } from './time';

/** What is known of a case when it opens, read from the database; for a reopened one also what was done before. */
export interface CaseOpening {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly currency: string;
  readonly openedAt: EpochMinute;
  readonly dueDay: EpochDay;
  readonly invoiceDay: EpochDay;
  readonly openBalanceMinor: number;
  readonly ledgerSeq: number;
  readonly facts: CaseFacts;
  readonly holds: readonly CaseHold[];
  readonly promise: OpenPromise | null;
  readonly brokenPromises: number;
  readonly failedAttempts: number;
  readonly performed: readonly PerformedStep[];
  readonly tasks: readonly OpenTask[];
  readonly escalations: number;
}

/** The state in which a case begins. Steps performed in an earlier run are not repeated (decisions 5.5). */
export function openState(plan: Plan, opening: CaseOpening): CaseState {
  // What was open before, the case does not know: its first balance stands for all days before it.
  const balances = [[0, opening.openBalanceMinor]] as const;
  const done = new Set(opening.performed.map((step) => rowKey(step.step, step.occurrence)));
  const lastIndex =
    done.size === 0 ? -1 : plan.steps.findLastIndex(({ id, occurrence }) => done.has(rowKey(id, occurrence)));
  const onLadder = opening.performed.filter((done) => wasTaken(done) && isOnLadder(plan, done.step));
  const last = onLadder[onLadder.length - 1];
  return {
    v: 1,
    caseId: opening.caseId,
    invoiceId: opening.invoiceId,
    debtorId: opening.debtorId,
    currency: opening.currency,
    openedAt: opening.openedAt,
    now: opening.openedAt,
    dueDay: opening.dueDay,
    invoiceDay: opening.invoiceDay,
    openBalanceMinor: opening.openBalanceMinor,
    balances,
    ledgerSeq: opening.ledgerSeq,
    facts: opening.facts,
    holds: opening.holds,
    held: heldDays(opening.holds, opening.promise, balances),
    promise: opening.promise,
    brokenPromises: opening.brokenPromises,
    failedAttempts: opening.failedAttempts,
    failedChannels: [],
    awaitingAnswer: false,
    awaitedChannel: null,
    awaitingRead: null,
    deadline: null,
    offers: [],
    nextIndex: lastIndex + 1,
    performed: opening.performed,
    lastOn: last?.on ?? null,
    stage: last === undefined ? null : stageAfter(plan, onLadder),
    // Reviews go on with the number after the last one: (step, occurrence) is unique over all runs of a case.
    reviews: opening.performed.filter((step) => step.step === REVIEW_STEP).length,
    tasks: opening.tasks,
    approval: null,
    approved: null,
    deferral: null,
    requested: null,
    escalateTo: null,
    escalations: opening.escalations,
    ending: null,
    newestFacts: { debtor: null, invoice: null, papers: null },
    seen: [],
    decisions: [],
    decisionSeq: 0,
    evidencedSeq: 0,
    rowSeq: 0,
  };
}

const stageAfter = (plan: Plan, performed: readonly PerformedStep[]): string | null =>
  plan.steps.findLast(({ id }) => performed.some(({ step }) => step === id))?.stage ?? null;

const rowKey = (step: string, occurrence: number): string => `${step}/${occurrence}`;

/** Whether a performed step sets the pace of the ladder: escalations outside of it do not. */
const isOnLadder = (plan: Plan, stepId: string): boolean =>
  stepId === REVIEW_STEP || plan.steps.some((step) => step.id === stepId);
