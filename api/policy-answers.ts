import { z } from 'zod';
import { dateField as date, instantField as instant, reasonAnswer } from './answers';

// What the routes about policies of running cases answer, field by field; see answers.ts.

const nextStepAnswer = z
  .object({
    step: z.string().nullable().meta({ description: 'null: nothing until a message comes' }),
    occurrence: z.number().nullable(),
    channel: z.string().nullable(),
    at: instant.nullable(),
    reason: reasonAnswer,
    why: z.string().meta({ description: 'the reason as a clause, in the language of Accept-Language' }),
  })
  .nullable()
  .meta({ description: 'null: its workflow does not run at the moment' });

export const migratedCaseAnswer = z
  .object({
    caseId: z.string(),
    invoice: z.string(),
    fromVersion: z.number(),
    zone: z.string(),
    before: nextStepAnswer.meta({ description: 'what it does next as it is' }),
    after: nextStepAnswer.meta({ description: 'what it does next in the new version' }),
  })
  .meta({ id: 'MigratedCase' });

const target = z.object({ policy: z.string(), version: z.number(), hash: z.string() });

export const migrationPreviewAnswer = z
  .object({
    target,
    total: z.number().meta({ description: 'running cases under another version of the policy' }),
    items: z.array(migratedCaseAnswer),
    next: z.string().nullable().meta({ description: 'cursor of the next page; null on the last' }),
  })
  .meta({ id: 'MigrationPreview' });

export const migrationAnswer = z
  .object({
    target,
    items: z.array(migratedCaseAnswer).meta({ description: 'the cases that were moved by this request' }),
    remaining: z.number().meta({ description: 'cases still to move: ask again with a new Idempotency-Key' }),
    applied: z.boolean().meta({ description: 'false (202): committed, some cases will take note shortly' }),
  })
  .meta({ id: 'Migration' });

export const casePreviewAnswer = z
  .object({
    caseId: z.string(),
    policy: z.string(),
    version: z.number(),
    hash: z.string(),
    zone: z.string(),
    rows: z.array(
      z.object({
        step: z.string(),
        occurrence: z.number(),
        day: z.number().meta({ description: 'day of the ladder, on the stage clock' }),
        date,
        at: instant,
        kind: z.string(),
        channel: z.string(),
        role: z.string(),
        stage: z.string().nullable(),
        tone: z.string().nullable(),
        template: z.string().nullable(),
        payBy: date.nullable(),
        offer: z
          .object({
            percent: z.number().nullable(),
            of: z.string().nullable(),
            plan: z.string().nullable(),
            until: date,
          })
          .nullable(),
        requires: z.array(z.string()),
        sources: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'CasePreview' });
