import type { CaseState } from './case-state';
import { assertNever } from './errors';
import type { FactName, Plan, StepCondition } from './plan';
import { quadrantOf, routeOf, sizeOf, treatmentOf } from './portfolio/classify';
import type { EpochDay } from './time';

/** What conditions may ask of a case. */
export type JudgedCase = Pick<
  CaseState,
  | 'facts'
  | 'currency'
  | 'openBalanceMinor'
  | 'failedAttempts'
  | 'failedChannels'
  | 'awaitingAnswer'
  | 'awaitedChannel'
  | 'brokenPromises'
  | 'performed'
  | 'holds'
  | 'dueDay'
>;

/** What is asked of a case to which nothing has happened yet. */
export const untouchedCase = {
  failedAttempts: 0,
  failedChannels: [],
  awaitingAnswer: false,
  awaitedChannel: null,
  brokenPromises: 0,
  performed: [],
  holds: [],
} as const;

/** What conditions are judged by: the case and, for what grows with age, the day. */
export interface FactsOnDay {
  readonly plan: Pick<Plan, 'sizes' | 'quadrants' | 'routes'>;
  readonly state: JudgedCase;
  readonly day: EpochDay;
}

// Facts that change because time passes.
const agingFacts: readonly FactName[] = ['quadrant', 'treatment', 'route', 'daysPastDue', 'disputed'];

/** Whether the conditions may hold on one day and not on another although nothing happens. */
export const dependOnDay = (conditions: readonly StepCondition[]): boolean =>
  conditions.some(({ fact }) => agingFacts.includes(fact));

const daysPastDueOn = ({ state, day }: FactsOnDay): number => Math.max(0, day - state.dueDay);

/** The debtor's overdue sum in the currency of the case, at least the case's own claim (Y15, decisions 2.10). */
const debtorSumMinor = ({ state }: FactsOnDay): number =>
  Math.max(state.openBalanceMinor, state.facts.debtorOverdueMinor ?? 0);

function quadrantOn(on: FactsOnDay): string {
  const { currency, facts } = on.state;
  const debt = { currency, amountMinor: debtorSumMinor(on), daysPastDue: daysPastDueOn(on), ordering: facts.ordering };
  return quadrantOf(on.plan.quadrants, debt);
}

function treatmentOn(on: FactsOnDay): string {
  const { brokenPromises, performed } = on.state;
  const contacted = performed.some(({ outcome }) => outcome === 'sent' || outcome === 'coveredBy');
  return treatmentOf({ daysPastDue: daysPastDueOn(on), brokenPromises, contacted });
}

const isDisputed = ({ state, day }: FactsOnDay): boolean =>
  state.holds.some(({ kind, from, until }) => kind === 'dispute' && from <= day && day < until);

function factOn(on: FactsOnDay, name: FactName): string | number | null {
  const { plan, state } = on;
  switch (name) {
    case 'grade':
    case 'motive':
    case 'relationship':
    case 'ordering':
    case 'receivable':
      return state.facts[name] ?? null;
    case 'currency':
      return state.currency;
    case 'size':
      return sizeOf(plan.sizes, { currency: state.currency, amountMinor: debtorSumMinor(on) });
    case 'quadrant':
      return quadrantOn(on);
    case 'treatment':
      return treatmentOn(on);
    case 'route':
      return routeOf(plan, ({ when }) => conditionsHold(when, on));
    case 'disputed':
      return isDisputed(on) ? 'yes' : 'no';
    case 'openBalanceMinor':
      return state.openBalanceMinor;
    case 'failedAttempts':
      // A message that nobody answered counts as soon as the next step is considered (decisions 2.12).
      return state.failedAttempts + (state.awaitingAnswer ? 1 : 0);
    case 'failedChannels':
      return failedChannelsOf(state);
    case 'brokenPromises':
      return state.brokenPromises;
    case 'daysPastDue':
      return daysPastDueOn(on);
    case 'riskScore':
      return state.facts.riskScore ?? null;
    default:
      return assertNever(name, 'fact');
  }
}

function failedChannelsOf({ failedChannels, awaitingAnswer, awaitedChannel }: JudgedCase): number {
  const open = awaitingAnswer && awaitedChannel !== null && !failedChannels.includes(awaitedChannel);
  return failedChannels.length + (open ? 1 : 0);
}

function holds(condition: StepCondition, on: FactsOnDay): boolean {
  const value = factOn(on, condition.fact);
  if (value === null) return false;
  if (condition.in !== undefined && !condition.in.includes(String(value))) return false;
  if (condition.notIn !== undefined && condition.notIn.includes(String(value))) return false;
  if (condition.atLeast !== undefined && !(typeof value === 'number' && value >= condition.atLeast)) return false;
  if (condition.below !== undefined && !(typeof value === 'number' && value < condition.below)) return false;
  return true;
}

/** Whether every condition holds; a fact that is absent fails its condition, so unclassified cases get unconditional steps only (decisions 2.3). */
export function conditionsHold(conditions: readonly StepCondition[], on: FactsOnDay): boolean {
  // A loop and not `every`: it runs dozens of times for each case of a comparison.
  for (const condition of conditions) if (!holds(condition, on)) return false;
  return true;
}
