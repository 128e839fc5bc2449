import { z } from 'zod';
import { instantField } from './answers';

/** What a contact log shows, field by field; see answers.ts. */
export const contactLogAnswer = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        at: instantField,
        direction: z.enum(['out', 'in', 'both']),
        channel: z.string(),
        person: z.string().nullable().meta({ description: 'role of the person at the debtor' }),
        invoices: z.array(z.string()),
        step: z.string().nullable(),
        result: z.string().nullable(),
        by: z.string(),
        reference: z.string().nullable().meta({ description: 'number of a letter, or where a recording lies' }),
        note: z.string().nullable(),
        contentHash: z.string().nullable().meta({ description: 'SHA-256 of what was written' }),
        evidence: z.object({ chain: z.string(), seq: z.number(), hash: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'ContactLog' });
