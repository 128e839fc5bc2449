import { REVIEW_STEP } from '../next-action';
import type { Plan, PlanStep } from '../plan';
import { addTo, isContactTask, type Counts, type Deed, type Effort } from './effort';

/** What one message or task costs, in minor units of one currency. A name that is missing costs nothing. */
export interface Prices {
  readonly currency: string;
  /** By channel. */
  readonly messages: Readonly<Record<string, number>>;
  /** By kind of task. */
  readonly tasks: Readonly<Record<string, number>>;
}

/** How days spread over invoices; null where there are none. */
export interface DaySpread {
  readonly invoices: number;
  readonly p10: number | null;
  readonly median: number | null;
  readonly p90: number | null;
}

/** What a policy did to some invoices: only what the policy itself decides. */
export interface EffortReport {
  readonly invoices: number;
  readonly touched: number;
  /** Messages, calls and visits; `covered` are messages that were spared because a sibling's spoke for the invoice, too. */
  readonly contacts: {
    readonly total: number;
    readonly covered: number;
    readonly byChannel: Readonly<Record<string, number>>;
    readonly byRole: Readonly<Record<string, number>>;
  };
  readonly tasks: {
    readonly total: number;
    readonly byKind: Readonly<Record<string, number>>;
    readonly byRole: Readonly<Record<string, number>>;
  };
  /** Days on the stage clock, negative before the due date. */
  readonly firstContactDay: DaySpread;
  /** In the order of the policy: on which day invoices reached each stage. */
  readonly stages: readonly ({ readonly stage: string } & DaySpread)[];
  readonly offers: number;
  readonly letters: number;
  readonly legalSteps: number;
  readonly costMinor: { readonly messages: number; readonly tasks: number; readonly total: number };
}

const legalRoles: readonly string[] = ['legal', 'lawyer'];

/** Whether a step is a step towards the court: performed by the lawyers, or in their tone. */
const isLegal = (step: PlanStep): boolean =>
  step.effect === 'instructLawyer' || step.tone === 'legal' || legalRoles.includes(step.role);

/** By name, so that the same counts are always written in the same order. */
const inOrder = (counts: Counts<string>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** The spread of days that are counted by invoice, by nearest rank. */
export function spreadOf(days: Counts<number>): DaySpread {
  const sorted = [...days].sort(([a], [b]) => a - b);
  const invoices = sorted.reduce((sum, [, n]) => sum + n, 0);
  const at = (share: number): number | null => {
    let left = Math.max(1, Math.ceil(share * invoices));
    for (const [day, n] of sorted) {
      left -= n;
      if (left <= 0) return day;
    }
    return null;
  };
  return { invoices, p10: at(0.1), median: at(0.5), p90: at(0.9) };
}

/** Deeds with the step that they belong to; the plan does not know reviews and escalations. */
interface StepDeed extends Deed {
  readonly step: PlanStep | undefined;
  readonly id: string;
}

function deedsOf(effort: Effort, plan: Plan): StepDeed[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return [...effort.deeds].flatMap(([id, deeds]) => deeds.map((deed) => ({ ...deed, step: steps.get(id), id })));
}

const total = (deeds: readonly StepDeed[]): number => deeds.reduce((sum, { n }) => sum + n, 0);

function countedBy(deeds: readonly StepDeed[], nameOf: (deed: StepDeed) => string): Record<string, number> {
  const counts: Counts<string> = new Map();
  for (const deed of deeds) addTo(counts, nameOf(deed), deed.n);
  return inOrder(counts);
}

function costOf(deeds: readonly StepDeed[], prices: Prices): EffortReport['costMinor'] {
  let [messages, tasks] = [0, 0];
  for (const { kind, what, n } of deeds) {
    if (kind === 'sent') messages += n * (prices.messages[what] ?? 0);
    if (kind === 'task') tasks += n * (prices.tasks[what] ?? 0);
  }
  return { messages, tasks, total: messages + tasks };
}

/** What a policy did, for people and programs to read. Pure. */
export function effortReportOf(effort: Effort, plan: Plan, prices: Prices): EffortReport {
  const all = deedsOf(effort, plan);
  const deeds = all.filter(({ kind }) => kind !== 'covered');
  const tasks = deeds.filter(({ kind }) => kind === 'task');
  const contacts = deeds.filter(({ kind, what }) => kind === 'sent' || isContactTask(what));
  const onLadder = deeds.filter(({ id }) => id !== REVIEW_STEP);
  return {
    invoices: effort.invoices,
    touched: effort.touched,
    contacts: {
      total: total(contacts),
      covered: total(all.filter(({ kind }) => kind === 'covered')),
      byChannel: countedBy(contacts, ({ what }) => what),
      byRole: countedBy(contacts, ({ role }) => role),
    },
    tasks: {
      total: total(tasks),
      byKind: countedBy(tasks, ({ what }) => what),
      byRole: countedBy(tasks, ({ role }) => role),
    },
    firstContactDay: spreadOf(effort.firstContact),
    stages: plan.stages.map((stage) => ({ stage, ...spreadOf(effort.stages.get(stage) ?? new Map<number, number>()) })),
    offers: total(onLadder.filter(({ step }) => step?.offer !== undefined)),
    letters: total(onLadder.filter(({ step }) => step?.effect === 'sendLetter')),
    legalSteps: total(onLadder.filter(({ step }) => step !== undefined && isLegal(step))),
    costMinor: costOf(deeds, prices),
  };
}
