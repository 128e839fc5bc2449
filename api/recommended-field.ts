import { z } from 'zod';

const level = z.enum(['high', 'low']).nullable();

/** How whoever has a task should turn to the debtor. */
export const recommendedField = z
  .object({
    channel: z.enum(['call', 'visit']),
    reason: z.string(),
    sources: z.array(z.string()).meta({ description: 'the rules that say so' }),
    traits: z.object({ confidentiality: level, speed: level, cost: level, written: z.boolean() }),
  })
  .nullable()
  .meta({ description: 'how to turn to the debtor; null unless it is an open call or visit' });
