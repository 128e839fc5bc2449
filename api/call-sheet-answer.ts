import { z } from 'zod';
import { amountField as amount, dateField as date, instantField as instant } from './answers';

const rates = z.array(z.string()).meta({ description: 'late interest where it is claimed, such as 0.05% a day' });

const debt = z.object({
  asOf: date,
  figures: z.string().meta({ description: "the sums as sentences, in the debtor's language" }),
  sums: z.array(
    z.object({
      ...{ currency: z.string(), unpaid: z.number(), open: amount, overdue: z.number(), overdueOpen: amount, rates },
      longestDays: z.number().meta({ description: 'days past due of the oldest' }),
    }),
  ),
  items: z.array(
    z.object({
      ...{ invoice: z.string(), currency: z.string(), open: amount, daysOverdue: z.number(), rates },
      dueDate: date.nullable().meta({ description: 'null while the event that the terms name has not happened' }),
    }),
  ),
  transactions: z
    .array(z.object({ date, type: z.string(), invoice: z.string().nullable(), amount, currency: z.string() }))
    .meta({ description: 'what was booked last, newest first' }),
  promises: z.object({ kept: z.number(), partlyKept: z.number(), broken: z.number() }),
});

/** What a call is prepared and led with. */
export const callSheetAnswer = z
  .object({
    ...{ taskId: z.string(), caseId: z.string().nullable(), step: z.string().nullable() },
    ...{ debtor: z.string(), debtorName: z.string() },
    ...{ grade: z.string().nullable(), marketRisk: z.string().nullable() },
    identifiedAt: instant.nullable(),
    people: z.array(z.object({ role: z.string(), name: z.string() })),
    phones: z.array(
      z.object({
        address: z.string(),
        label: z.string().nullable(),
        role: z.string().nullable().meta({ description: 'of the person whose number it is' }),
        verifiedOn: date.nullable(),
        wrong: z.boolean().meta({ description: 'it belongs to somebody else' }),
      }),
    ),
    missing: z
      .array(z.string())
      .meta({ description: 'what the file lacks: phone, address, contactPerson, contract …' }),
    debt: debt.nullable().meta({ description: 'null until the identity is confirmed' }),
    script: z.string().nullable(),
  })
  .meta({ id: 'CallSheet' });
