import { z } from 'zod';
import { parseClockRange, type ClockRange } from '../clock-ranges';
import { isCurrencyCode, parseMoney } from '../money';
import { numberFacts, textFacts, type FactName } from '../plan';

// The parts that the policy document repeats. Messages of its rules are codes of problem-texts-en.ts. Every step and every value says where it comes from, by rule ids or as our own
// choice.

const ruleId = z.string().regex(/^(S[1-9]\d{0,2}|[XY][1-9]\d?|[RF][1-9]\d?|K[1-9]\d?)$/, 'ruleId');
const ownChoice = z.string().regex(/^(U[1-9]\d?|decisions [1-9]\.[1-9]\d?)$/, 'ownChoice');

/** A strict object that also names its sources, or says that it is our own choice. */
export function sourced<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject({ ...shape, sources: z.array(ruleId).min(1).optional(), ownChoice: ownChoice.optional() })
    .refine((value): boolean => 'sources' in value || 'ownChoice' in value, {
      error: 'source',
    });
}

export const packName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'packName');
export const camelId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'camelName');
export const templateName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'templateName');

// Ten years: nothing in a collection lasts longer, and a slip such as 1e9 is found.
export const ladderDay = z.number().int().min(-3650).max(3650);
/** A number of days up to a year. */
export const days = (least: number) => z.number().int().min(least).max(365);
export const count = (most: number) => z.number().int().min(1).max(most);

/** `HH:MM-HH:MM` as a half-open range of minutes of the day. */
const clockRange = z.string().transform((text, context): ClockRange => {
  const range = parseClockRange(text);
  if (range !== null) return range;
  context.addIssue({ code: 'custom', message: 'hours' });
  return z.NEVER;
});

/** When a channel may be used, on the debtor's clock. */
export const windowPart = sourced({
  ranges: z.array(clockRange).min(1).max(6),
  workingDaysOnly: z.boolean(),
  /** Not on so many last working days of a month (S173). */
  notLastWorkingDays: z.number().int().min(0).max(5).optional(),
});

/** Limits by currency, written as decimal strings: `{ CNY: '2000.00' }`; minor units once read. */
export const amountLimits = z.record(z.string(), z.string()).transform((limits, context) => {
  const minor: Record<string, number> = {};
  for (const [currency, text] of Object.entries(limits)) {
    const parsed = isCurrencyCode(currency) ? parseMoney(text, currency) : null;
    if (parsed?.ok === true && parsed.money.amountMinor > 0) minor[currency] = parsed.money.amountMinor;
    else context.addIssue({ code: 'custom', path: [currency], message: 'amount' });
  }
  return minor;
});

/** Until when something holds (X30). */
export const validity = z.union([
  z.strictObject({ days: count(90) }),
  z.strictObject({ until: z.enum(['endOfDay', 'endOfWeek', 'nextMonday']) }),
]);

const whole = z.number().int().safe().nonnegative();
const isTextFact = (fact: FactName): fact is keyof typeof textFacts => Object.hasOwn(textFacts, fact);
const textFactNames = Object.keys(textFacts).filter((name): name is keyof typeof textFacts =>
  Object.hasOwn(textFacts, name),
);

const textCondition = z
  .strictObject({
    fact: z.enum(textFactNames),
    in: z.array(z.string().min(1)).min(1).optional(),
    notIn: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine((condition) => (condition.in === undefined) !== (condition.notIn === undefined), {
    error: 'inOrNotIn',
  })
  .superRefine((condition, context) => {
    const known: readonly string[] | null = isTextFact(condition.fact) ? textFacts[condition.fact] : null;
    if (known === null) return;
    for (const word of [...(condition.in ?? []), ...(condition.notIn ?? [])]) {
      if (!known.includes(word)) {
        const params = { fact: condition.fact, words: known.join(', ') };
        context.addIssue({ code: 'custom', message: 'wordOfFact', params });
      }
    }
  });

const numberCondition = z
  .strictObject({ fact: z.enum(numberFacts), atLeast: whole.optional(), below: whole.optional() })
  .refine(({ atLeast, below }) => atLeast !== undefined || below !== undefined, {
    error: 'atLeastOrBelow',
  })
  .refine(({ atLeast, below }) => atLeast === undefined || below === undefined || atLeast < below, {
    error: 'atLeastUnderBelow',
  });

/** What must hold of the case; all of a list must (decisions 2.3). */
export const conditions = z.array(z.discriminatedUnion('fact', [textCondition, numberCondition])).max(8);
