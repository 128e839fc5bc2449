import { z } from 'zod';
import { amountField as amount, dateField as date, instantField as instant } from './answers';

// What commands and the enrolment answer, field by field; see answers.ts.

export const importAnswer = z
  .object({
    importId: z.string().nullable().meta({ description: 'null after a dry run' }),
    dryRun: z.boolean(),
    rows: z.number(),
    invoices: z.object({ created: z.number(), updated: z.number(), unchanged: z.number() }),
    debtors: z.object({ created: z.number(), updated: z.number() }),
    payments: z.number(),
    changes: z.number().meta({ description: 'records created or changed; 0 for a second run of the same file' }),
    failedRows: z.number(),
    errorCount: z.number(),
    errors: z
      .array(z.object({ line: z.number(), column: z.string(), value: z.string(), expected: z.string() }))
      .meta({ description: 'the first of the errors' }),
  })
  .meta({ id: 'ImportReport' });

const applied = z
  .boolean()
  .meta({ description: 'true (200): the case has applied it; false (202): it is committed and will be applied' });

export const recordedPaymentAnswer = z
  .object({
    paymentId: z.string(),
    created: z.boolean().meta({ description: 'false: the same payment had been recorded before' }),
    currency: z.string(),
    allocations: z.array(z.object({ invoice: z.string(), amount })),
    onAccount: amount,
    applied,
  })
  .meta({ id: 'RecordedPayment' });

export const enrolmentStartedAnswer = z
  .object({ started: z.boolean().meta({ description: 'false: a sweep was running already, and this is the one' }) })
  .meta({ id: 'EnrolmentStarted' });

export const enrolmentStateAnswer = z
  .object({
    running: z.boolean(),
    eligible: z.number().meta({ description: 'invoices that should have a case today and have none' }),
    enrolled: z.number().meta({ description: 'invoices that have a case' }),
    started: z.number().meta({ description: 'cases whose workflow was started' }),
    failure: z.string().nullable(),
  })
  .meta({ id: 'EnrolmentState' });

const reachAnswer = z.object({
  debtors: z.number(),
  share: z.number().meta({ description: 'between 0 and 1' }),
  open: z.array(z.object({ amount, currency: z.string() })),
});

export const reachabilityAnswer = z
  .object({
    asOf: date,
    overdue: reachAnswer,
    channels: z.array(reachAnswer.extend({ channel: z.string() })),
    unreachable: reachAnswer,
  })
  .meta({ id: 'Reachability' });

const standingGroup = z.object({ name: z.string(), cases: z.number(), open: reachAnswer.shape.open });

export const worklistAnswer = z
  .object({
    items: z.array(
      z.object({
        ...{ taskId: z.string(), kind: z.string(), role: z.string(), step: z.string().nullable(), caseId: z.string() },
        ...{ invoice: z.string(), debtor: z.string(), debtorName: z.string() },
        invoices: z
          .array(z.string())
          .meta({ description: 'all that are to be spoken of: one debtor, one conversation' }),
        others: z
          .array(z.object({ taskId: z.string(), kind: z.string(), role: z.string(), step: z.string().nullable() }))
          .meta({ description: 'further tasks of the debtor, such as a visit beside a call' }),
        overdue: z.string().meta({ description: 'what the debtor owes overdue in the currency of the case' }),
        currency: z.string(),
        size: z.enum(['small', 'normal', 'large']),
        priority: z.number().meta({ description: '0 to 100 by the weights of the policy' }),
        deadlineAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Worklist' });

export const standingAnswer = z
  .object({ asOf: date, quadrants: z.array(standingGroup), treatments: z.array(standingGroup) })
  .meta({ id: 'Standing' });

/** What every command about a case answers. */
const commanded = { caseId: z.string().nullable(), applied };

export const commandAnswer = z.object(commanded).meta({ id: 'Command' });

export const promiseCommandAnswer = z
  .object({ ...commanded, promiseId: z.string(), holdUntil: date })
  .meta({ id: 'PromiseRecorded' });

export const interestPostedAnswer = z
  .object({
    ...commanded,
    interest: amount.meta({ description: 'posted now; what had been posted before is not posted again' }),
    fixedSum: amount,
    perDay: amount,
    currency: z.string(),
    through: date,
  })
  .meta({ id: 'InterestPosted' });

export const offerMadeAnswer = z
  .object({
    ...commanded,
    offerId: z.string(),
    pay: amount.meta({ description: 'settles the claim with a value date of lastDay at the latest' }),
    waived: amount,
    currency: z.string(),
    lastDay: date,
    endsAt: instant,
  })
  .meta({ id: 'OfferMade' });

export const holdCommandAnswer = z.object({ ...commanded, holdId: z.string() }).meta({ id: 'HoldPlaced' });

export const releaseCommandAnswer = z
  .object({ ...commanded, releasedHoldIds: z.array(z.string()) })
  .meta({ id: 'HoldsReleased' });

export const stepCommandAnswer = z.object({ ...commanded, step: z.string() }).meta({ id: 'StepCommanded' });
