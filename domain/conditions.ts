import type { CaseState } from './case-state';
import { assertNever } from './errors';
import type { FactName, StepCondition } from './plan';

/** The facts of a case that conditions may ask for. */
export type ConditionFacts = Pick<
  CaseState,
  'facts' | 'currency' | 'openBalanceMinor' | 'failedAttempts' | 'brokenPromises' | 'awaitingAnswer'
>;

function factOf(facts: ConditionFacts, name: FactName): string | number | null {
  switch (name) {
    case 'grade':
      return facts.facts.grade;
    case 'motive':
      return facts.facts.motive;
    case 'relationship':
      return facts.facts.relationship;
    case 'ordering':
      return facts.facts.ordering;
    case 'currency':
      return facts.currency;
    case 'openBalanceMinor':
      return facts.openBalanceMinor;
    case 'failedAttempts':
      // A message that nobody answered counts as soon as the next step is considered (decisions 2.12).
      return facts.failedAttempts + (facts.awaitingAnswer ? 1 : 0);
    case 'brokenPromises':
      return facts.brokenPromises;
    default:
      return assertNever(name, 'fact');
  }
}

function holds(condition: StepCondition, facts: ConditionFacts): boolean {
  const value = factOf(facts, condition.fact);
  if (value === null) return false;
  if (condition.in !== undefined && !condition.in.includes(String(value))) return false;
  if (condition.atLeast !== undefined && !(typeof value === 'number' && value >= condition.atLeast)) return false;
  if (condition.below !== undefined && !(typeof value === 'number' && value < condition.below)) return false;
  return true;
}

/** Whether every condition holds; a fact that is absent fails its condition, so unclassified cases get unconditional steps only (decisions 2.3). */
export const conditionsHold = (conditions: readonly StepCondition[], facts: ConditionFacts): boolean =>
  conditions.every((condition) => holds(condition, facts));
