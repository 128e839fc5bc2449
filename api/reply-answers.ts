import { z } from 'zod';

// What debtors wrote and what providers told, field by field; see answers.ts.

const instant = z.iso.datetime();

const replyFields = {
  id: z.string(),
  debtor: z.string(),
  debtorName: z.string(),
  caseId: z.string().nullable(),
  invoice: z.string().nullable(),
  contactId: z.string().nullable().meta({ description: 'our message that it answers, as far as that is known' }),
  taskId: z.string(),
  channel: z.string(),
  suggestions: z
    .array(z.string())
    .meta({ description: 'what its words seem to say; nothing follows from it by itself' }),
  receivedAt: instant,
  pausedUntil: instant.meta({ description: 'until then nothing is sent automatically unless somebody classifies it' }),
  meaning: z.string().nullable(),
  classifiedAt: instant.nullable(),
  classifiedBy: z.string().nullable(),
  zone: z.string(),
  createdAt: instant,
};

export const replyAnswer = z.object(replyFields).meta({ id: 'Reply' });

export const replyTextAnswer = z
  .object({ ...replyFields, sender: z.string(), text: z.string() })
  .meta({ id: 'ReplyText' });

export const parkedAnswer = z
  .object({ id: z.string(), provider: z.string(), kind: z.string(), reason: z.string(), receivedAt: instant })
  .meta({ id: 'ParkedWebhook' });

export const redriveAnswer = z.object({ applied: z.number(), parked: z.number() }).meta({ id: 'WebhooksRedriven' });
