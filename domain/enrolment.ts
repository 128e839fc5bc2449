import type { CaseFacts } from './case-state';
import { conditionsHold, untouchedCase } from './conditions';
import type { Plan } from './plan';
import { type CaseDays, planForCase } from './policy/plan-for-case';
import { type EpochDay, addDays } from './time';

/** What is known of an invoice before it has a case, as far as the plan's conditions ask for it. */
export interface EnrolmentFacts extends CaseDays {
  readonly facts: CaseFacts;
  readonly currency: string;
  readonly openBalanceMinor: number;
}

/**
 * Whether a claim is worth a case (U5): it and what else the debtor owes overdue in its currency reach the plan's least sum. A
 * plan or a currency without one chases everything (decisions 2.10).
 */
export const isWorthChasing = (
  plan: Pick<Plan, 'chaseFrom'>,
  claim: { readonly currency: string; readonly openMinor: number; readonly besideMinor: number },
): boolean => claim.openMinor + claim.besideMinor >= (plan.chaseFrom?.[claim.currency] ?? 0);

// Half of the longest credit term that is agreed in trade, a year; steps after an event are never earlier.
const longestHalfTermDays = 183;

/**
 * The day, in the creditor's zone, on which a case opens: the day of the first step that is possible for these facts, or
 * the day after the due date, whichever is earlier. Pre-due steps count (decisions 2.6).
 */
export const enrolmentDay = (plan: Plan, known: EnrolmentFacts): EpochDay =>
  openingDay(planForCase(plan, known), known);

/** `enrolmentDay` for a plan that has its days in place. */
export function openingDay(
  plan: Plan,
  {
    facts,
    currency,
    openBalanceMinor,
    dueDay,
  }: Pick<EnrolmentFacts, 'facts' | 'currency' | 'openBalanceMinor' | 'dueDay'>,
): EpochDay {
  const untouched = { facts, currency, openBalanceMinor, dueDay, ...untouchedCase };
  // The steps are in the order of their days: the first that is possible is the earliest.
  for (const step of plan.steps) {
    if (step.day >= 1) break;
    const day = addDays(dueDay, step.day);
    if (conditionsHold(step.when, { plan, state: untouched, day })) return day;
  }
  return addDays(dueDay, 1);
}

/** The most days before its due date on which an invoice can be enrolled under `plan`, whatever its facts. Never negative. */
export const longestLeadDays = (plan: Plan): number =>
  Math.max(0, ...plan.steps.map((step) => (step.timing === undefined ? -step.day : longestHalfTermDays)));
