import type { CaseFacts } from './case-state';
import { conditionsHold } from './conditions';
import type { Plan } from './plan';
import { type EpochDay, addDays } from './time';

/** What is known of an invoice before it has a case, as far as the plan's conditions ask for it. */
export interface EnrolmentFacts {
  readonly facts: CaseFacts;
  readonly currency: string;
  readonly openBalanceMinor: number;
}

/**
 * The day, in the creditor's zone, on which a case opens: the day of the first step that is possible for these facts, or
 * the day after the due date, whichever is earlier. Pre-due steps count (decisions 2.6).
 */
export function enrolmentDay(plan: Plan, known: EnrolmentFacts, dueDay: EpochDay): EpochDay {
  const facts = { ...known, failedAttempts: 0, brokenPromises: 0, awaitingAnswer: false };
  const days = plan.steps.filter((step) => conditionsHold(step.when, facts)).map((step) => step.day);
  return addDays(dueDay, Math.min(1, ...days));
}

/** The most days before its due date on which an invoice can be enrolled under `plan`, whatever its facts. Never negative. */
export const longestLeadDays = (plan: Plan): number => Math.max(0, ...plan.steps.map((step) => -step.day));
