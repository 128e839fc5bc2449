import { z } from 'zod';
import { amountField as amount, instantField as instant } from './answers';

/** What the next message of a case would be, and whether it may go out now; see answers.ts. */
export const messagePreviewAnswer = z
  .object({
    caseId: z.string(),
    step: z.string(),
    template: z.string(),
    tone: z.string().nullable(),
    language: z.string(),
    channel: z.string(),
    format: z.string(),
    recipient: z.object({ role: z.string(), name: z.string().nullable(), address: z.string().nullable() }),
    covers: z.array(z.string()),
    sender: z.string(),
    subject: z.string().nullable(),
    text: z.string(),
    html: z.string().nullable().meta({ description: 'the body of an e-mail' }),
    document: z.string().nullable().meta({ description: 'address of the letter as PDF' }),
    attach: z.array(z.string()).meta({ description: 'documents that go with an e-mail' }),
    contentSid: z.string().nullable().meta({ description: 'the approved template that goes out by WhatsApp' }),
    sms: z
      .object({
        encoding: z.string(),
        units: z.number(),
        segments: z.number(),
        cost: z.object({ amount, currency: z.string(), source: z.string() }),
        canBeAnswered: z.boolean(),
      })
      .nullable(),
    decision: z.object({ kind: z.string(), until: instant.nullable(), why: z.string().nullable() }),
    reviewed: z.boolean().meta({ description: 'a person reads it before it goes out' }),
    proposal: z
      .object({ id: z.string(), state: z.string() })
      .nullable()
      .meta({ description: 'what has been proposed' }),
  })
  .meta({ id: 'MessagePreview' });
