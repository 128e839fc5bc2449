import { join } from 'node:path';
import type { CaseFacts } from '../../../domain/case-state';
import type { Plan } from '../../../domain/plan';
import { compilePlan } from '../../../domain/policy/compile';
import type { TimelineRow } from '../../../domain/policy/timeline';
import { parseDay } from '../../../domain/time';
import { type PolicyPack, readPack } from '../../../services/policy-packs';
import { policyTimeline } from '../../../services/policy-timeline';

const folder = join(__dirname, '..', '..', '..', 'policies');

const packs = new Map<string, Promise<PolicyPack>>();

/** The pack `name` of the product, checked once: that takes a second. */
export function aPack(name: string): Promise<PolicyPack> {
  const known = packs.get(name) ?? read(name);
  packs.set(name, known);
  return known;
}

async function read(name: string): Promise<PolicyPack> {
  const checked = await readPack(folder, name);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.pack;
}

export const planOf = ({ policy, hash }: PolicyPack): Plan => compilePlan(policy, hash);

/** What differs from the invoice of the examples: CNY 80,000.00 of 2026-05-07, due on 2026-07-06, a debtor nobody classified. */
export interface Example extends Partial<CaseFacts> {
  readonly yuan?: number;
  readonly orderCompleted?: string;
  readonly invoiceDispatched?: string;
}

/** What the policy does with the example when nobody pays and no message arrives. */
export function timelineOf(plan: Plan, example: Example = {}): readonly TimelineRow[] {
  const { yuan = 80_000, orderCompleted, invoiceDispatched, ...facts } = example;
  return policyTimeline(plan, {
    invoiceDay: parseDay('2026-05-07'),
    dueDay: parseDay('2026-07-06'),
    orderCompletedDay: orderCompleted === undefined ? null : parseDay(orderCompleted),
    invoiceDispatchedDay: invoiceDispatched === undefined ? null : parseDay(invoiceDispatched),
    amount: { amountMinor: yuan * 100, currency: 'CNY' },
    facts: { language: 'zh-CN', ...facts },
    zone: 'Asia/Shanghai',
    people: 'noAnswer',
  });
}

/** `3 2026-07-09 sendReminder sms owner friendly`: day of the ladder, date on which it is done, kind, channel, role, tone. */
export const lineOf = ({ day, date, kind, channel, role, tone }: TimelineRow): string =>
  [day, date, kind, channel, role, tone ?? '-'].join(' ');

export const linesOf = (plan: Plan, example: Example = {}): readonly string[] => timelineOf(plan, example).map(lineOf);

/** Ids and days of the steps that are taken, such as `friendlyReminder 3`. */
export const daysOf = (plan: Plan, example: Example = {}): readonly string[] =>
  timelineOf(plan, example).map(({ step, day }) => `${step} ${day}`);

/** The first row of a step; the test fails without it. */
export function rowOf(plan: Plan, step: string, example: Example = {}): TimelineRow {
  const row = timelineOf(plan, example).find((other) => other.step === step);
  if (row === undefined) throw new Error(`Step ${step} is not taken: ${daysOf(plan, example).join(', ')}`);
  return row;
}
