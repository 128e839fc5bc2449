import { z } from 'zod';
import { amountField as amount, dateField as date, instantField as instant } from './answers';

// What the routes about debtors show, field by field; see answers.ts.

export const debtorAnswer = z
  .object({
    id: z.string(),
    number: z.string(),
    name: z.string(),
    kind: z.string().nullable(),
    country: z.string(),
    zone: z.string(),
    language: z.string(),
    grade: z.string().nullable(),
    motive: z.string().nullable(),
    relationship: z.string().nullable(),
    contactHours: z.string().nullable(),
    paymentRunDays: z.array(z.number()),
    cashDates: z.array(date),
    marketRisk: z.string().nullable(),
    segment: z.string().nullable(),
    policy: z.string().nullable(),
    noContactUntil: date.nullable(),
    reviewMessages: z.boolean(),
    sample: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'Debtor' });

const pointAnswer = z.object({
  kind: z.string(),
  label: z.string().nullable().meta({ description: 'mobile, landline, office or home, where somebody said so' }),
  address: z.string(),
  bouncedAt: instant.nullable(),
  wrongAt: instant.nullable().meta({ description: 'since when it is known to belong to somebody else' }),
  verifiedOn: date.nullable().meta({ description: 'the last day on which it was found right' }),
  optedOut: z.array(z.string()),
});

export const debtorDetailAnswer = debtorAnswer
  .extend({
    points: z.array(pointAnswer),
    people: z.array(
      z.object({
        role: z.string(),
        name: z.string(),
        language: z.string().nullable(),
        noContactUntil: date.nullable(),
        points: z.array(pointAnswer),
      }),
    ),
    balances: z.array(z.object({ currency: z.string(), open: amount, onAccount: amount })),
  })
  .meta({ id: 'DebtorDetail' });
