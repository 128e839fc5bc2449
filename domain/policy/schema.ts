import { z } from 'zod';
import { channels } from '../channels';
import type { FactName, StepEffect } from '../plan';

// The policy document (design 2.2). Strict: a field that nobody knows is a fault, never ignored. Every step and every value
// says where it comes from, by rule ids or as our own choice.

const ruleId = z
  .string()
  .regex(/^(S[1-9]\d{0,2}|[XY][1-9]\d?|R[1-9]\d?|K[1-9])$/, 'expected the id of a rule, such as S53 or X6');
const ownChoice = z
  .string()
  .regex(/^(U[1-9]\d?|decisions [1-9]\.[1-9]\d?)$/, 'expected U1 to U14 or a decision such as "decisions 2.2"');

function sourced<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject({ ...shape, sources: z.array(ruleId).min(1).optional(), ownChoice: ownChoice.optional() })
    .refine((value) => 'sources' in value || 'ownChoice' in value, {
      error: 'expected sources: [S53] or ownChoice: U1',
    });
}

const packName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and hyphens');
const camelId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'expected a camelCase name of letters and digits');
// Ten years: nothing in a collection lasts longer, and a slip such as 1e9 is found.
const ladderDay = z.number().int().min(-3650).max(3650);
const days = (least: number) => z.number().int().min(least).max(365);
const count = (most: number) => z.number().int().min(1).max(most);

/** `HH:MM-HH:MM` as a half-open range of minutes of the day. */
const clockRange = z.string().transform((text, context): readonly [number, number] => {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  const minutes = (hour: number) => Number(match?.[hour]) * 60 + Number(match?.[hour + 1]);
  if (match !== null && minutes(1) < minutes(3) && minutes(3) <= 1440) return [minutes(1), minutes(3)];
  context.addIssue({ code: 'custom', message: 'expected hours such as "09:00-17:30"' });
  return z.NEVER;
});

const window = sourced({ ranges: z.array(clockRange).min(1).max(6), workingDaysOnly: z.boolean() });

const textFacts = ['grade', 'motive', 'relationship', 'ordering', 'currency'] as const satisfies readonly FactName[];
const numberFacts = ['openBalanceMinor', 'failedAttempts', 'brokenPromises'] as const satisfies readonly FactName[];
const whole = z.number().int().safe().nonnegative();

const condition = z.discriminatedUnion('fact', [
  z.strictObject({ fact: z.enum(textFacts), in: z.array(z.string().min(1)).min(1) }),
  z
    .strictObject({ fact: z.enum(numberFacts), atLeast: whole.optional(), below: whole.optional() })
    .refine(({ atLeast, below }) => atLeast !== undefined || below !== undefined, {
      error: 'expected atLeast or below',
    })
    .refine(({ atLeast, below }) => atLeast === undefined || below === undefined || atLeast < below, {
      error: 'expected atLeast to be less than below',
    }),
]);

const effects = [
  'sendReminder',
  'sendLetter',
  'openCallTask',
  'openVisitTask',
  'escalateToManager',
  'instructLawyer',
  'openReviewTask',
] as const satisfies readonly StepEffect[];

const step = sourced({
  id: camelId,
  /** Day on the stage clock; a step with `after` gets its day from there. */
  day: ladderDay.optional(),
  after: z.strictObject({ step: camelId, days: days(0) }).optional(),
  stage: camelId,
  effect: z.enum(effects),
  channel: z.enum(channels),
  fallback: z.array(z.enum(channels)).max(4).default([]),
  role: camelId,
  /** Role in the debtor's contact matrix; steps inside our own house have none. */
  addressee: camelId.optional(),
  severity: z.number().int().min(1).max(9),
  formal: z.boolean().default(false),
  entry: z.boolean().default(false),
  template: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected a template name such as "formal-letter"')
    .optional(),
  /** For messages: the deadline that they set, in calendar days from sending (S80, X30). */
  payByDays: count(90).optional(),
  when: z.array(condition).max(8).default([]),
  approval: z.strictObject({ role: camelId }).optional(),
  task: z
    .strictObject({ deadlineDays: days(1), escalateTo: camelId.optional(), blocks: z.boolean().default(false) })
    .optional(),
}).refine(({ day, after }) => (day === undefined) !== (after === undefined), { error: 'expected either day or after' });

/** Languages that every message of a policy must have. */
const policyLanguages = ['zh-CN', 'en'] as const;

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
  /** `default` holds for every channel without a window of its own. */
  windows: z
    .partialRecord(z.enum(['default', ...channels]), window)
    .refine((windows) => windows.default !== undefined, { error: 'expected a window named default' }),
  steps: z.array(step).min(1).max(200),
});

/** A policy document whose form is right; `parsePolicy` also checks what it says. */
export type Policy = z.output<typeof policySchema>;
export type PolicyStep = Policy['steps'][number];
