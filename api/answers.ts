import { z } from 'zod';
import { invoiceEvents, paymentTermsSchema } from '../domain/contract';
import { recommendedField } from './recommended-field';

// What the API shows, field by field: an answer holds these fields and no others (allow-list, design 8).

/** An instant in an answer. */
export const instantField = z.string().meta({ format: 'date-time' });
const instant = instantField;

/** A calendar date in an answer. */
export const dateField = z.string().meta({ format: 'date' });
const date = dateField;

/** An amount in an answer. */
export const amountField = z
  .string()
  .meta({ description: 'decimal amount in the currency beside it', examples: ['1234.50'] });

const amount = amountField;
const zone = z.string().meta({ description: "the creditor's time zone, in which dates are meant" });

/** RFC 9457. */
export const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), value: z.string(), expected: z.string() })).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export const reasonAnswer = z.object({
  code: z.string(),
  step: z.string().optional(),
  until: z.number().optional().meta({ description: 'minutes since 1970-01-01T00:00Z' }),
  day: z.number().optional(),
  n: z.number().optional(),
  detail: z.string().optional(),
});

export const caseAnswer = z
  .object({
    id: z.string(),
    invoiceId: z.string(),
    invoice: z.string(),
    debtorId: z.string(),
    debtor: z.string(),
    debtorName: z.string(),
    status: z.string(),
    stage: z.string().nullable(),
    outcome: z.string().nullable(),
    currency: z.string(),
    amount,
    open: amount,
    dueDate: date,
    zone,
    sample: z.boolean(),
    next: z.object({
      at: instant.nullable(),
      step: z.string().nullable(),
      occurrence: z.number().nullable(),
      effect: z.string().nullable(),
      channel: z.string().nullable(),
      severity: z.number().nullable(),
      reason: reasonAnswer.nullable(),
      why: z.string().nullable(),
    }),
    run: z.number(),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Case' });

export const timelineAnswer = z
  .object({
    caseId: z.string(),
    language: z.string(),
    entries: z.array(
      z.object({
        at: instant,
        kind: z.string(),
        code: z.string(),
        text: z.string(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'Timeline' });

export const invoiceAnswer = z
  .object({
    id: z.string(),
    number: z.string(),
    debtorId: z.string(),
    debtor: z.string(),
    currency: z.string(),
    amount,
    open: amount,
    invoiceDate: date,
    dueDate: date,
    effectiveDueDate: date
      .nullable()
      .meta({ description: 'null while the event that the terms name has not happened' }),
    waitsFor: z.string().nullable().meta({ description: 'the event without which nothing is due' }),
    terms: paymentTermsSchema.nullable(),
    events: z.record(z.enum(invoiceEvents), date.nullable()),
    contract: z.string().nullable(),
    dueDateChanges: z.array(
      z.object({ from: date.nullable(), to: date.nullable(), reason: z.string(), actor: z.string(), at: instant }),
    ),
    receivableType: z.string(),
    cancelledAt: date.nullable(),
    sample: z.boolean(),
    caseId: z.string().nullable(),
    caseStatus: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Invoice' });

export const paymentAnswer = z
  .object({
    id: z.string(),
    debtorId: z.string(),
    debtor: z.string(),
    reference: z.string(),
    amount,
    currency: z.string(),
    valueDate: date,
    payer: z.string().nullable(),
    source: z.string(),
    reversedAt: instant.nullable(),
    entries: z.array(z.object({ type: z.string(), invoice: z.string().nullable(), amount })),
    createdAt: instant,
  })
  .meta({ id: 'Payment' });

export const outboxAnswer = z
  .object({
    id: z.string(),
    contactId: z.string(),
    channel: z.string(),
    recipient: z.string(),
    subject: z.string().nullable(),
    body: z.string(),
    why: z.string(),
    debtor: z.string(),
    debtorName: z.string(),
    language: z.string(),
    template: z.string(),
    sample: z.boolean(),
    covers: z.array(z.object({ caseId: z.string(), invoice: z.string(), step: z.string() })),
    at: instant,
    zone,
    createdAt: instant,
  })
  .meta({ id: 'OutboxMessage' });

export const taskAnswer = z
  .object({
    id: z.string(),
    kind: z.string(),
    role: z.string(),
    status: z.string(),
    caseId: z.string().nullable(),
    invoice: z.string().nullable(),
    debtor: z.string(),
    debtorName: z.string(),
    step: z.string().nullable(),
    occurrence: z.number().nullable(),
    why: z.string().nullable(),
    at: instant,
    deadlineAt: instant.nullable(),
    escalatedAt: instant.nullable().meta({ description: 'when a superior was told that nobody did it in time' }),
    closedAt: instant.nullable(),
    closedBy: z.string().nullable(),
    outcome: z.string().nullable(),
    note: z.string().nullable(),
    recommended: recommendedField,
    zone,
    createdAt: instant,
  })
  .meta({ id: 'Task' });

export const approvalAnswer = z
  .object({
    id: z.string(),
    caseId: z.string(),
    invoice: z.string(),
    step: z.string(),
    occurrence: z.number(),
    kind: z.string(),
    role: z.string(),
    amount: amount.nullable(),
    currency: z.string().nullable(),
    status: z.string(),
    at: instant,
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Approval' });

export const holdAnswer = z
  .object({
    id: z.string(),
    scope: z.string(),
    kind: z.string(),
    reason: z.string(),
    debtor: z.string().nullable(),
    invoice: z.string().nullable(),
    caseId: z.string().nullable(),
    from: date,
    until: date.nullable(),
    placedBy: z.string(),
    releasedAt: instant.nullable(),
    releasedBy: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Hold' });
