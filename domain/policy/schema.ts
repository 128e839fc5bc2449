import { z } from 'zod';
import { channels } from '../channels';
import { occasions, recordingModes, textFacts } from '../plan';
import { policyLanguages } from './languages';
import {
  amountLimits,
  camelId,
  conditions,
  count,
  days,
  packName,
  sourced,
  templateName,
  windowPart,
} from './schema-parts';
import { stepPart } from './schema-step';

// The policy document (design 2.2). Strict: a field that nobody knows is a fault, never ignored.

const route = sourced({ route: z.enum(textFacts.route), when: conditions.default([]) });

const interest = sourced({
  /** Share of the principal a day: '0.0005' is 0.05 % (S86–S88). */
  dailyRate: z.string().regex(/^0\.\d{1,8}$/, 'dailyRate'),
  /** First day past due for which interest is counted (X14, S99). */
  startDay: days(1),
  /** The step from which on it is claimed; null: a person decides. */
  claimedFrom: camelId.nullable(),
  notForMotives: z.array(z.enum(textFacts.motive)).max(3).default([]),
});

const percent = z.number().int().min(0).max(100);
const priority = sourced({ target: percent, cost: percent, solvency: percent, relationship: percent });

const care = sourced({
  id: camelId,
  occasion: z.enum(occasions),
  daysBefore: days(0),
  task: z.enum(['gift', 'visit', 'call']),
  role: camelId,
  /** What is written on a card, or said: a script (S374). */
  template: templateName.optional(),
  when: conditions.default([]),
});

const calls = z.strictObject({ perDay: count(20), per7Days: count(100) });
const carrier = z.strictObject({
  channels: z.array(z.enum(channels)).min(1).max(4),
  prefix: z.string().regex(/^\+[1-9]\d{0,5}$/, 'numberPrefix'),
  identicalPerDay: count(50),
  perDay: count(500),
});

const presetNames = ['us-reg-f-7-in-7', 'gb-t-45251-2025'] as const;

const risk = sourced({ habits: percent, history: percent, market: percent });

/** Limits beside the budget of the debtor; what a policy does not state is as in `standardLimits`. */
const limits = sourced({
  /** The preset of policies/presets from which the values come. */
  preset: z.enum(presetNames).optional(),
  perAddress: z.strictObject({ perDay: count(20), per7Days: count(100), per30Days: count(400) }).optional(),
  conversations: calls.optional(),
  attempts: calls.optional(),
  daysAfterTalk: days(0).max(30).optional(),
  carriers: z.array(carrier).max(20).optional(),
});

/** A text of law whose limits a policy may take over although it binds nobody between companies (decisions 7). */
export const presetSchema = z.strictObject({
  preset: z.enum(presetNames),
  title: z.string().min(1),
  /** Where in the text the limits stand, and where it was read. */
  text: z.string().min(1),
  address: z.url(),
  bindsB2B: z.literal(false),
  limits: z.strictObject({ attempts: calls.optional(), daysAfterTalk: days(0).max(30).optional() }),
});

/** A preset as it is read from policies/presets. */
export type LimitPreset = z.output<typeof presetSchema>;

export const policySchema = z.strictObject({
  policy: packName,
  version: z.number().int().min(1).max(1_000_000),
  languages: z.array(z.enum(policyLanguages)).min(1),
  stages: z.array(camelId).min(1).max(30),
  catchUp: sourced({ value: z.enum(['fitting', 'fromStart']) }),
  minGapDays: sourced({ value: days(0) }),
  reviewEveryDays: sourced({ value: days(1) }),
  promiseGraceBankDays: sourced({ value: days(0) }),
  unknownAfterHours: sourced({ value: count(24 * 14) }),
  review: sourced({ role: camelId, deadlineDays: days(1) }),
  caps: sourced({
    perDay: count(10),
    per7Days: count(50),
    per30Days: count(200),
    gapHours: z
      .number()
      .int()
      .min(0)
      .max(24 * 30),
  }),
  limits: limits.optional(),
  /** Whether calls are recorded; the notice before it cannot be switched off (X23, S207). */
  recording: sourced({ mode: z.enum(recordingModes) }).optional(),
  /** What wins where motive and stage, quadrant and stage say different things (X37, X18). */
  precedence: sourced({
    motive: z.enum(['stageCaps', 'motiveFirst']),
    quadrant: z.enum(['stageFirst', 'quadrantFirst']),
  }),
  /** From when on a customer of whom nobody said anything counts as long-term (Y14); left out: never. */
  longTerm: sourced({ months: count(240), paidInvoices: count(1_000) }).optional(),
  /** From which sum on a claim is chased at all, with what else the debtor owes overdue (U5); left out: any. */
  chase: sourced({ atLeast: amountLimits }).optional(),
  /** When a claim is small or large (X32, U9). */
  sizes: sourced({
    small: z.strictObject({ below: amountLimits }).optional(),
    large: z.strictObject({ atLeast: amountLimits, top: count(1_000).optional() }).optional(),
  }).optional(),
  /** What a debtor's place in the work list depends on, in percent (S319). */
  priority: priority.optional(),
  /** Contacts wait for the payment days of a debtor, so many working days before them, at most so long (S178, S189). */
  payDays: sourced({ workingDaysBefore: days(0).max(10), withinDays: days(1).max(31) }).optional(),
  /** How the risk of a debtor is weighed before anything is due, in percent (S47); supplies the fact riskScore. */
  risk: risk.optional(),
  /** Value and ease of recovery (S301–S305, X17). */
  quadrants: sourced({
    high: amountLimits,
    low: amountLimits,
    easyBelowDays: days(1),
    hardAboveDays: days(1),
  }).optional(),
  /** The first row whose conditions hold is the way to court or out of the book (X15). */
  routes: z.array(route).max(20).optional(),
  interest: interest.optional(),
  /** Tasks of relationship care before feasts, by debtor (S373). */
  care: z.array(care).max(20).optional(),
  /** Whether every message waits for a person to release it; a step may ask for it alone. */
  reviewMessages: sourced({ value: z.boolean() }).optional(),
  /** By channel, or by a name that steps ask for; `default` holds for every channel without a window of its own. */
  windows: z.record(camelId, windowPart).refine((windows) => windows['default'] !== undefined, {
    error: 'defaultWindow',
  }),
  steps: z.array(stepPart).min(1).max(200),
});

/** A policy document whose form is right; `parsePolicy` also checks what it says. */
export type Policy = z.output<typeof policySchema>;
export type PolicyStep = Policy['steps'][number];
