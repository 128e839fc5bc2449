import type { CaseState } from '../case-state';
import { conditionsHold, untouchedCase } from '../conditions';
import type { FactName, Plan, PlanStep, StepCondition } from '../plan';

/** What a case is from its beginning to its end, as far as nobody corrects the debtor's facts. */
export type LastingFacts = Pick<CaseState, 'facts' | 'currency' | 'dueDay'>;

// Facts that no payment, contact or day changes.
const lastingFacts: readonly FactName[] = ['grade', 'motive', 'relationship', 'ordering', 'receivable', 'currency'];

/**
 * The plan for cases whose lasting facts never change: without the steps that these facts rule out, and without the conditions
 * that they decide. It performs the same steps at the same instants; only their positions are others. A customer of whom nobody
 * said so may become long-term by the plan's own rule (Y14): what asks for the relationship is then left as it is.
 */
export function planForFacts(plan: Plan, { facts, currency, dueDay }: LastingFacts): Plan {
  const mayBecomeLongTerm = facts.relationship === null && plan.longTerm !== undefined;
  const isLasting = ({ fact }: StepCondition): boolean =>
    lastingFacts.includes(fact) && !(fact === 'relationship' && mayBecomeLongTerm);
  const state = { facts, currency, openBalanceMinor: 0, dueDay, ...untouchedCase };
  const holds = ({ when }: PlanStep) => conditionsHold(when.filter(isLasting), { plan, state, day: dueDay });
  const steps = plan.steps.filter(holds).map((step) => ({ ...step, when: step.when.filter((one) => !isLasting(one)) }));
  return { ...plan, steps };
}
