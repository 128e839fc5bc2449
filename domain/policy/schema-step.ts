import { z } from 'zod';
import { channels } from '../channels';
import { type StepEffect, planEvents, tones } from '../plan';
import { channelFields } from './schema-channels';
import { camelId, conditions, count, days, ladderDay, sourced, templateName, validity } from './schema-parts';

const effects = [
  'sendReminder',
  'sendLetter',
  'openCallTask',
  'openVisitTask',
  'escalateToManager',
  'instructLawyer',
  'openReviewTask',
] as const satisfies readonly StepEffect[];

const offer = z
  .strictObject({
    /** How much is waived, of what (S90, S100). */
    percent: z.number().min(1).max(100).optional(),
    of: z.enum(['interest', 'principal']).optional(),
    /** A plan of instalments by its name (S109, S112, S117). */
    plan: camelId.optional(),
    validity,
  })
  .refine(({ percent, plan }) => percent !== undefined || plan !== undefined, { error: 'percentOrPlan' })
  .refine(({ percent, of }) => (percent === undefined) === (of === undefined), {
    error: 'ofBesidePercent',
  });

const timings = ['day', 'after', 'halfTerm', 'event'] as const;

/** One step of the ladder as its author writes it. */
export const stepPart = sourced({
  id: camelId,
  /** Day on the stage clock. */
  day: ladderDay.optional(),
  /** So many stage days after another step was performed, or any of several (S58). */
  after: z.strictObject({ step: z.union([camelId, z.array(camelId).min(1).max(8)]), days: days(0) }).optional(),
  /** When half of the credit term has passed (S28). */
  halfTerm: z.literal(true).optional(),
  /** So many days after something happened to the order (S29, S49). */
  event: z.strictObject({ name: z.enum(planEvents), days: days(0) }).optional(),
  /** Again every so many days, up to a day (S174–S176). */
  repeat: z.strictObject({ everyDays: count(180), untilDay: ladderDay }).optional(),
  stage: camelId,
  effect: z.enum(effects),
  channel: z.enum(channels),
  fallback: z.array(z.enum(channels)).max(4).default([]),
  role: camelId,
  /** Role in the debtor's contact matrix; steps inside our own house have none. */
  addressee: camelId.optional(),
  severity: z.number().int().min(1).max(9),
  /** How it is said; needed wherever a debtor hears or reads it, and only rising along the ladder (S79). */
  tone: z.enum(tones).optional(),
  formal: z.boolean().default(false),
  entry: z.boolean().default(false),
  template: templateName.optional(),
  /** Its message waits for a person to release it. */
  reviewMessage: z.literal(true).optional(),
  /** A window of its own instead of the channel's (X9). */
  window: camelId.optional(),
  /** The deadline that the step sets (S80, X30). */
  payBy: validity.optional(),
  offer: offer.optional(),
  requires: z
    .array(z.enum(['evidence', 'offerExpired']))
    .min(1)
    .max(2)
    .optional(),
  /** Steps that are not taken while the conditions of this one hold, or once it was performed. */
  instead: z.array(camelId).min(1).max(20).optional(),
  ...channelFields,
  when: conditions.default([]),
  approval: z.strictObject({ role: camelId }).optional(),
  task: z
    .strictObject({ deadlineDays: days(1), escalateTo: camelId.optional(), blocks: z.boolean().default(false) })
    .optional(),
}).refine((step) => timings.filter((timing) => step[timing] !== undefined).length === 1, {
  error: 'oneTiming',
});
